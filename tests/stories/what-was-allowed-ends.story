# What counsel allowed ends at its hour, at counsel's word, or with its paper.    P3, P7

09:00  officer        reports arrival
09:01  officer        reports paper AO-93
09:05  counsel        finds AO-93 a judicial-warrant
09:06  counsel        authorizes access to locker 214 for what is in it with leader until 10:00
                      on judicial-search-warrant relying on AO-93
09:10  officer        reports entry under the authorization
09:12  officer        reports that they go further than allowed
09:13  leader         revokes the authorization              refused: only-legal-counsel-decides
09:14  counsel        revokes the authorization
       at 09:13 access is authorized for what is in it
       at 09:14 the authorization is revoked
09:20  counsel        authorizes access to locker 214 for what is left with leader until 10:00
                      on judicial-search-warrant relying on AO-93
       at 09:20 access is authorized for what is left
09:30  backup         finds AO-93 a clerk-signed-arrest-warrant
       nothing is authorized
       the authorization is revoked
