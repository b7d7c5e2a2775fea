# Without a paper on file, and counsel's finding on that paper, nothing opens.    P3, P4

09:00  officer        reports arrival
09:01  counsel        finds AO-93 a judicial-warrant         refused: paper-is-not-on-file
09:02  counsel        authorizes access to locker 214 for what is in it with leader until 10:00
                      on judicial-search-warrant relying on AO-93
                      refused: paper-is-not-on-file
09:05  officer        reports paper AO-93, of which they refuse a copy
09:06  counsel        authorizes access to locker 214 for what is in it with leader until 10:00
                      on judicial-search-warrant relying on AO-93
                      refused: counsel-made-no-finding-on-this-paper
       nothing is authorized
       counsel made no finding
       it waits for counsel
