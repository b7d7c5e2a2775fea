# Troopers whom the school called come in, and counsel need not be waited for.    P5, case 27

11:00  office         reports arrival of help we called
11:01  office         reports agents of connecticut-state-police
11:02  leader         notes that they are inside with the leader
11:40  office         reports departure
11:45  leader         closes
       at 11:00 it waits for the door
       at 11:02 it waits for the door
       nobody decided anything
       the encounter is closed
