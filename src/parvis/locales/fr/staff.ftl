# L’équipe : entrer, clés d’accès, services, règle des deux personnes, journal des consultations.

# Portes fermées
staff-shut-title = Une porte de l’équipe
staff-shut = Cette porte est réservée à l’équipe.
staff-shut-role = Cette porte est réservée à d’autres rôles de l’équipe que les vôtres.
staff-shut-back = Revenir à la place
staff-shut-sign-in = Je suis de l’équipe
staff-shut-mine = Ma page d’équipe

# Se présenter
staff-front-title = La porte de l’équipe
staff-front-lede = Posez le doigt, montrez votre visage ou branchez votre clé : aucun nom, aucun mot de passe.
staff-front-button = Entrer avec ma clé
staff-front-none = Sans clé, l’entrée passe par une invitation. Clé perdue : prévenez une personne qui administre l’équipe.
staff-front-elsewhere = Les clés ne fonctionnent qu’à l’adresse { $origin }. Ouvrez cette page à cette adresse.

# Ce que dit la page pendant qu’elle parle à la clé
staff-key-script = Parler à une clé d’accès demande JavaScript, et il est coupé dans ce navigateur. Tout le reste de la place s’en passe.
staff-key-waiting = Votre appareil vous demande votre clé…
staff-key-cancelled = La clé n’a pas été donnée. Vous pouvez recommencer.
staff-key-known = Cette clé est déjà inscrite. Prenez-en une autre.
staff-key-unsupported = Ce navigateur ne connaît pas les clés d’accès. Essayez avec un navigateur récent.
staff-key-failed = La place n’a pas répondu comme prévu. Rechargez la page et recommencez.

# L’invitation
staff-invite-title = Rejoindre l’équipe
staff-invite-lede = Une invitation ne sert qu’une fois. Le lien complet remplit ce champ de lui-même.
staff-invite-token = Code de l’invitation
staff-invite-open = Ouvrir l’invitation
staff-enrol-lede = Vous allez créer une clé d’accès sur cet appareil, ou sur une clé de sécurité branchée. Elle remplace tout mot de passe.
staff-enrol-roles = Vos rôles : { $roles }
staff-enrol-until = L’invitation vaut jusqu’au { $day }, { $time }.
staff-enrol-name = Comment vos collègues vous appellent
staff-enrol-name-hint = Un prénom ou un nom d’usage. Seule l’équipe le lit ; dehors, vous êtes un numéro.
staff-enrol-languages = Langues dans lesquelles vous pouvez travailler
staff-enrol-label = Nom de cette clé
staff-enrol-label-hint = Pour la reconnaître plus tard : « téléphone », « clé bleue ».
staff-enrol-button = Créer ma clé et entrer
staff-recover-lede = Vos anciennes clés n’ouvrent plus rien. Créez-en une nouvelle pour revenir dans l’équipe.
staff-recover-button = Créer ma nouvelle clé et entrer

# Ma page
staff-me-title = Ma page d’équipe
staff-me-who = { $name }, { $public }
staff-me-roles = Rôles : { $roles }
staff-me-shift = Mon service
staff-me-shift-on = Vous êtes de service. La lanterne est allumée tant que quelqu’un l’est.
staff-me-shift-off = Vous n’êtes pas de service.
staff-me-shift-unable = Vos rôles ne comportent pas de service.
staff-me-shift-idle = { $minutes ->
    [one] Après une minute sans rien faire, votre service et votre connexion prennent fin.
   *[other] Après { $minutes } minutes sans rien faire, votre service et votre connexion prennent fin.
}
staff-me-shift-begin = Commencer mon service
staff-me-shift-end = Finir mon service
staff-me-keys = Mes clés d’accès
staff-me-key-nameless = Clé sans nom
staff-me-key-added = Inscrite le { $day }
staff-me-key-used = Utilisée le { $day }
staff-me-key-only = Vous n’avez qu’une clé. Ajoutez-en une autre sur un second appareil : la perdre vous laisserait dehors.
staff-me-key-revoke = Retirer
staff-me-key-revoke-named = Retirer la clé { $label }
staff-me-key-add = Ajouter une clé
staff-me-key-add-label = Nom de la nouvelle clé
staff-me-leave = Sortir
staff-me-sign-out = Sortir
staff-me-sign-out-everywhere = { $count ->
    [one] Sortir
   *[other] Sortir des { $count } appareils où vous êtes entré·e
}
staff-me-looks = Ce que vous avez consulté
staff-me-looks-none = Rien ces derniers temps.

