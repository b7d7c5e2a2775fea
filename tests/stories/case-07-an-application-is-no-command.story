# An application that a judge witnessed commands nothing.    P3, case 7

09:30  officer        reports arrival
09:31  officer        reports paper AO-106
09:33  leader         asks counsel
09:40  counsel        finds AO-106 an application
09:41  counsel        authorizes access to the office for a search with leader until 12:00
                      on judicial-search-warrant relying on AO-106
                      refused: what-counsel-found-opens-no-door
09:42  counsel        asks for more
       counsel asked for more
       nothing is authorized
       it waits for the door
