# Une place qui vit : heures d’ouverture, soirées, annonces ; aux portes, dans les salons et sur les pages de l’équipe.

door-hours = { $day ->
    [none] La place est fermée pour le moment.
    [today] La place est fermée pour le moment. Elle ouvre aujourd’hui à { $time }.
    [mon] La place est fermée pour le moment. Elle ouvre lundi à { $time }.
    [tue] La place est fermée pour le moment. Elle ouvre mardi à { $time }.
    [wed] La place est fermée pour le moment. Elle ouvre mercredi à { $time }.
    [thu] La place est fermée pour le moment. Elle ouvre jeudi à { $time }.
    [fri] La place est fermée pour le moment. Elle ouvre vendredi à { $time }.
    [sat] La place est fermée pour le moment. Elle ouvre samedi à { $time }.
    [sun] La place est fermée pour le moment. Elle ouvre dimanche à { $time }.
   *[date] La place est fermée pour le moment. Elle ouvre le { $date } à { $time }.
}
door-hours-title = La place est fermée pour le moment
door-hours-keep = Votre laissez-passer reste valable. Les signalements et les décisions restent accessibles à toute heure.
lobby-opens = { $day ->
    [none] Fermé
    [today] Ouvre aujourd’hui à { $time }
    [mon] Ouvre lundi à { $time }
    [tue] Ouvre mardi à { $time }
    [wed] Ouvre mercredi à { $time }
    [thu] Ouvre jeudi à { $time }
    [fri] Ouvre vendredi à { $time }
    [sat] Ouvre samedi à { $time }
    [sun] Ouvre dimanche à { $time }
   *[date] Ouvre le { $date } à { $time }
}

# La page de l’équipe : comment les salons sont tenus
desk-nav-keeping = Vie des salons
desk-keeping-title = Vie des salons
desk-keeping-lede = Heures, rythme, mot d’accueil et règles de chaque salon. Tout vaut à l’instant même ; qui l’a changé reste au registre.
desk-keeping-hours = Heures de la place
desk-keeping-open = La place est ouverte en ce moment.
desk-keeping-file = L’administration règle ces heures (page Heures d’ouverture), ou le fichier de configuration ([hours]) ; à l’horloge de { $zone }.
desk-keeping-unattended = Quand personne de l’équipe n’est de service :
desk-keeping-unattended-none = Quand personne de l’équipe n’est de service, rien ne ferme (desk.unattended_closes).
desk-keeping-closes-entry = personne de nouveau n’entre ;
desk-keeping-closes-writing-newcomers = les nouvelles visites lisent seulement ;
desk-keeping-closes-writing = tous les salons se lisent seulement.
desk-keeping-rooms = Salons
desk-keeping-own-hours = Heures propres :
desk-keeping-slow = { $seconds ->
    [one] Ralenti : un message par seconde et par visite
   *[other] Ralenti : un message toutes les { $seconds } secondes par visite
}
desk-keeping-welcome = Accueil :
desk-keeping-pinned = Règles :
desk-keeping-usual = Comme d’habitude.
desk-keeping-change = Modifier
desk-keeping-weekly = Heures du salon
desk-keeping-weekly-hint = Une ligne par plage, par exemple « lun-jeu 18:00-23:00 » ou « ven,sam 20:00-02:00 ». Vide : les heures de la place.
desk-keeping-dates = Dates exceptionnelles
desk-keeping-dates-hint = Par exemple « 2026-12-24 fermé » ou « 2026-12-31 20:00-04:00 ». Une date remplace ce qui commence ce jour-là.
desk-keeping-pace = Secondes entre deux messages d’une même visite
desk-keeping-pace-hint = De 1 à { $most }. Vide : sans ralentir.
desk-keeping-welcome-in = Mot d’accueil ({ $lang })
desk-keeping-pinned-in = Règles épinglées ({ $lang })
desk-keeping-at-once = Tout le monde le voit aussitôt.
desk-keeping-keep = Enregistrer
desk-keeping-back = Revenir aux salons
refuse-keep-room = Ce salon n’existe pas, ou plus.
refuse-keep-hours = Cette ligne ne dit pas d’heures : « { $line } ».
refuse-keep-many = Trop de lignes : { $most } au plus.
refuse-keep-pace = De 1 à { $most } secondes.
refuse-keep-long = Un de ces textes est trop long : { $max } caractères au plus.

# Soirées
evenings-title = Soirées
evening-at = { $day ->
    [today] aujourd’hui à { $time }
    [mon] lundi à { $time }
    [tue] mardi à { $time }
    [wed] mercredi à { $time }
    [thu] jeudi à { $time }
    [fri] vendredi à { $time }
    [sat] samedi à { $time }
    [sun] dimanche à { $time }
   *[date] le { $date } à { $time }
}
evening-on = En ce moment, jusqu’à { $time }
evening-room = Salon : { $room }
evening-host = avec { $host }
evening-host-team = avec l’équipe
around-pinned = Règles de ce salon

