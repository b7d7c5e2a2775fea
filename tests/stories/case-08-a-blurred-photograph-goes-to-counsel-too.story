# A blurred photograph is sent all the same, and what nobody can read opens nothing.    P4, case 8

08:40  officer        reports arrival
08:41  officer        reports paper blurred-photograph
       at 08:41 it waits for counsel
08:45  counsel        finds blurred-photograph unreadable
08:46  counsel        authorizes access to the office for a search with leader until 10:00
                      on judicial-search-warrant relying on blurred-photograph
                      refused: what-counsel-found-opens-no-door
08:47  counsel        asks for more
       at 08:47 it waits for the door
08:52  officer        reports paper second-photograph
       it waits for counsel
       nothing is authorized
