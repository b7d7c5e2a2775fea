# What names one locker opens one locker, for one hour, beside an escort.    P3, P7, case 6

09:00  officer        reports arrival
09:02  officer        reports paper AO-93
09:03  leader         asks counsel
09:15  counsel        finds AO-93 a judicial-warrant
09:16  counsel        authorizes access for what is in it with leader until 10:15
                      on judicial-search-warrant relying on AO-93
                      refused: the-scope-names-no-place
09:18  counsel        authorizes access to locker 214 for what is in it with leader until 10:15
                      on judicial-search-warrant relying on AO-93
09:25  officer        reports entry under the authorization
       at 10:14 access is authorized for what is in it
       at 10:15 nothing is authorized
       agents are inside under the authorization
