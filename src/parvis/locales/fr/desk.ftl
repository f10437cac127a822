# Le bureau : /desk.

desk-nav = Bureau de modération
desk-nav-shift = Mon service
desk-nav-pairs = À deux
desk-nav-appeals = Réclamations
desk-nav-quality = Second regard
desk-nav-rooms = Salons proposés
desk-nav-numbers = Chiffres
desk-nav-mode = Ouverture
desk-nav-texts = Modèles
desk-nav-flaggers = Signaleurs
desk-nav-help = Touches
desk-nav-me = Modération n° { $number }
desk-moved = Quelque chose a changé.
desk-look-again = Revoir la page
desk-back = Revenir à mon service
desk-refused-title = Cela n’a pas été fait
desk-go-title = Aller à un dossier
desk-go-number = Numéro du dossier
desk-go = Ouvrir
desk-close = Fermer

# Temps
desk-left-seconds = encore { $n } s
desk-left-minutes = encore { $n } min
desk-left-hours = encore { $n } h
desk-left-days = encore { $n } jours
desk-late-seconds = en retard de { $n } s
desk-late-minutes = en retard de { $n } min
desk-late-hours = en retard de { $n } h
desk-late-days = en retard de { $n } jours
desk-span-seconds = { $n } s
desk-span-minutes = { $n } min
desk-span-hours = { $n } h
desk-span-days = { $n } jours

# Mon service
desk-shift-title = Mon service
desk-overdue = En retard
desk-immediate = Immédiat
desk-mine = À moi
desk-alarm = { $count ->
    [one] Un dossier attend au-delà du délai annoncé.
   *[other] { $count } dossiers attendent au-delà du délai annoncé.
}
desk-next = Prendre le dossier suivant
desk-next-hint = Entrée. Le plus urgent d’abord : personne ne choisit.
desk-next-none = Rien n’attend.
desk-on-duty = Vous êtes de service.
desk-off-duty = Vous n’êtes pas de service.
desk-shift-change = Commencer ou finir mon service
desk-staffing = { $count ->
    [0] Personne de l’équipe n’est de service.
    [one] Une personne de l’équipe est de service.
   *[other] { $count } personnes de l’équipe sont de service.
}
desk-closed-entry = Personne n’est de service : l’entrée est fermée.
desk-closed-writing = Personne n’est de service : les salons se lisent seulement.
desk-closed-writing-newcomers = Personne n’est de service : les nouvelles visites lisent seulement.
desk-exposure = Dossiers lourds aujourd’hui : { $minutes } min sur { $cap }
desk-exposure-hint = Ce compte n’est montré qu’à vous.
desk-full = C’est assez pour aujourd’hui. Vous avez eu sous les yeux autant de dossiers lourds que la place en demande à une personne en une journée. La file est fermée pour vous jusqu’à demain ; ce que vous avez déjà pris, vous pouvez le finir ou le rendre. Merci.
desk-mine-title = Dossiers que j’ai pris
desk-queues = Ce qui attend
desk-quiet = Rien n’attend pour l’instant.
desk-line = Dans l’ordre
desk-line-hint = Le plus urgent d’abord. Le bouton « Prendre le dossier suivant » suit cet ordre.
desk-rests = Mis en attente
desk-rests-until = jusqu’au { $time }
desk-case-n = Dossier { $number }
desk-for-lead = pour la coordination
desk-col-clock = Horloge
desk-col-harm = Sujet
desk-col-waiting = En attente
desk-col-lang = Langue
desk-queue-general = File générale
desk-queue-child-safety = Protection des mineurs
desk-queue-service = La place elle-même
desk-from-visitor = signalé par une visite
desk-from-outsider = signalé de l’extérieur
desk-from-flagger = signaleur de confiance
desk-from-guard = retenu par un programme
desk-from-routine = premier message, lu avant d’être publié
desk-from-staff = ouvert par l’équipe

