# An agency's own form opens nothing, even where it names a judge.    P2, P3, case 1

09:02  officer        reports arrival
09:03  officer        reports agents of ice-ero
09:04  officer        reports paper I-205
09:05  leader         asks counsel
09:08  leader         finds I-205 a judicial-warrant         refused: only-legal-counsel-finds
09:10  counsel        finds I-205 an administrative-warrant
09:11  leader         authorizes access to the office for a meeting with leader until 10:00
                      on judicial-search-warrant relying on I-205
                      refused: only-legal-counsel-decides
09:12  counsel        authorizes access to the office for a meeting with leader until 10:00
                      on judicial-search-warrant relying on I-205
                      refused: what-counsel-found-opens-no-door
09:13  counsel        denies access
09:20  officer        reports departure
       the entry is denied
       nothing is authorized
       that they are ice-ero is only a claim