staff-refused-title = Rien n’a été fait

# Toucher la clé encore une fois
staff-confirm-title = Votre clé, encore une fois
staff-confirm-lede = Cet acte est grave : il demande que vous touchiez votre clé maintenant. Rien n’a encore été fait.
staff-confirm-button = Toucher ma clé et revenir
staff-confirm-back = Revenir sans rien faire

# L’équipe
staff-nav = Pages de l’équipe
staff-number = n° { $number }
staff-nav-me = Ma page
staff-nav-desk = Bureau
staff-nav-team = Équipe
staff-nav-admin = Administration
staff-nav-access = Journal
staff-team-title = L’équipe
staff-team-open = La place peut ouvrir : l’équipe est assez nombreuse.
staff-team-short = L’équipe n’est pas encore assez nombreuse pour que la place ouvre : il faut deux personnes, dont une qui administre et une qui décide.
staff-team-roles = Rôles
staff-team-facts = Depuis le { $day } · { $keys ->
    [one] une clé
   *[other] { $keys } clés
} · langues : { $languages }
staff-team-on-duty = de service
staff-team-off-duty = pas de service
staff-team-you = vous
staff-team-change-of = { $name } : rôles, fin, clé perdue
staff-team-roles-save = Donner ces rôles
staff-team-end = Mettre fin à sa place dans l’équipe
staff-team-end-sure = Je sais que la place fermera au public tant que l’équipe n’est pas complétée
staff-team-recover = Proposer son retour sans clé
staff-team-recover-opinion = Comment avez-vous vérifié que c’est bien cette personne ?
staff-team-recover-hint = Une seconde personne qui administre doit être d’accord. Elle lira ceci après avoir regardé la demande.
staff-team-invite = Inviter quelqu’un
staff-team-invite-name = Pour qui
staff-team-invite-roles = Rôles
staff-team-invite-button = Créer l’invitation
staff-team-invites = Invitations en attente
staff-team-invites-none = Aucune invitation n’attend.
staff-team-invite-until = jusqu’au { $day }, { $time }
staff-team-invite-recover = retour avec une nouvelle clé
staff-team-invite-nameless = Sans nom
staff-team-invite-shell = faite depuis la machine
staff-team-withdraw = Retirer
staff-team-withdraw-named = Retirer l’invitation { $name }
staff-team-proposals = À deux
staff-team-proposals-none = Rien n’attend une seconde personne.
staff-team-linked = Accords entre personnes liées par une invitation
staff-team-linked-why = Depuis trente jours, une personne a répondu à celle par qui elle est entrée dans l’équipe, ou l’inverse, parce que personne d’autre ne le pouvait. Assurez-vous que ce sont bien deux personnes.
staff-team-linked-by = { $first } et { $second }, le { $day } à { $time }
staff-pair-permanent_restriction = Une restriction sans fin
staff-pair-open_beyond = Des pièces au-delà de ce qui a été signalé
staff-pair-rule_change = Un changement des règles
staff-pair-key_recovery = Un retour sans clé
staff-pair-closing = Une fermeture de la place, ou sa réouverture
staff-pair-appeal = Une réponse à une réclamation
staff-team-proposal-recovery = { $name } a perdu ses clés et voudrait revenir.
staff-team-proposal-by = Proposé par { $name }, le { $day } ; sans réponse, la demande tombe le { $until }.
staff-team-proposal-mine = Vous l’avez proposé : une autre personne doit regarder.
staff-team-proposal-look = Regarder
staff-invited-title = Une invitation à remettre
staff-invited-lede = Ce lien n’est montré qu’ici et maintenant. Remettez-le à { $name } par un chemin sûr : de vive voix, ou par une messagerie chiffrée.
staff-invited-someone = cette personne
staff-invited-link = Lien de l’invitation
staff-invited-copy = Copier le lien
staff-invited-copied = Lien copié.
staff-invited-until = Il ouvre une fois, jusqu’au { $day }, { $time }.
staff-invited-back = Revenir à l’équipe

