# La place elle-même : le salon ouvert, avec et sans JavaScript. « · » sépare une touche de ce qu’elle fait.

square-rooms = Salons
square-people = Personnes
square-menu = Menu
square-close = Fermer
square-leave = Partir
square-back = Retour
square-lobby = Tous les salons
square-kind-topic = Par sujet
square-kind-area = Par région
square-lantern-lit = Équipe présente
square-lantern-unlit = Personne de l’équipe pour l’instant
square-loading = Un instant…

# Un nombre de personnes, jamais exact ; $here vaut 0, 1, 5, 10, 20, 50…
square-here = { $here ->
    [0] Personne pour l’instant
    [1] Quelques personnes
   *[other] { $here } personnes ou plus
}
square-here-short = { $here ->
    [0] –
    [1] 1+
   *[other] { $here }+
}
square-unread = { $count ->
    [one] { $count } message non lu
   *[other] { $count } messages non lus
}
square-read-only-mark = lecture seule
square-sensitive-mark = demande un accord

# Les messages
square-feed = Messages du salon { $room }
square-quiet = C’est calme ici pour l’instant. Un bonsoir suffit pour commencer.
square-earlier = Messages précédents
square-beginning = Rien de plus ancien n’est gardé ici.
square-today = Aujourd’hui
square-yesterday = Hier
square-fresh = Nouveaux messages
square-below = { $count ->
    [one] { $count } nouveau message
   *[other] { $count } nouveaux messages
}
square-latest = Revenir aux derniers messages
square-mark-new = nouveau
square-mark-staff = équipe
square-you = vous
square-edited = modifié
square-gone-author = Message supprimé par la personne qui l’avait écrit.
square-gone-moderation = Message retiré par l’équipe.
square-gone-retention = Message effacé : son temps de garde est passé.
square-quote-far = Un message plus ancien
square-quote-gone = Un message qui n’est plus là
square-in-reply = En réponse à { $nick }

# Ce qu’on peut faire d’un message
square-actions = Actions sur ce message
square-reply = Répondre
square-copy = Copier
square-copied = Texte copié.
square-copy-failed = Votre navigateur n’a pas permis de copier.
square-edit = Modifier
square-delete = Supprimer
square-report = Signaler
square-report-person = Signaler { $nick }
square-delete-sure = Supprimer pour tout le monde
square-cancel = Annuler

# Écrire
square-write = Votre message
square-write-in = Écrire dans { $room }
square-send = Envoyer
square-save = Enregistrer
square-replying = Réponse à { $nick }
square-editing = Vous modifiez votre message
square-edit-offline = Pas de réseau : la modification n’est pas partie. Votre texte reste ici.
square-left-chars = { $left ->
    [one] Encore { $left } caractère
   *[other] Encore { $left } caractères
}
square-over-chars = { $over ->
    [one] { $over } caractère de trop
   *[other] { $over } caractères de trop
}
square-read-only = Ce salon se lit seulement, pour l’instant.
square-typing-one = { $nick } écrit…
square-typing-two = { $nick } et { $other } écrivent…
square-typing-many = Plusieurs personnes écrivent…
square-cmd-unknown = « { $word } » n’est pas une commande ; rien n’est parti. Les commandes sont /me, /leave et /help. Pour un texte qui commence par une barre, doublez-la : //.
square-cmd-me-empty = Après /me, dites ce que vous faites : /me regarde la pluie.

# Ce qui n’est pas encore parti
square-sending = Envoi…
square-waiting = Partira au retour du réseau
square-checking = Vérification…
square-held = En attente de relecture par l’équipe
square-by-itself = Il partira de lui-même dans un instant.
square-stale = Écrit il y a plus de dix minutes, ce message attend votre accord pour partir.
square-retry = Réessayer
square-drop = Retirer

# Ce que l’équipe vous adresse
square-told-measure = Une mesure qui vous concerne a été prise.
square-told-left-out = Une partie d’un de vos messages a été retirée.
square-told-warning = L’équipe vous adresse un avertissement.
square-told-reversal = Une mesure qui vous concernait ne tient plus.
square-told-answer = L’équipe a répondu à votre réclamation.
square-told-room = Il y a une réponse au sujet du salon que vous aviez proposé.
square-told-room-open = Le salon que vous aviez proposé est ouvert.
square-told-read = Lire pourquoi, et répondre
square-told-help = Tous les numéros d’aide
square-told-check = Faire la vérification
square-why = Demander les raisons

