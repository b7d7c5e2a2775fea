# A paper that comes after the decision is counsel's again.    P4, P6

09:00  officer        reports arrival
09:05  counsel        denies access
       at 09:05 it waits for the door
09:20  officer        reports paper AO-93
       at 09:20 it waits for counsel
       at 09:20 the entry is denied
09:30  counsel        finds AO-93 a judicial-warrant
       at 09:30 it waits for counsel
09:31  counsel        receives papers only
       papers may be handed over and nothing else
       it waits for the door
       nothing is authorized