# Une proposition
staff-proposal-title = Une demande à regarder
staff-proposal-what = Ce qui est demandé
staff-proposal-recovery = Rendre une entrée à { $name } (n° { $number }) : toutes ses clés actuelles cesseront d’ouvrir, et un lien à usage unique vous sera montré.
staff-proposal-check = Regardez par vous-même avant de lire l’avis : joignez cette personne par un moyen que vous connaissiez déjà.
staff-proposal-opinion = L’avis de { $name }
staff-proposal-answer = Votre réponse, qui sera gardée
staff-proposal-second = Je suis d’accord
staff-proposal-reject = Je ne suis pas d’accord
staff-proposal-withdraw = Retirer la demande
staff-proposal-looked = J’ai regardé par moi-même
staff-proposal-rejected = La demande est refusée. Rien n’a été changé.

# Le journal
staff-access-title = Le journal des consultations
staff-access-lede = Qui a regardé quoi, quand et pourquoi. Chaque ligne a été écrite avant que rien ne soit montré.
staff-access-alarms = Alertes
staff-access-alarms-none = Aucune alerte n’attend.
staff-access-alarm-times = { $n ->
    [one] une fois
   *[other] { $n } fois
}
staff-access-alarm-since = { $who } · { $times }, la dernière le { $day } à { $time }
staff-access-alarm-own = Une alerte qui vous concerne est regardée par quelqu’un d’autre.
staff-access-alarm-words = Ce que vous avez constaté
staff-access-alarm-done = C’est regardé
staff-access-alarm-seen = Regardée par { $who } le { $day } : { $words }
staff-access-seen = Alertes déjà regardées
staff-access-when = Quand
staff-access-who = Qui
staff-access-what = Quoi
staff-access-why = Pourquoi
staff-access-case = Dossier
staff-access-no-case = aucun
staff-access-none = Personne n’a rien consulté.
staff-access-someone = une personne partie (n° inconnu)
staff-access-older = Plus anciennes

# Rôles, buts, objets, alertes
staff-role-administrator = administration
staff-role-lead = coordination
staff-role-moderator = modération
staff-role-child-safety = protection des mineurs
staff-role-legal = affaires juridiques
staff-role-trainee = en formation
staff-role-auditor = contrôle
staff-role-administrator-does = Tient l’équipe et la maison. Ne décide d’aucun dossier par ce seul rôle.
staff-role-lead-does = Tout ce que fait la modération, les dossiers de mineurs, la qualité, les règles.
staff-role-moderator-does = Décide les dossiers et les réclamations.
staff-role-child-safety-does = Voit et décide les dossiers qui touchent des mineurs.
staff-role-legal-does = Répond aux demandes des autorités.
staff-role-trainee-does = S’exerce sur des dossiers fictifs. Va sans autre rôle.
staff-role-auditor-does = Lit ce qu’a fait l’équipe, ne change rien. Va sans autre rôle.
staff-purpose-decide = décider un dossier
staff-purpose-appeal = décider une réclamation
staff-purpose-second = répondre à une demande à deux
staff-purpose-safety = quelqu’un est en danger
staff-purpose-order = une autorité le demande
staff-purpose-request = la personne demande ce qui est à elle
staff-purpose-quality = second regard
staff-purpose-security = sécurité de la maison
staff-sight-report = signalement
staff-sight-message = message
staff-sight-context = messages autour
staff-sight-evidence = pièce
staff-sight-evidence_beyond = pièce au-delà de la fenêtre signalée
staff-sight-visit = visite
staff-sight-statement = exposé des motifs
staff-sight-appeal = réclamation
staff-sight-contact = coordonnées laissées avec un signalement
staff-alarm-volume = Beaucoup de consultations en une heure
staff-alarm-off_hours = Consultation la nuit, hors de son service
staff-alarm-no_case = Consultation sans dossier
staff-alarm-cloned_key = Une clé d’accès semble avoir été copiée ; elle n’ouvre plus rien
staff-alarm-shared_device = Deux personnes de l’équipe sont entrées depuis le même navigateur en un jour

