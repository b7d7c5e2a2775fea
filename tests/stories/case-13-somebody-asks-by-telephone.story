# A telephone call goes to counsel like a visit, and decides nothing by itself.    P1, P5, case 13

10:30  office         reports arrival by phone
10:31  office         reports that they ask for a student
10:32  leader         asks counsel
       at 10:32 it waits for counsel
10:50  counsel        denies access
10:55  office         closes                         refused: only-the-school-or-counsel-closes
10:56  leader         closes
       agents were never here
       the entry is denied
       the encounter is closed
