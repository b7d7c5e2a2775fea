# Agents who telephoned and then come are at the door, and nobody closes on them.    P1, P5

09:00  office         reports arrival by phone
       at 09:00 agents were never here
09:05  counsel        denies access
09:40  officer        reports arrival
09:41  leader         closes                                 refused: agents-have-not-left
       agents are outside
       the entry is denied
