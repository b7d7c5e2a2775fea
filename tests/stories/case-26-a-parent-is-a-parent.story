# An agent who collects their own child is a guardian, and there is no encounter.    P2, case 26

15:00  leader         closes                         refused: nobody-reported-this-encounter
15:01  counsel        denies access                  refused: nobody-reported-this-encounter
       there is no encounter
       it waits for nobody
       nothing is authorized
