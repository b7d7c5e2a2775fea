# Counsel names place, matter, escort and end, or nothing is authorized.    P7

09:00  officer        reports arrival
09:01  officer        reports paper AO-93
09:05  counsel        finds AO-93 a judicial-warrant
09:06  counsel        authorizes access to locker 214 with leader until 10:00
                      on judicial-search-warrant relying on AO-93
                      refused: the-scope-names-nobody-and-nothing
09:07  counsel        authorizes access to locker 214 for what is in it until 10:00
                      on judicial-search-warrant relying on AO-93
                      refused: nobody-is-named-as-escort
09:08  counsel        authorizes access to locker 214 for what is in it with leader
                      on judicial-search-warrant relying on AO-93
                      refused: the-authorization-ends-before-it-begins
09:09  counsel        authorizes access to locker 214 for what is in it with leader until 09:00
                      on judicial-search-warrant relying on AO-93
                      refused: the-authorization-ends-before-it-begins
       nobody decided anything
       nothing is authorized