# De quoi il s’agit
desk-harm-child-safety = Mineurs : propos ou approche
desk-harm-minor-present = Personne peut-être mineure
desk-harm-danger = Danger pour quelqu’un
desk-harm-self-harm = Personne qui va mal
desk-harm-exploitation = Proxénétisme, sexe payant
desk-harm-blackmail = Chantage
desk-harm-privacy = Vie privée révélée
desk-harm-harassment = Injure, harcèlement
desk-harm-hate = Haine
desk-harm-terrorism = Terrorisme
desk-harm-drugs = Produits interdits
desk-harm-scam = Escroquerie
desk-harm-impersonation = Usurpation
desk-harm-spam = Publicité, inondation
desk-harm-other = Autre
desk-harm-service = La place elle-même

# Un dossier
desk-case-title = Dossier { $number } : { $harm }
desk-status-open = à prendre
desk-status-claimed = pris
desk-status-awaiting-second = attend une seconde personne
desk-status-on-hold = mis en attente
desk-status-pending = décidé, encore annulable
desk-status-decided = décidé
desk-status-reopened = rouvert
desk-opened = ouvert le { $time }
desk-taken-by = Modération n° { $number } s’en occupe, encore { $minutes } min.
desk-yours = Vous l’avez pris, encore { $minutes } min. Chaque geste prolonge ce délai.
desk-claim = Prendre ce dossier
desk-reported = Ce qui est signalé
desk-subject-message = Un message dans { $place }
desk-subject-visit = Une visite
desk-subject-nickname = Un pseudo
desk-subject-room = Un salon : { $place }
desk-subject-link = Un lien donné de l’extérieur
desk-subject-service = La place elle-même
desk-author = De : { $nickname }
desk-not-seen = Prenez le dossier, ou dites pourquoi vous regardez : le texte s’affiche ensuite. Chaque regard est noté.
desk-veil = Afficher le texte signalé
desk-veil-hint = Barre d’espace ; maintenir pour le voir le temps d’un appui.
desk-veil-around = Afficher le contexte
desk-no-text = Aucun texte n’est conservé.
desk-earlier = Avant modification : { $text }
desk-frozen = Figé le { $time }, empreinte au registre.
desk-sealed = { $count ->
    [one] Une pièce est scellée : seule la clé hors ligne de l’exploitant l’ouvre, à deux.
   *[other] { $count } pièces sont scellées : seule la clé hors ligne de l’exploitant les ouvre, à deux.
}
desk-destroyed = { $count ->
    [one] Une pièce est détruite, son délai étant passé.
   *[other] { $count } pièces sont détruites, leur délai étant passé.
}
desk-held-now = Ce message attend : il n’a pas été remis.
desk-removed-now = Ce message est retiré.
desk-around = Ce qui l’entoure
desk-context-1 = Voir ce qui est signalé
desk-context-2 = Voir trois messages de chaque côté
desk-context-3 = Voir vingt messages de chaque côté
desk-context-4 = Voir tout ce que le salon garde encore
desk-context-lead = Voir davantage revient à la coordination.
desk-context-none = Le salon ne garde plus rien d’autre.
desk-purpose = Pourquoi regarder
desk-purpose-words = Précision, facultative
desk-purpose-decide = pour décider ce dossier
desk-purpose-second = pour répondre à une proposition
desk-purpose-appeal = pour décider une réclamation
desk-purpose-safety = quelqu’un est en danger
desk-purpose-quality = pour un second regard
desk-reports = { $count ->
    [one] Un signalement
   *[other] { $count } signalements
}
desk-recognised = Ce que la garde a reconnu
desk-recognised-score = Le regard appris lui donne la note de { $score } sur 100. C’est un second avis, celui d’un petit modèle : il peut se tromper, ne sait rien de ce qui précède et ne décide rien.
desk-recognised-hint = Un programme a cru reconnaître cela. Jugez d’après les mots et ce qui les entoure.
desk-reports-hint = Leur nombre ne change ni la priorité ni la décision.
desk-reporter-said = Motif donné :
desk-says-illegal = Le signalement dit que la loi est enfreinte.
desk-profile = Ce que la visite montrait
desk-timeline = Ce qui s’est passé
desk-by = Modération n° { $number }
desk-event-opened = Dossier ouvert : { $harm }
desk-event-reported = Un signalement s’ajoute : { $harm }
desk-event-classified = Reclassé : { $harm }
desk-event-claimed = Pris
desk-event-freed = Rendu à la file
desk-event-skipped = Passé à quelqu’un d’autre
desk-event-noted = Note
desk-event-escalated = Confié à la coordination
desk-event-held = Mis en attente
desk-event-resumed = Repris
desk-event-proposed = Décision proposée à une seconde personne
desk-event-declined = La seconde personne n’a pas donné son accord
desk-event-decided = Décision prise, annulable une minute
desk-event-undone = Décision annulée avant effet
desk-event-executed = La décision prend effet
desk-event-contested = Réclamation reçue
desk-event-appeal-decided = Réclamation décidée
desk-event-reopened = Rouvert
desk-event-watched = Contexte ouvert plus loin
desk-event-protected = Protection d’urgence par une seule personne, 24 h au plus
desk-event-lapsed = Refusé par l’horloge : personne n’a relu à temps
desk-event-limited = Une règle de la garde a limité d’elle-même, pour un temps
desk-event-called = Personne n’était de service : la personne d’astreinte a été appelée
desk-similar = Décisions semblables
desk-earlier-cases = Déjà clos sur le même sujet :
desk-similar-none = Aucune encore.
desk-similar-kept = jamais contestée
desk-outcome-upheld = maintenue sur réclamation
desk-outcome-partly = revue en partie sur réclamation
desk-outcome-reversed = annulée sur réclamation

