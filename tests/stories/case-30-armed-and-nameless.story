# Whoever is armed or will not say who they are: first 911, then the protocol.    P5, case 30

08:00  officer        reports arrival
08:00  officer        reports a life at risk
08:01  officer        reports that they will not say who they are
       at 08:01 it waits for the door
08:15  officer        reports that nobody called them
08:16  leader         asks counsel
       it waits for counsel
       nothing is authorized
       agents are outside
