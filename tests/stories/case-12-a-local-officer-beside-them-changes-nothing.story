# A local police officer beside the agents opens nothing for the agents.    P3, P7, case 12

09:00  officer        reports arrival
09:01  officer        reports agents of ice-ero
09:02  officer        notes that a Norwalk police officer is with them
09:03  officer        reports paper I-200
09:04  officer        reports paper paper-of-a-state-court
09:05  leader         asks counsel
09:20  counsel        finds I-200 an administrative-warrant
09:21  counsel        finds paper-of-a-state-court a judicial-warrant
09:22  counsel        authorizes access to the office for the person named with leader
                      until 10:00 on judicial-arrest-warrant relying on I-200
                      refused: what-counsel-found-opens-no-door
09:24  counsel        authorizes access to the office for the local officer alone with leader
                      until 10:00 on judicial-arrest-warrant relying on paper-of-a-state-court
       access is authorized for the local officer alone
       at 10:00 nothing is authorized