# Décider
desk-decide = Décider
desk-decide-first = Prenez ce dossier pour décider.
desk-decided-already = Une décision est prise. Voir ce qui s’est passé.
desk-waits-second = Une décision grave attend une seconde personne.
desk-see-pair = Voir la proposition
desk-harm = De quoi s’agit-il
desk-measures = Mesures
desk-measures-hint = La plus légère qui suffit.
desk-measure-nothing = Rien
desk-measure-warn = Avertir
desk-measure-remove = Retirer le message
desk-measure-restore = Rétablir le message
desk-measure-limit = Limiter une fonction
desk-measure-mute = Lecture seule
desk-measure-suspend = Suspendre l’entrée
desk-measure-ban = Exclure sans terme
desk-measure-close-room = Fermer le salon à l’écriture
desk-measure-open-room = Rouvrir le salon
desk-measure-slow-room = Ralentir le salon
desk-measure-premoderate = Relire les premiers messages
desk-measure-release = Remettre le message
desk-measure-refuse = Ne pas remettre le message
desk-measure-lift = Lever la mesure en cours
desk-two-people = à deux
desk-length = Durée : { $measure }
desk-length-1h = 1 h
desk-length-4h = 4 h
desk-length-24h = 24 h
desk-length-3d = 3 jours
desk-length-7d = 7 jours
desk-length-30d = 30 jours
desk-feature = Fonction limitée
desk-feature-write-in-room = écrire dans ce salon
desk-feature-edit = modifier ses messages
desk-feature-report = signaler
desk-every = Secondes entre deux messages
desk-first = Premiers messages relus
desk-ground = Fondement
desk-ground-terms = Contraire aux règles
desk-ground-illegal = Contraire à la loi
desk-rule = Règle
desk-rule-n = { $n }. { $title }
desk-law = Article de loi
desk-law-why = Pourquoi c’est illégal
desk-law-none = Aucun
desk-template = Modèle
desk-template-none = Sans modèle
desk-template-fill = Remplir
desk-facts-in = Faits, tels que la personne les lira ({ $lang })
desk-facts-hint = Ce qui a été fait, jamais ce qu’est quelqu’un. Rien qui désigne une autre personne.
desk-preview = Voir les conséquences
desk-preview-again = Revoir les conséquences
desk-confirm = Confirmer
desk-confirm-second = Demander à une seconde personne
desk-consequences = Ce qui arrivera
desk-addressee-reads = Ce que la personne lira ({ $lang })
desk-addressee-read = La lettre reçue ({ $lang })
desk-nobody-reads = Aucun exposé des motifs : personne n’est restreint.
desk-undo-note = Prend effet dans une minute ; jusque-là, annulable.
desk-now-note = Prend effet tout de suite.
desk-two-note = Attend l’accord d’une seconde personne.
desk-undo = Annuler
desk-undo-left = Décision prise ; elle prend effet dans #.
desk-undo-over = La décision prend effet.
desk-undo-plain = Décision prise ; elle prend effet à { $time }.
desk-other-acts = Autres gestes
desk-note = Note pour l’équipe
desk-note-keep = Noter
desk-skip = Passer sans dire pourquoi
desk-free = Rendre à la file
desk-escalate = Confier à la coordination
desk-hold = Mettre en attente
desk-hold-for = Pour
desk-rest-1h = 1 h
desk-rest-4h = 4 h
desk-rest-24h = 24 h
desk-rest-72h = 3 jours
desk-resume = Reprendre
desk-protect = Protéger maintenant, 24 h
desk-protect-hint = En urgence, une personne seule suspend pour 24 h au plus ; la suite se décide à deux.
desk-reclassify = Reclasser
desk-stale = Quelqu’un d’autre a avancé sur ce dossier entre-temps. Rien n’a été fait ; voici où il en est. Ce que vous aviez écrit est gardé.
desk-pause-offer = C’était un dossier lourd. Deux minutes de pause
desk-opinion = Vos raisons, pour la seconde personne
desk-opinion-hint = Elle les lira après avoir regardé elle-même.
desk-on-whom = { $nickname } : laissez-passer et appareil, jamais le réseau
desk-visits-now = { $count ->
    [one] une visite en cours le sent aussitôt
   *[other] { $count } visites en cours le sentent aussitôt
}
desk-told-author = La personne est prévenue, avec ses motifs et comment contester.
desk-told-room = Le salon est prévenu.
desk-told-nobody = Personne n’est restreint ; la personne qui a signalé lit la réponse.
desk-unfounded = Manifestement infondé
desk-unfounded-said = Jugé manifestement infondé.
desk-unfounded-not = Revenir sur ce jugement
desk-profile-nickname = Pseudo
desk-profile-age_band = Âge
desk-answer-title = Réponse publique
desk-answer-hint = Question et réponse paraissent sur une page ouverte à tous. Elles ne nomment personne.
desk-answer-question = Ce qui est demandé ({ $lang })
desk-answer-answer = Ce que nous répondons ({ $lang })
desk-answer-publish = Publier la réponse

