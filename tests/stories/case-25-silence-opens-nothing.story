# Counsel's silence opens nothing, however long it lasts.    P1, P6, case 25

09:00  officer        reports arrival
09:01  officer        reports paper AO-93
09:02  leader         asks counsel
09:12  leader         asks counsel
09:41  leader         authorizes access to the office for a search with leader until 10:30
                      on judicial-search-warrant relying on AO-93
                      refused: only-legal-counsel-decides
09:42  program        asks counsel
       it waits for counsel
       counsel made no finding
       nobody decided anything
       nothing is authorized
       agents are outside
