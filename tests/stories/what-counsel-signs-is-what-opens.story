# Counsel's signature opens what counsel saw when signing, and nothing that came after.    P4, P7

09:00  officer        reports arrival
09:01  officer        reports paper AO-93
09:10  counsel        finds AO-93 a judicial-warrant
09:12  officer        reports paper second-page
09:13  counsel        authorizes access to locker 214 for what is in it with leader until 10:00
                      on judicial-search-warrant relying on AO-93 as signed at 09:10
                      refused: what-was-signed-is-not-what-is-authorized
       at 09:13 nothing is authorized
09:15  counsel        authorizes access to locker 214 for what is in it with leader until 10:00
                      on judicial-search-warrant relying on AO-93
       access is authorized for what is in it