# Une pause
desk-pause-title = Deux minutes
desk-pause = Rien ne presse de votre côté : le dossier est traité. Regardez ailleurs, respirez, buvez un verre d’eau.
desk-pause-length = { $n } min
desk-pause-over = Quand vous voulez.
desk-pause-talk = En parler aide. La coordination est là pour cela, et vous n’avez rien à justifier.
desk-pause-back = Revenir à mon service
desk-pause-end = Finir mon service

# À deux
desk-pairs-title = Ce qui attend une seconde personne
desk-pairs-lede = Une restriction sans terme se décide à deux. Vous regardez d’abord le dossier ; l’avis de la première personne vient ensuite.
desk-pairs-none = Rien n’attend de seconde personne.
desk-pair-own = Vous l’avez proposé : une autre personne doit répondre.
desk-pair-look = J’ai regardé le dossier
desk-pair-look-first = Dites d’abord ce que vous auriez décidé ; la proposition s’affiche ensuite.
desk-pair-own-view = Ce que vous auriez décidé
desk-pair-proposal = Proposé par Modération n° { $number }
desk-pair-agree = Donner mon accord
desk-pair-decline = Ne pas donner mon accord
desk-pair-why = Pourquoi
desk-pair-touch = Un contact avec votre clé vous sera demandé.
desk-pair-yours = proposé par vous
desk-pair-withdraw = Retirer ma proposition

