# A judge's civil paper for entry opens nothing while courts disagree about it.    P3, P7, case 3

11:00  officer        reports arrival
11:01  officer        reports paper civil-entry-paper
11:02  leader         asks counsel
11:08  counsel        finds civil-entry-paper a civil-entry-warrant
11:09  counsel        authorizes access to the building for a search with leader until 13:00
                      on civil-entry-warrant relying on civil-entry-paper
                      refused: counsel-keeps-no-such-ground
11:10  counsel        authorizes access to the building for a search with leader until 13:00
                      on judicial-search-warrant relying on civil-entry-paper
                      refused: the-ground-does-not-rest-on-what-counsel-found
11:12  counsel        denies access
       the entry is denied
       nothing is authorized
