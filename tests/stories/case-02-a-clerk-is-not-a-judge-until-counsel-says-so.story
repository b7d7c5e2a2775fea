# What a clerk signed opens nothing until counsel keeps a ground for it.    P3, P7, case 2

10:00  officer        reports arrival
10:02  officer        reports paper AO-442
10:03  leader         asks counsel
10:10  counsel        finds AO-442 a clerk-signed-arrest-warrant
10:12  counsel        authorizes access to the front office for the person named with leader
                      until 11:00 on clerk-signed-arrest-warrant relying on AO-442
                      refused: counsel-keeps-no-such-ground
10:13  counsel        authorizes access to the front office for the person named with leader
                      until 11:00 on judicial-arrest-warrant relying on AO-442
                      refused: the-ground-does-not-rest-on-what-counsel-found
10:15  counsel        asks for more
       counsel asked for more
       nothing is authorized
       agents are outside
