# Agents who go in before counsel answers are not stopped, and were not allowed.    P1, P2, case 28

09:00  officer        reports arrival
09:01  officer        reports paper AO-93
09:02  leader         asks counsel
09:09  officer        reports that they will come in now
09:10  superintendent authorizes access to the office for a search with leader until 11:00
                      on judicial-search-warrant relying on AO-93
                      refused: only-legal-counsel-decides
09:11  officer        reports entry
       at 09:11 agents are inside without authorization
       at 09:11 it waits for counsel
09:30  backup         finds AO-93 a judicial-warrant
09:31  backup         revokes the authorization              refused: nothing-is-authorized
       agents are inside without authorization
       nothing is authorized
