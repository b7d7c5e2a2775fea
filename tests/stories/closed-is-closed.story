# A closed encounter takes every report and no order, and reopened it asks counsel afresh.    P1, P7

09:00  officer        reports arrival
09:01  officer        reports paper court-paper
09:05  counsel        finds court-paper a court-order
09:06  counsel        authorizes access to the office for the file named with leader until 17:00
                      on court-order relying on court-paper
09:30  officer        reports departure
09:31  leader         reopens                                refused: the-encounter-is-not-closed
09:32  auditor        closes                         refused: only-the-school-or-counsel-closes
09:33  leader         closes
       at 09:33 nothing is authorized
09:40  counsel        denies access                          refused: the-encounter-is-closed
09:41  it             denies access                          refused: only-legal-counsel-decides
09:42  someone        notes that they are back at the gate
10:00  administrator  reopens
       it waits for counsel
       nobody decided anything
       nothing is authorized