# La liaison
square-reconnecting = Reconnexion… votre texte est gardé.
square-offline = Pas de réseau pour l’instant. Votre texte est gardé.
square-try-now = Réessayer
square-back-online = De nouveau en ligne.
square-ended-left = La visite est terminée
square-ended-replaced = La place continue dans un autre onglet
square-ended-restricted = Votre visite s’arrête ici
square-ended-other = La liaison est fermée
square-ended-door = Aller à l’entrée
square-ended-here = Continuer ici
square-ended-help = Numéros d’aide

# Ce que lit un lecteur d’écran
square-heard = { $nick } : { $text }
square-heard-many = { $count ->
    [one] { $count } nouveau message dans { $room }
   *[other] { $count } nouveaux messages dans { $room }
}
square-opened = Salon { $room }

# Les personnes
square-people-alone = Personne d’autre ici pour l’instant.
square-people-more = La liste s’arrête à 200 personnes.
square-band = { $band } ans
square-gender-woman = femme
square-gender-man = homme
square-gender-non-binary = non binaire
square-gender-other = autre
square-show-people = Montrer les personnes
square-hide-people = Replier les personnes

# Le menu
square-help-safety = Numéros d’aide
square-rules = Règles de la place
square-kept = Ce qui est gardé de vous
square-keys = Clavier et commandes
square-speak-on = Annonces au lecteur d’écran : oui
square-speak-off = Annonces au lecteur d’écran : non
square-leave-how = « Partir » termine votre visite et efface cette page. Échap deux fois de suite fait la même chose, sur-le-champ.

# Aller à un salon
square-jump = Aller à un salon
square-jump-field = Nom du salon
square-jump-none = Aucun salon ne porte ce nom.

# Clavier et commandes
square-keys-enter = Entrée · envoyer
square-keys-newline = Maj + Entrée · aller à la ligne
square-keys-up = ↑ · modifier votre dernier message
square-keys-escape = Échap · annuler, revenir à la zone de texte
square-keys-escape-twice = Échap deux fois · partir, sur-le-champ
square-keys-rooms = Alt + ↑ ou ↓ · salon précédent ou suivant
square-keys-unread = Alt + Maj + ↑ ou ↓ · salon non lu
square-keys-jump = Ctrl + K ou / · aller à un salon
square-keys-region = F6 · passer d’une partie de la page à l’autre
square-keys-arrows = ↑ ou ↓ dans les messages · aller de l’un à l’autre
square-keys-help = Ctrl + / · cette aide
square-cmds = Commandes
square-cmds-me = /me · dire ce que vous faites : /me regarde la pluie
square-cmds-leave = /leave · quitter ce salon
square-cmds-help = /help · cette aide

# Sans JavaScript
square-nojs-again = Sans JavaScript, cette page se relit toutes les 15 secondes.
square-nojs-pause = Écrire sans que la page se relise
square-nojs-resume = Relire la page toutes les 15 secondes
square-nojs-refresh = Relire maintenant

# Ce que l’équipe a fait d’un salon
square-room-close-room = L’équipe a mis ce salon en lecture seule. Les autres salons restent ouverts.
square-room-open-room = Ce salon est de nouveau ouvert comme d’habitude.
square-room-slow-room = L’équipe a ralenti ce salon : chaque visite y écrit un message à la fois, puis attend un peu.
square-room-slow-room-by-rule = Trop de messages à la fois : ce salon est ralenti pour un moment, par un programme. Chaque visite y écrit un message, puis attend un peu.
square-room-premoderate = Dans ce salon, l’équipe relit pour l’instant les premiers messages de chaque visite avant qu’ils ne partent.
square-room-shut-hours = L’heure est venue : ce salon ferme. On peut encore y lire.
square-room-shut-unattended = Personne de l’équipe n’est plus là : les salons se lisent seulement, jusqu’à ce que quelqu’un revienne.
square-evening-begins = La soirée annoncée commence. Bienvenue.
square-opens-at = Ce salon ouvre : { $day }, { $time }.
square-room-ended = Ce salon est fermé pour de bon. Les autres salons restent ouverts.

# Combien la place est ouverte
square-mode-normal = La place est ouverte comme d’habitude.
square-mode-careful = Beaucoup de monde arrive. Un petit calcul est demandé à l’entrée, et les personnes arrivées depuis peu écrivent moins vite.
square-mode-newcomers-read = Trop de monde arrive d’un coup. Les personnes arrivées depuis peu lisent seulement ; les autres continuent comme d’habitude.
square-mode-known-only = Trop de monde arrive d’un coup. N’entrent que les personnes déjà venues ; celles arrivées depuis peu lisent seulement.
square-mode-read-only = La place est en lecture seule pour un moment. Personne ne peut écrire.
