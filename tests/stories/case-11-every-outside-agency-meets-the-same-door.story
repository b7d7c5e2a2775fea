# Every outside agency meets one door, and its name is a claim until confirmed.    P5, case 11

14:00  officer        reports arrival
14:01  officer        reports agents of secret-service
14:02  leader         asks counsel
       at 14:02 that they are secret-service is only a claim
14:06  leader         reports that secret-service is confirmed
14:07  officer        reports agents of ice-ero
       that they are secret-service is confirmed
       it waits for counsel
       nothing is authorized
       agents are outside
