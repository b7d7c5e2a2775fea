# Agents on the public sidewalk are written down until they leave of themselves.    P1, case 20

14:50  leader         reports arrival
14:51  leader         notes that they stand on the sidewalk and dismissal goes on as planned
14:52  leader         asks counsel
15:05  counsel        denies access
15:06  leader         closes                                 refused: agents-have-not-left
15:20  officer        reports departure
15:21  leader         closes
       at 15:06 agents are outside
       the encounter is closed
       it waits for nobody