# Soirées et annonces : les pages de l’équipe
desk-nav-evenings = Soirées
desk-evenings-title = Soirées
desk-evenings-lede = Une soirée annoncée se lit à l’entrée et dans la liste des salons. Quand elle commence, son salon l’apprend, et il reste ouvert le temps qu’elle dure, même hors des heures.
desk-evenings-coming = À venir
desk-evenings-none = Aucune soirée annoncée.
desk-evenings-end = Retirer
desk-evenings-new = Annoncer une soirée
desk-evenings-name = Titre ({ $lang })
desk-evenings-words = De quoi il s’agit ({ $lang })
desk-evenings-room = Salon
desk-evenings-day = Jour
desk-evenings-from = De
desk-evenings-to = À (le lendemain, si c’est plus tôt)
desk-evenings-zone = Selon l’horloge de { $zone }.
desk-evenings-host = Qui accueille
desk-evenings-host-hint = Le pseudo d’une personne présente en ce moment, à qui d’autres ont déjà répondu ici. Vide : l’équipe.
desk-evenings-announce = Annoncer
desk-nav-board = Annonces
desk-board-title = Annonces
desk-board-lede = Ce que l’équipe écrit ici, toutes les visites le lisent au-dessus de la liste des salons, jusqu’à la date choisie.
desk-board-none = Aucune annonce.
desk-board-until = Jusqu’au { $day }
desk-board-end = Retirer
desk-board-new = Écrire une annonce
desk-board-words = Texte ({ $lang })
desk-board-days = Pour combien de jours ({ $most } au plus)
desk-board-write = Afficher
refuse-evening-title = Il faut un titre, dans une langue au moins.
refuse-evening-when = Indiquez un jour et deux heures.
refuse-evening-time = Une soirée finit après avoir commencé, elle dure { $most } heures au plus, et elle n’est pas déjà finie.
refuse-evening-far = C’est trop loin : { $days } jours au plus.
refuse-evening-host = Personne n’est ici sous ce pseudo, ou cette personne n’a pas encore fait connaissance. Laissez vide pour l’équipe.
refuse-notice-empty = Écrivez quelque chose, dans une langue au moins.
refuse-keep-gone = Ce n’est plus là.
board-notices = Annonces de l’équipe
lively-span = { $day ->
    [mon] lundi, de { $start } h à { $end } h
    [tue] mardi, de { $start } h à { $end } h
    [wed] mercredi, de { $start } h à { $end } h
    [thu] jeudi, de { $start } h à { $end } h
    [fri] vendredi, de { $start } h à { $end } h
    [sat] samedi, de { $start } h à { $end } h
   *[sun] dimanche, de { $start } h à { $end } h
}
lively-empty = Peu de monde en ce moment. La place est animée d’habitude :

# Le tableau : un mot laissé quand peu de monde est là
board-title = Le tableau
board-lede = { $hours ->
    [one] Quand peu de monde est là, vous pouvez y laisser un mot pour qui viendra. Il y reste une heure.
   *[other] Quand peu de monde est là, vous pouvez y laisser un mot pour qui viendra. Il y reste { $hours } heures.
}
board-lively = La place est animée d’habitude
board-leave = Laisser un mot
board-label = Votre mot
board-hint = Une ligne, { $max } caractères au plus, signée { $nick }. Elle est lue par la garde avant tout le monde, comme un message.
board-send = Laisser ce mot
board-waiting = { $n ->
    [one] Un mot de vous attend d’être lu par l’équipe.
   *[other] { $n } mots de vous attendent d’être lus par l’équipe.
}
board-lines = Les mots laissés
board-none = Aucun mot pour le moment.
board-when = { $day ->
    [today] aujourd’hui à { $time }
    [mon] lundi à { $time }
    [tue] mardi à { $time }
    [wed] mercredi à { $time }
    [thu] jeudi à { $time }
    [fri] vendredi à { $time }
    [sat] samedi à { $time }
    [sun] dimanche à { $time }
   *[date] le { $date } à { $time }
}
board-said = { $nick }, { board-when }
board-take = Reprendre ce mot
board-report-of = le mot de { $nick }
board-way = Laisser un mot sur le tableau
board-read = Lire le tableau
board-back = Revenir aux salons
refuse-line-lively = Il y a du monde en ce moment : dites-le dans un salon. Un mot se laisse quand peu de monde est là.
refuse-line-long = Ce mot est trop long : { $max } caractères au plus.
refuse-line-many = { $most ->
    [one] Un mot par personne, le temps qu’il reste sur le tableau. Le vôtre est compté, même repris.
   *[other] { $most } mots par personne, le temps qu’ils restent sur le tableau. Les vôtres sont comptés, même repris.
}
refuse-line-edit = Un mot laissé ne se modifie pas. Vous pouvez le reprendre, et en laisser un autre.
