# Nobody but counsel agrees to a word with a student, however small.    P1, P2, case 19

09:10  office         reports arrival
09:11  office         reports that they ask for a student
09:12  office         authorizes access to the office for a word with a student with office
                      until 09:30 on court-order relying on no-paper-at-all
                      refused: only-legal-counsel-decides
09:13  leader         asks counsel
09:20  counsel        denies access
       at 09:13 it waits for counsel
       the entry is denied
       agents are outside
