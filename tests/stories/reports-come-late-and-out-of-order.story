# What a phone kept while the network was down is entered later, and believed.    P1, P5

09:20  device         reports entry                          happened 09:05
       at 09:20 agents are inside without authorization
09:21  device         reports arrival                        happened 09:01
09:22  someone        reports arrival by phone               happened 08:50
09:23  officer        reports paper I-200                    happened 09:03
09:24  counsel        denies access
09:25  leader         closes                                 refused: agents-have-not-left
       agents are inside without authorization
       it is no drill
       the entry is denied
