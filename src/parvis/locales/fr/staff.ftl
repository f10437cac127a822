# L’équipe : entrer, clés d’accès, tours de garde, règle des deux personnes, journal des consultations.

# Portes fermées
staff-shut-title = Une porte de l’équipe
staff-shut = Cette porte est réservée à l’équipe.
staff-shut-role = Cette porte est réservée à d’autres rôles de l’équipe que les vôtres.
staff-shut-back = Revenir à la place
staff-shut-sign-in = Je suis de l’équipe
staff-shut-mine = Ma page d’équipe

# Se présenter

# Ce que dit la page pendant qu’elle parle à la clé

# L’invitation

# Ma page

# Toucher la clé encore une fois

# L’équipe

# Une proposition

# Le journal

# Rôles, buts, objets, alertes

# Ce qui n’a pas été fait
staff-fault-no-role = Choisissez au moins un rôle.
staff-fault-role-alone = Une personne en formation ou au contrôle ne porte aucun autre rôle.
staff-warn-administrator = Après cela, plus personne n’administrerait l’équipe. Pour le faire quand même, cochez la case et recommencez.
staff-warn-shuts = Après cela, la place fermerait au public : il resterait { $left } personnes, et il en faut deux, dont une qui administre et une qui décide. Pour le faire quand même, cochez la case et recommencez.
refuse-staff-right = Vos rôles ne le permettent pas. Rien n’a été fait.
refuse-staff-gone = Cette personne n’est plus dans l’équipe. Rien n’a été fait.
refuse-staff-own-roles = Personne ne change ses propres rôles. Demandez à quelqu’un d’autre qui administre.
refuse-staff-name = Dites comment vos collègues vous appellent.
refuse-opinion = Dites comment vous vous en êtes assuré·e : la deuxième personne le lira.
refuse-step-up = Touchez d’abord votre clé encore une fois.
refuse-invite-unknown = Cette invitation n’existe pas, ou le lien est incomplet. Copiez-le en entier, ou demandez-en une autre.
refuse-invite-used = Cette invitation a déjà servi, ou a été retirée. Demandez-en une autre.
refuse-invite-expired = Cette invitation a expiré. Demandez-en une autre.
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
refuse-pair-not-open = Cette demande n’attend plus de réponse : elle est close, retirée ou tombée.
refuse-pair-about-oneself = Cette demande vous concerne : d’autres personnes en décident.
refuse-pair-no-emergency = Ceci ne peut pas attendre une urgence : une seule personne ne le fait jamais.
refuse-pair-emergency-again = Une protection d’urgence a déjà été posée ici, et personne n’a encore dit oui. Elle ne se renouvelle pas.
refuse-pair-already-open = La même demande attend déjà une deuxième personne.
refuse-pair-another-payload = Ce n’est pas exactement ce qui a été accepté à deux. Rien n’a été fait.