# Réclamations
desk-appeals-title = Réclamations
desk-appeals-lede = Une autre personne que celles qui ont décidé relit tout.
desk-appeals-none = Aucune réclamation n’attend.
desk-appeal-n = Réclamation, dossier { $number }
desk-appellant-addressee = par la personne concernée
desk-appellant-reporter = par la personne qui a signalé
desk-appeal-other = une autre personne doit relire
desk-side-decision = La décision
desk-side-complaint = La réclamation
desk-appeal-outcome = Résultat
desk-outcome-choose-upheld = La décision est maintenue
desk-outcome-choose-partly = La décision est revue en partie
desk-outcome-choose-reversed = La décision est annulée, et ses effets avec elle
desk-appeal-back = Ce qui est rendu, si la décision est revue en partie
desk-appeal-words = Si la décision est annulée, le message montre de nouveau les mots cités ici, à toutes les personnes de son salon, tant qu’il est conservé et n’a pas été modifié depuis.
desk-appeal-answer = Réponse motivée ({ $lang })
desk-appeal-decide = Décider la réclamation

# Second regard
desk-quality-title = Second regard
desk-quality-lede = Quelques décisions et quelques messages que personne n’a signalés, relus sans savoir qui a décidé ni qui a écrit.
desk-quality-none = Rien à relire pour l’instant.
desk-quality-next = Continuer
desk-tally-decision = Décisions relues autrement
desk-tally-message = Messages remis à tort
desk-tally = { $differed } sur { $reviewed }
desk-sample-decision = Une décision
desk-sample-message = Un message remis
desk-drawn = tiré le { $time }
desk-sample-ask-decision = Au vu de cela, fallait-il restreindre quelqu’un ou retirer quelque chose ? Notez ce que vous auriez fait, puis dites si cela vous paraît clair.
desk-sample-ask-message = Ce message devait-il être remis ?
desk-view-agree = Rien à redire
desk-view-differ = Une autre décision aurait été juste
desk-view-harm = Il n’aurait pas dû être remis : ouvrir un dossier
desk-sample-keep = Garder mon avis
desk-sample-then = Votre avis
desk-decided-was = Il avait été décidé :

# Chiffres
desk-numbers-title = Chiffres
desk-numbers-lede = Par sujet, jamais par personne. Les trente derniers jours, comptés dans les dossiers eux-mêmes.
desk-backlog = Dossiers ouverts
desk-backlog-words = { $days } jours : de { $first } à { $last } dossiers ouverts, au plus { $top }.
desk-held = { $count ->
    [0] Aucun message retenu n’attend.
    [one] Un message retenu attend.
   *[other] { $count } messages retenus attendent.
}
desk-appeals-open = Réclamations en attente : { $count }, en retard : { $late }.
desk-times = Temps jusqu’à la première décision
desk-times-hint = Le point : la moitié des dossiers. Le bout du trait : 95 sur 100. La barre colorée : le délai annoncé. Échelle logarithmique, de dix secondes à plusieurs jours.
desk-col-first = Première décision
desk-col-median = Moitié
desk-col-p95 = 95 sur 100
desk-col-promised = Annoncé
desk-col-acknowledged = Accusé de réception
desk-col-overdue = En retard
desk-col-overturned = Annulées
desk-beyond = au-delà
desk-of = { $part } sur { $whole }
desk-numbers-none = Pas encore de dossier.

