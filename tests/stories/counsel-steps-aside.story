# Counsel who has a conflict decides nothing here, and another counsel does.    P1, P6

09:00  officer        reports arrival
09:01  officer        reports paper AO-93
09:03  counsel        steps aside
09:04  counsel        finds AO-93 a judicial-warrant
                      refused: whoever-stepped-aside-decides-nothing-here
09:05  counsel        denies access
                      refused: whoever-stepped-aside-decides-nothing-here
       at 09:05 it waits for counsel
09:10  leader         steps aside                 refused: only-legal-counsel-decides
09:20  backup         denies access
       the entry is denied
       nothing is authorized
