# Comment ça va, jour par jour : les courbes de l’administration et le résumé quotidien.

admin-nav-numbers = En chiffres
admin-lede-numbers = Comment ça va, jour par jour. Rien que des nombres, sans nom, gardés trois mois.
numbers-spans = Combien de jours
numbers-days = { $days } jours
numbers-how = Un jour se montre une fois fini. Une petite marque creuse veut dire moins de { $least } : rien ici ne désigne une personne seule, pas même un total.
numbers-counted = { $days ->
    [one] Un jour est compté jusqu’ici.
   *[other] { $days } jours sont comptés jusqu’ici.
}
numbers-empty = Rien à montrer encore. Un jour se montre une fois fini : revenez demain.
numbers-table = Jour par jour
numbers-day = Jour
numbers-count = Combien
numbers-count-staffed = Heures
numbers-few = moins de { $least }
numbers-not-counted = pas compté
numbers-none = Il n’y en a pas eu.
numbers-sum = { $count } en tout.
numbers-between = { $hidden ->
    [one] Entre { $least } et { $most } en tout : un jour, il y en a eu moins de 5.
   *[other] Entre { $least } et { $most } en tout : { $hidden } jours, il y en a eu moins de 5.
}
numbers-peak = Le plus : { $count }, le { $day }.
numbers-hours = { $days ->
    [0] { $hours } heures en tout, chaque jour quelques-unes.
    [one] { $hours } heures en tout ; un jour, aucune.
   *[other] { $hours } heures en tout ; { $days } jours, aucune.
}
numbers-visits = Visites
numbers-hint-visits = Celles qui ont commencé.
numbers-messages = Messages
numbers-hint-messages = Remis, tout de suite ou après avoir été lus.
numbers-held = Messages en attente
numbers-hint-held = La garde les a fait attendre pour le bureau.
numbers-refused = Messages refusés
numbers-hint-refused = Par la garde seule.
numbers-reports = Signalements
numbers-hint-reports = De la place, du dehors, de signaleurs de confiance.
numbers-appeals = Réclamations
numbers-hint-appeals = Déposées contre une décision.
numbers-kept = Délais tenus
numbers-hint-kept = Premières décisions et réponses aux réclamations à temps.
numbers-missed = Délais manqués
numbers-hint-missed = Échus avant que quelqu’un ait décidé.
numbers-staffed = Heures de présence
numbers-hint-staffed = Avec quelqu’un de l’équipe, quel que soit le nombre.

# Le résumé quotidien
summary-subject = { $square }, { $day }
summary-title = { $square }, { $day }
summary-line = { $what } : { $count }
summary-not-counted = Ce jour n’a pas été compté jusqu’au bout.
summary-now = À présent
summary-closed-judicial = La place est fermée, sur injonction d’une autorité.
summary-closed-operator = La place a été fermée par qui la tient.
summary-closed-pause = La place est fermée pour un temps.
summary-missing = La porte est fermée. Il manque : { $what }.
summary-open = Rien ne tient la porte fermée.
summary-waiting = Dossiers qui attendent une première décision : { $count }
summary-in-time = Aucun délai n’est échu.
summary-overdue = Délais échus : { $count }. Quelqu’un devrait regarder le bureau.
summary-backup = { $hours ->
    [0] La dernière sauvegarde date de moins d’une heure.
    [one] La dernière sauvegarde date d’une heure.
   *[other] La dernière sauvegarde date de { $hours } heures.
}
summary-backup-late = La dernière sauvegarde date de { $hours } heures, et une plus récente manque : parvis doctor
summary-backup-none = Il n’y a aucune sauvegarde : parvis backup
summary-disk = Le disque est plein à { $percent } %.
summary-disk-fills = Le disque est plein à { $percent } % : faites de la place.
summary-more = Jour par jour, pour les administrateurs : { $address }
admin-summary-sent = Le dernier résumé quotidien est parti : { $day }, { $time }.
admin-summary-failed = Le résumé quotidien n’est pas arrivé ({ $way }) : { $fault }.
admin-summary-way-webhook = webhook
admin-summary-way-mail = courriel
