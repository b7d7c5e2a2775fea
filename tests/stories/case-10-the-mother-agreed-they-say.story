# That a parent agreed, as agents say, opens no door.    P1, P2, case 10

12:00  officer        reports arrival
12:01  officer        reports agents of hsi
12:02  officer        reports that they ask for a student
12:03  officer        reports paper consent-of-the-mother
12:04  leader         asks counsel
12:10  counsel        finds consent-of-the-mother a consent
12:11  counsel        authorizes access to the office for a talk with a student with leader
                      until 13:00 on court-order relying on consent-of-the-mother
                      refused: what-counsel-found-opens-no-door
12:12  counsel        denies access
       the entry is denied
       that they are hsi is only a claim
       nothing is authorized