# Ce qui n’a pas été fait
staff-fault-no-role = Choisissez au moins un rôle.
staff-fault-role-alone = Une personne en formation ou au contrôle ne porte aucun autre rôle.
staff-warn-administrator = Après cela, plus personne n’administrerait l’équipe. Pour le faire quand même, cochez la case et recommencez.
staff-warn-shuts = Après cela, la place fermerait au public : il resterait { $left } personnes, et il en faut deux, dont une qui administre et une qui décide. Pour le faire quand même, cochez la case et recommencez.
refuse-staff-right = Vos rôles ne le permettent pas. Rien n’a été fait.
refuse-staff-gone = Cette personne n’est plus dans l’équipe. Rien n’a été fait.
refuse-staff-own-roles = Personne ne change ses propres rôles. Demandez à quelqu’un d’autre qui administre.
refuse-staff-name = Dites comment vos collègues vous appellent.
refuse-opinion = Dites comment vous vous en êtes assuré·e : la seconde personne le lira.
refuse-step-up = Touchez d’abord votre clé encore une fois.
refuse-invite-unknown = Cette invitation n’existe pas, ou le lien est incomplet. Copiez-le en entier, ou demandez-en une autre.
refuse-invite-used = Cette invitation a déjà servi, ou a été retirée. Demandez-en une autre.
refuse-invite-expired = Cette invitation a expiré. Demandez-en une autre.
refuse-invite-for-another = Cette invitation est pour une autre personne que celle qui est entrée ici : sortez d’abord, ou ouvrez-la sur l’appareil de cette personne.
refuse-key-stale = Cette demande a vieilli, ou a déjà servi. Touchez votre clé encore une fois.
refuse-key-wrong = La clé n’a pas donné une réponse que la place puisse accepter. Il faut un code, un doigt ou un visage, à l’adresse habituelle de la place.
refuse-key-unknown = Cette clé n’ouvre rien ici. Elle a peut-être été retirée.
refuse-key-known = Cette clé est déjà inscrite. Prenez-en une autre.
refuse-key-cloned = Cette clé a compté à reculons : une copie en existe peut-être. Elle n’ouvre plus rien, et l’administration est prévenue. Prenez une autre clé, ou demandez votre retour.
refuse-key-last = C’est votre seule clé : ajoutez-en une autre d’abord.
refuse-alarm-own = Une alerte qui vous concerne est regardée par quelqu’un d’autre.
refuse-alarm-words = Dites en quelques mots ce que vous avez constaté.
refuse-alarm-seen = Quelqu’un a déjà regardé cette alerte.
refuse-pair-no-right = Vos rôles ne permettent pas cette réponse.
refuse-pair-same-person = Vous l’avez proposé : c’est à une autre personne de répondre.
refuse-pair-not-looked = Regardez la demande avant de répondre.
refuse-pair-same-pair = Vous avez été d’accord ensemble plusieurs fois de suite. Cette fois, c’est à une autre personne de répondre.
refuse-pair-linked = L’une de vous deux est entrée dans l’équipe par l’autre. C’est à une personne que ce lien ne concerne pas de répondre.
refuse-pair-not-open = Cette demande n’attend plus de réponse : elle est close, retirée ou tombée.
refuse-pair-about-oneself = Cette demande vous concerne : d’autres personnes en décident.
refuse-pair-no-emergency = L’urgence n’y change rien : une personne seule ne le fait jamais.
refuse-pair-emergency-again = Une protection d’urgence a déjà été posée ici, et personne n’a encore dit oui. Elle ne se renouvelle pas.
refuse-pair-already-open = La même demande attend déjà une seconde personne.
refuse-pair-another-payload = Ce n’est pas exactement ce qui a été accepté à deux. Rien n’a été fait.
