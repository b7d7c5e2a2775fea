# Staff never turn a paper down: that it is too old, only counsel may say.    P2, P4, case 4

13:00  officer        reports arrival
13:01  officer        reports paper AO-93
13:02  officer        notes that the paper says on or before yesterday
13:03  office         denies access                          refused: only-legal-counsel-decides
13:04  leader         denies access                          refused: only-legal-counsel-decides
13:05  leader         finds AO-93 an other                   refused: only-legal-counsel-finds
       at 13:05 it waits for counsel
       at 13:05 counsel made no finding
13:12  counsel        finds AO-93 a judicial-warrant
13:13  counsel        denies access
       the entry is denied
