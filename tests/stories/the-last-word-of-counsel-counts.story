# Where two counsel decide, the last decision is the one in effect.    P2, P7

09:00  officer        reports arrival
09:01  officer        reports paper AO-93
09:05  counsel        finds AO-93 a judicial-warrant
09:06  counsel        authorizes access to locker 214 for what is in it with leader until 12:00
                      on judicial-search-warrant relying on AO-93
09:07  backup         denies access
       at 09:06 access is authorized for what is in it
       at 09:07 nothing is authorized
09:08  counsel        revokes the authorization              refused: nothing-is-authorized
       the entry is denied
       nothing is authorized
