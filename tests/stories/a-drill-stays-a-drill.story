# A drill is judged like a visit, and no later report turns one into the other.    P1, P5

09:00  officer        reports arrival as a drill
09:01  device         reports arrival
09:02  office         reports paper practice-paper
09:03  leader         denies access                          refused: only-legal-counsel-decides
09:10  counsel        finds practice-paper an administrative-warrant
09:11  counsel        denies access
09:12  officer        reports departure
09:13  leader         closes
       the drill stays a drill
       the entry is denied
