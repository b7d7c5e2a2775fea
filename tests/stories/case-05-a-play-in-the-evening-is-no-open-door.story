# A public evening opens no office, and counsel decides about the hour.    P1, P4, case 5

22:20  officer        reports arrival
22:21  officer        notes that they stand in the lobby, which is open for the play
22:22  officer        reports paper AO-93
22:23  administrator  asks counsel
       at 22:23 it waits for counsel
       at 22:23 nothing is authorized
22:30  counsel        finds AO-93 a judicial-warrant
22:31  counsel        denies access
22:40  officer        reports departure
22:41  administrator  closes
       the entry is denied
       the encounter is closed
