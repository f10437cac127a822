# Ce qu’une règle demande avant le message suivant
check-title = Une vérification
check-lede = Avant votre prochain message, il faut montrer ceci. Lire et signaler restent possibles.
check-none = Rien ne vous est demandé. Vous pouvez écrire.
check-back = Revenir à la place
check-age = Montrer encore une fois que vous êtes adulte
check-age-why = Ce que vous avez écrit a fait douter un programme. Ce n’est pas un reproche : une carte du guichet suffit.
check-age-code = Code de la carte
check-age-send = Montrer ce code
check-work = Un petit calcul
check-work-why = Il coûte quelques secondes à votre appareil, et beaucoup à qui enverrait mille messages. Rien n’est envoyé à votre sujet.
check-work-wait = Sans JavaScript, attendez { $n } secondes, puis appuyez : l’attente remplace le calcul.
check-work-working = Votre appareil calcule. La page continuera seule.
check-work-send = Continuer
check-kept = Seul le fait que cela vous a été demandé est gardé, pendant sept jours.
