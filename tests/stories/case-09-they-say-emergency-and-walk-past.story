# Agents who say emergency and walk past are written down: no leave, no hindrance.    P1, case 9

10:10  officer        reports arrival
10:11  officer        notes that they say it is an emergency, and will not say which
10:11  officer        reports entry on a claimed emergency
10:12  leader         asks counsel
10:13  leader         closes                                 refused: agents-have-not-left
10:20  counsel        denies access
10:40  officer        reports departure
       at 10:11 agents are inside on a claimed emergency
       at 10:11 nothing is authorized
       at 10:13 it waits for counsel
       the entry is denied
       agents have left