# Modèles
desk-texts-title = Modèles de faits
desk-texts-lede = Un modèle dit ce qui a été fait, jamais ce qu’est quelqu’un. Trois dièses (###) marquent ce que seule la personne qui décide peut savoir ; tant qu’il en reste, la décision ne part pas.
desk-text-version = version { $n }
desk-text-shipped = livré avec Parvis
desk-text-change = Écrire la version suivante
desk-text-keep = Garder
desk-text-retire = Ne plus proposer
desk-text-new = Nouveau modèle
desk-text-name = Nom court
desk-text-name-hint = Lettres, chiffres et traits d’union, comme insult-room.

# Signaleurs
desk-flaggers-title = Signaleurs de confiance
desk-flaggers-lede = Des organismes désignés par le coordinateur pour les services numériques (règlement (UE) 2022/2065, article 22). Leurs notifications passent en premier.
desk-flaggers-none = Aucun signaleur n’est inscrit.
desk-flagger-new = Inscrire un organisme
desk-flagger-name = Nom de l’organisme
desk-flagger-contact = Comment le joindre
desk-flagger-harms = Sujets pour lesquels il est désigné
desk-flagger-add = Inscrire
desk-flagger-renew = Nouveau jeton
desk-flagger-end = Mettre fin
desk-flagger-since = depuis le { $time }
desk-flagger-ended = terminé le { $time }
desk-flagger-notices = { $count ->
    [0] aucune notification
    [one] une notification
   *[other] { $count } notifications
}
desk-flagger-right = { $share } % suivies d’une mesure
desk-flagger-half = moitié décidée en
desk-flagger-token = Jeton de { $name }
desk-flagger-token-once = Il n’est montré qu’une fois. Remettez-le à l’organisme par un canal sûr ; il va dans l’en-tête Authorization.

# Touches
desk-help-title = Touches, et où se tourner
desk-help-lede = Tout se fait aussi à la souris, au doigt, ou sans JavaScript. Les touches d’une lettre se taisent dans un champ de texte.
desk-keys-everywhere = Partout
desk-keys-shift = Mon service
desk-keys-case = Dans un dossier
desk-enter = Entrée
desk-space = Espace
desk-key-help = cette page
desk-key-go = aller à un dossier par son numéro
desk-key-home = revenir à mon service
desk-key-next = prendre le dossier suivant
desk-key-measure = cocher une mesure, dans l’ordre affiché
desk-key-facts = écrire les faits
desk-key-text = choisir un modèle
desk-key-rule = choisir la règle
desk-key-preview = voir les conséquences
desk-key-note = écrire une note
desk-key-escalate = confier à la coordination
desk-key-protect = protéger en urgence
desk-key-skip = passer sans dire pourquoi
desk-key-undo = annuler pendant la minute
desk-key-reveal = afficher ou masquer le texte signalé
desk-help-care = Prendre soin de soi
desk-help-care-text = Passer un dossier ne se justifie pas. Le compte des dossiers lourds n’est montré qu’à vous, et ferme la file avant que ce soit trop. Si un dossier vous reste en tête, parlez-en à la coordination, ou appelez un des numéros d’aide.

# Refus
refuse-desk-no-measure = Choisissez au moins une mesure ; « Rien » en est une.
refuse-desk-nothing-and = « Rien » ne va pas avec une autre mesure.
refuse-desk-release-and = Un message ne peut être à la fois remis et refusé.
refuse-desk-law = Pour la loi, choisissez l’article et dites pourquoi c’est illégal.
refuse-desk-purpose = Dites pourquoi vous regardez.
refuse-desk-lead = Ce pas revient à la coordination.
refuse-desk-outcome = Choisissez un résultat.
refuse-desk-unknown = Ce geste n’existe pas.
refuse-facts-empty = Écrivez les faits dans au moins une langue.
refuse-facts-blank = Il reste un blanc (###) à remplir dans les faits.
refuse-facts-long = Les faits dépassent 5 000 caractères.
refuse-facts-personal = Les faits contiennent une adresse, un numéro ou un identifiant. La personne qui les lira ne doit pas pouvoir en désigner une autre.
refuse-template-name = Le nom court tient en lettres minuscules, chiffres et traits d’union.
refuse-template-languages = Écrivez le modèle dans chaque langue de la place.
refuse-template-gone = Ce modèle n’existe pas.
refuse-template-right = Les modèles sont tenus par la coordination.
refuse-sample-gone = Cet échantillon n’est pas, ou plus, à relire par vous.
refuse-sample-view = Dites ce que vous en pensez.
refuse-flagger-name = Donnez le nom de l’organisme et comment le joindre.

# Combien la place est ouverte
desk-mode-title = Combien la place est ouverte
desk-mode-lede = Du plus ouvert au plus calme. Aux signes d’un raid, la place se resserre d’elle-même, pas à pas, et chaque pas prend fin de lui-même. Vous pouvez choisir vous-même, avec une raison et une fin ; toutes les personnes présentes apprennent ce qui vaut, pas pourquoi.
desk-mode-now = En vigueur
desk-mode-since = Depuis { $time }
desk-mode-until = jusqu’à { $time }, puis nouvel examen
desk-mode-name-normal = Normal
desk-mode-name-careful = Prudence
desk-mode-name-newcomers-read = Lecture pour les personnes nouvelles
desk-mode-name-known-only = Personnes déjà venues
desk-mode-name-read-only = Lecture seule
desk-mode-does-normal = Ouvert comme d’habitude. Choisi ici, il l’emporte aussi sur les signes d’un raid jusqu’à la fin que vous fixez.
desk-mode-does-careful = Qui n’est jamais venu montre une preuve de travail à l’entrée, et écrit moins vite.
desk-mode-does-newcomers-read = Qui est arrivé depuis peu et n’était jamais venu lit. Les autres continuent de parler.
desk-mode-does-known-only = L’entrée laisse passer qui est déjà venu, par laissez-passer ou appareil. Les autres apprennent quand réessayer.
desk-mode-does-read-only = Personne n’écrit.
desk-mode-way-by-itself = de lui-même
desk-mode-way-staff = par l’équipe
desk-mode-way-shell = depuis la machine
desk-mode-signs = La dernière minute
desk-mode-joins = { $count ->
    [one] Une entrée d’une personne nouvelle ; d’habitude { $usual } par minute.
   *[other] { $count } entrées de personnes nouvelles ; d’habitude { $usual } par minute.
}
desk-mode-names = Pseudos semblables : { $share } %
desk-mode-echo = Messages de personnes nouvelles qui se répètent : { $share } % de { $count }
desk-mode-mentions = Mentions pour dix messages : { $count }
desk-mode-choose = Choisir
desk-mode-which = Mode
desk-mode-how-many = Pour combien de temps
desk-mode-minutes = { $count ->
    [one] Une minute
   *[other] { $count } minutes
}
desk-mode-why = Pourquoi
desk-mode-why-hint = Pour l’équipe. Le registre garde le mode, sa fin et qui l’a choisi, pas ces mots.
desk-mode-place = Mettre en vigueur
desk-mode-end = Mettre fin à ce qui a été choisi
desk-mode-past = Ce qui s’est passé
desk-mode-none = Rien encore.
desk-mode-by = Modération n° { $number }
desk-mode-no-why = Il manque une raison : quelques mots suffisent.
desk-mode-how-long = Fixez une fin : une minute au moins, { $most } heures au plus.
desk-disk-filling = Le disque est plein à { $percent } %. Prévenez la personne qui tient le serveur.
desk-disk-scarce = Le disque est plein à { $percent } % : personne de nouveau n’entre, aucun salon n’est proposé, rien n’est tiré pour un second regard. Prévenez la personne qui tient le serveur.
desk-disk-full = Le disque est plein à { $percent } % : personne ne peut écrire. Les signalements et les décisions continuent tant qu’il reste un peu de place. Prévenez la personne qui tient le serveur.
desk-backup-failed = La dernière sauvegarde a échoué. Prévenez la personne qui tient le serveur.
