# Règles, conditions, mentions légales, données personnelles, numéros d’aide, signalement.

# Règles
rules-title = Les règles de la place
rules-lede = Elles sont courtes pour que chaque personne les lise. Elles valent dans tous les salons.
rules-adults-title = Entre adultes seulement.
rules-adults = Si vous avez moins de 18 ans, ce n’est pas un reproche, mais ce n’est pas votre place. Aucun propos sexuel au sujet de mineurs, sous aucune forme, même pour rire ou dans une fiction.
rules-respect-title = Parler aux gens, pas contre eux.
rules-respect = Ni injure, ni menace, ni haine pour ce que quelqu’un est ou aime. Un non, ou un silence, est une réponse : on n’insiste pas.
rules-identity-title = L’identité de chaque personne lui appartient.
rules-identity = Ne donnez ni le nom, ni l’adresse, ni l’orientation, ni la santé, ni l’image de quelqu’un d’autre. Gardez aussi les vôtres pour vous.
rules-trade-title = Rien ne se vend.
rules-trade = Ni tarif, ni numéro, ni drogue, ni rencontre contre de l’argent ou un avantage, ni publicité. Qui vous demande de l’argent ici cherche presque toujours à vous tromper.
rules-harm-title = Personne n’est attiré dans un piège.
rules-harm = Préparer une agression, un guet-apens ou un chantage met fin à la visite et est transmis à la justice.
rules-honest-title = Ne vous faites passer pour personne d’autre.
rules-honest = Ni pour quelqu’un qui existe, ni pour l’équipe. Un salon ne se noie pas non plus sous les messages.
rules-tell-title = Quelque chose ne va pas : dites-le.
rules-tell = Chaque message et chaque personne porte « Signaler » ; la page « Signaler » est ouverte à toute personne, de la place ou non. Vous recevez un code, et une réponse. Se tromper de bonne foi n’est jamais une faute.
rules-house = Et dans cette maison
rules-after = Un message contraire aux règles peut ne pas partir ; vous lisez alors pourquoi. Toute mesure contre une personne lui est expliquée, et peut être contestée.
rules-terms = Les conditions, qui disent comment ces règles s’appliquent

# Conditions (règlement (UE) 2022/2065, article 14)
terms-title = Conditions d’utilisation
terms-version = Version { $version }
terms-machine = Ce texte pour les machines (JSON)
terms-place-title = La place
terms-place =
    Cette place est un lieu de conversation écrite entre adultes. Elle est gratuite, sans compte et sans publicité. Les mentions légales disent qui en répond.

    Appuyer sur « Entrer », c’est accepter ces conditions et les règles. L’accord pour les données sensibles est un acte à part ; le refuser n’empêche pas d’entrer.
terms-door-title = Entrer
terms-door =
    On entre avec un laissez-passer obtenu après une vérification d’âge qui ne demande pas qui vous êtes. Déclarer son âge ne suffit pas.

    Un laissez-passer vaut pour une seule personne et une seule visite à la fois. Le prêter à quelqu’un de mineur est interdit.
terms-limits-title = Ce qui est interdit
terms-limits =
    Tout ce que la loi interdit, et tout ce que les règles de la place interdisent : les sept règles numérotées font partie de ces conditions.

    Sont notamment illégaux : l’atteinte sexuelle sur mineur et les images qui la montrent, la menace, le harcèlement, l’appel à la haine ou à la violence, l’apologie du terrorisme, la diffusion d’images intimes sans accord, le proxénétisme, la vente de drogue, l’escroquerie, la révélation de la vie privée d’une autre personne.
terms-check-title = Ce que vérifie un programme
terms-check =
    Chaque pseudo et chaque message est lu par un programme avant d’être remis. Il regarde la longueur, la vitesse, les répétitions et la lisibilité, applique des listes et des règles que des personnes ont écrites, et peut donner une note au texte ; cette note seule n’arrête rien. Pour un pseudo, il regarde aussi les numéros, liens, tarifs, imitations et indices d’un âge inférieur à 18 ans. Ce qu’il compte et garde est énuméré dans « Données personnelles ». Rien n’est envoyé ailleurs, sauf si cette même page nomme à qui.

    Selon ce qu’il reconnaît, le message part, une question vous est d’abord posée, un passage est remplacé, une personne de l’équipe relit d’abord, ou le message ne part pas ; vous lisez alors pourquoi. Si la vérification tombe en panne, rien ne part sans elle. Vous pouvez corriger et recommencer, et demander les raisons d’un refus pendant sept jours.
terms-people-title = Ce que décident des personnes
terms-people =
    Suspendre ou exclure quelqu’un est une décision humaine, jamais celle d’un programme seul. Pour un temps, et en le disant, un programme peut retirer une fonction, comme écrire dans les salons, ralentir un salon, ou demander une preuve ; une telle limite se conteste comme toute mesure, et une personne répond. La place n’ouvre au public que lorsqu’une équipe est inscrite pour veiller sur elle ; la lanterne, en haut de chaque page, dit si quelqu’un est de service.

    Les mesures possibles : ne pas remettre un message, le retirer, mettre un salon en lecture seule, interrompre une visite, refuser l’entrée pour un temps. La plus légère qui suffit est préférée. Des contenus manifestement illégaux répétés, comme des signalements manifestement infondés répétés, mènent à une suspension après un avertissement ; le nombre, la gravité et l’intention comptent.
terms-contest-title = Contester
terms-contest =
    Toute mesure vous est expliquée : ce qui est reproché, la règle ou la loi, la durée, la part éventuelle d’un programme. Vous pouvez la contester gratuitement pendant six mois. Une autre personne que celle qui a décidé relit tout.

    Vous pouvez aussi vous adresser à un organe certifié de règlement extrajudiciaire, ou à un juge. Le formulaire se trouve sous chaque décision, à la page /decision ; il s’ouvre avec le code reçu, ou sans code depuis le même appareil.
terms-words-title = Vos mots
terms-words = Vos messages restent les vôtres. La place les montre aux personnes du salon, les garde le temps annoncé, et n’en fait rien d’autre.
terms-change-title = Quand ces conditions changent
terms-change = Chaque version porte une date, et chaque décision cite la version appliquée. Un changement important est annoncé à l’entrée avant de prendre effet. Rien ici ne réduit les droits que la loi vous donne.

# Mentions légales (LCEN, article 1-1 ; règlement (UE) 2022/2065, articles 11 et 12)
legal-title = Mentions légales
legal-imprint = Qui répond de cette place
legal-operator = Responsable
legal-postal-address = Adresse
legal-phone = Téléphone
legal-director = Direction de la publication
legal-host = Hébergement
legal-not-given = Pas encore indiqué
legal-contact-people = Nous écrire
legal-contact-people-text = Pour toute personne, de passage ou non. Une personne vous lit et vous répond. Langues : { $languages }.
legal-contact-authorities = Autorités
legal-contact-authorities-text = Point de contact des autorités des États membres, de la Commission et du Comité européen pour les services numériques. Langues : { $languages }.
legal-software = Le logiciel
legal-software-text = La place fonctionne avec Parvis, un logiciel libre sous licence AGPL 3.0 ou ultérieure. Qui fait tourner une version modifiée doit en montrer le code.
legal-data = Les zones sont tirées de données ouvertes : Insee, DGCL et La Poste, sous Licence Ouverte ; GeoNames, sous licence CC BY 4.0.

# Données personnelles
privacy-title = Données personnelles
privacy-lede = Ni nom, ni courriel, ni téléphone, ni position. Peu de choses, peu de temps, et la liste entière est ici.
privacy-kept = Ce qui est gardé, et combien de temps
privacy-what = Quoi
privacy-how-long = Combien de temps
legal-seconds = { $n ->
    [one] Une seconde
   *[other] { $n } secondes
}
legal-hours = { $n ->
    [one] Une heure
   *[other] { $n } heures
}
legal-hours-after-leaving = { $n ->
    [one] Une heure après votre départ
   *[other] { $n } heures après votre départ
}
legal-days = { $n ->
    [one] Un jour
   *[other] { $n } jours
}
legal-days-after-the-team = { $n ->
    [one] Un jour après la fin
   *[other] { $n } jours après la fin
}
legal-memory-hours = { $n ->
    [one] En mémoire seulement, une heure au plus
   *[other] En mémoire seulement, { $n } heures au plus
}
legal-memory-day = En mémoire seulement ; la clé change chaque jour
legal-ledger-hashes = Tant que la place existe
legal-as-long-as-the-case = Aussi longtemps que le dossier ; plus longtemps si un juge ou une autorité a demandé de les conserver
legal-days-after-closing = { $n ->
    [one] Un jour après la clôture du dossier ; plus longtemps tant que la mesure dure ou qu’une réclamation attend
   *[other] { $n } jours après la clôture du dossier ; plus longtemps tant que la mesure dure ou qu’une réclamation attend
}
legal-days-after-the-end = { $n ->
    [one] Un jour après la réponse, ou après la fin du salon
   *[other] { $n } jours après la réponse, ou après la fin du salon
}
legal-days-after-the-evening = { $n ->
    [one] Un jour après la fin de la soirée
   *[other] { $n } jours après la fin de la soirée
}
legal-until-its-date = Jusqu’à la date que l’équipe leur donne, { $n } jours au plus
legal-months = { $n ->
    [one] Un mois
   *[other] { $n } mois
}
legal-keep-messages = Les messages d’un salon, avec le pseudo, et le texte d’avant une modification
legal-keep-visit = La visite : pseudo, tranche d’âge, zone, genre si vous l’avez dit, langue, salons, accords donnés, empreintes de l’appareil et du réseau (jamais l’adresse)
legal-keep-pass = Le laissez-passer : méthode, série de la carte, jour. Rien ne dit qui
legal-keep-nicknames = Les pseudos pris dans la journée avec un même laissez-passer
legal-keep-vouchers = L’empreinte des codes imprimés, utilisés ou non, jamais le nom de qui les a reçus
legal-keep-staff = L’équipe : nom d’usage, numéro, rôles, langues, partie publique des clés d’accès, connexions, périodes de service
legal-keep-browsers = Le navigateur depuis lequel l’équipe entre, par empreinte
legal-keep-invites = Les invitations dans l’équipe, par empreinte
legal-keep-settings = Qui de l’équipe a changé quel réglage par les pages, et ce qu’il disait avant
legal-keep-modes = Combien la place était ouverte et pourquoi : des comptes, et qui de l’équipe l’a choisi
legal-keep-closings = Quand et sur quel fondement la place a été fermée, et qui de l’équipe l’a décidé
legal-keep-looks = Le journal des consultations : qui de l’équipe a regardé quoi, quand et pourquoi
legal-keep-approvals = Ce que deux personnes de l’équipe ont décidé ensemble, avec leurs avis
legal-keep-cases = Les dossiers de l’équipe : signalements, pièces, décisions, mesures, réclamations
legal-keep-exhibits = Les pièces de ces dossiers ; celles qui s’éloignent de ce qui a été signalé sont scellées, et seule une clé gardée hors du serveur les ouvre
legal-keep-calls = Le fait qu’une personne d’astreinte a été appelée, et pour quelle sorte de dossier
legal-keep-statements = L’exposé des motifs d’une décision qui vous touche, et le code qui l’ouvre (en empreinte)
legal-keep-refusals = Le texte d’un message refusé par un programme, pour pouvoir vous en donner les motifs
legal-keep-hits = Ce que les règles de la garde ont reconnu dans les textes, sous forme de valeurs et sans les textes
legal-keep-step-ups = Le fait qu’une preuve vous a été demandée avant le message suivant ou avant d’entrer, et que vous l’avez donnée ou non
legal-keep-proposals = Les salons que vous avez proposés, et ce qu’il en est advenu
legal-keep-evenings = Les soirées annoncées, avec le pseudo de qui accueille
legal-keep-notices = Les annonces de l’équipe
legal-keep-lines = Les mots laissés sur le tableau
legal-keep-lively = Le nombre de personnes présentes, par heure et par grands pas, sans aucun nom
legal-keep-days = Ce qui s’est passé chaque jour, en nombres, sans aucun nom
legal-keep-samples = Les décisions et messages tirés au sort pour un second regard, sans nom
legal-keep-standing = La confiance gagnée en parlant avec d’autres qui vous répondent : un nombre lié au laissez-passer et à l’appareil, jamais avec qui, jamais montré à personne
legal-keep-counters = Ce que la garde compte pour reconnaître les inondations et les annonces : combien de messages, où, et s’ils se ressemblent, sans leur texte
legal-keep-exposure = Pour les personnes de l’équipe : combien de temps elles ont eu des dossiers lourds sous les yeux
legal-keep-presence = Votre présence dans un salon après une coupure de la liaison
legal-keep-network = Les compteurs qui freinent les abus, par empreinte de réseau : jamais l’adresse elle-même
legal-keep-backups = Les sauvegardes scellées, ouvertes seulement pour rétablir la place après une perte ; ce qui est effacé ci-dessus en disparaît au plus tard après
legal-keep-ledger = Un registre d’empreintes, sans texte, sans pseudo et sans adresse, qui prouve que rien n’a été réécrit
privacy-kept-after = Ce qu’une loi ou une affaire en cours oblige à garder l’est plus longtemps, à part, avec une raison et une fin.
privacy-cookies = Les cookies
privacy-cookies-text = Cinq, tous nécessaires, tous à nous, dont un pour l’équipe seulement. Aucun ne sert à vous suivre ailleurs.
privacy-cookie = Nom
privacy-cookie-for = À quoi il sert
privacy-cookie-pass = Le laissez-passer : il dit que cet appareil est celui d’une personne adulte. Il dure autant que le laissez-passer.
privacy-cookie-visit = Votre visite en cours. Il disparaît quand vous partez.
privacy-cookie-device = Un nombre tiré au hasard, qui aide à freiner les abus sans savoir qui vous êtes. Il dure un an.
privacy-cookie-lang = La langue que vous avez choisie.
privacy-cookie-staff = Pour l’équipe seulement : sa connexion. Il dure au plus une journée de travail.
privacy-why-title = Pourquoi, et sur quelle base
privacy-why =
    Le pseudo, la tranche d’âge, la zone et les messages servent à la conversation que vous demandez (RGPD, article 6, 1, b). Les empreintes d’appareil et de réseau servent à protéger la place des abus (article 6, 1, f). La vérification d’âge protège les mineurs.

    Le genre, et les salons qui disent quelque chose d’intime, demandent votre accord exprès (article 9, 2, a). Vous le reprenez quand vous voulez, dans « Ma visite ».
privacy-others-title = Qui d’autre les voit
privacy-others =
    Les personnes du salon voient votre pseudo, votre tranche d’âge, votre genre si vous l’avez dit, et vos messages. Votre zone et votre code postal ne sont montrés à personne.

    Aucune publicité, aucune mesure d’audience ; votre navigateur n’appelle aucun autre site. Une autorité peut exiger, par une demande légale et écrite, ce qui existe encore : rien de plus que cette liste.
privacy-model-title = Un modèle interrogé ailleurs
privacy-model = Quand une règle a reconnu quelque chose dans un message, un modèle le lit aussi, à l’adresse { $host }. Numéros, liens et identifiants en sont ôtés avant l’envoi, et rien ne dit qui l’a écrit. Ce modèle peut faire attendre le message ; il n’en arrête aucun à lui seul.
privacy-rights-title = Vos droits
privacy-rights =
    Voir, corriger, effacer, limiter, emporter, s’opposer. Pendant la visite, la page « Ma visite » montre tout et permet de reprendre un accord ou de partir.

    Ensuite, écrivez au contact ci-dessous avec le pseudo et l’heure. Aucun papier d’identité ne vous sera demandé. Sans moyen de vous reconnaître, la place peut ne pas retrouver ce qui vous concerne, et vous le dira (article 11). La réponse vient en un mois au plus. Vous pouvez aussi saisir l’autorité de protection des données ; en France, la CNIL.
privacy-contact-title = Qui en répond
privacy-contact = Le responsable de la place, nommé dans les mentions légales, répond de ces traitements.

# Numéros d’aide
help-title = Des personnes à qui parler
help-lede = Ces lignes sont gratuites ou au prix d’un appel ordinaire. Appeler ne laisse aucune trace sur la place. Sauf mention contraire, elles valent pour la France.
help-now = Danger tout de suite
help-young = Moins de 18 ans, ou pour quelqu’un qui l’est
help-hurt = Violences, haine, chantage
help-dark = Quand tout devient trop lourd
help-112-title = Urgences, partout en Europe.
help-112 = Police, pompiers, secours.
help-17-title = Police ou gendarmerie.
help-17 = Si quelqu’un vous menace ou vous attend.
help-114-title = Urgences par SMS.
help-114 = Si vous ne pouvez pas parler, ou n’entendez pas.
help-3018-title = Violences en ligne.
help-3018 = Chantage, images diffusées, harcèlement, pour les jeunes et leurs proches. Gratuit, anonyme et confidentiel, tous les jours de 9 h à 23 h.
help-119-title = Enfance en danger.
help-119 = Jour et nuit, gratuit, et l’appel n’apparaît pas sur les factures.
help-3919-title = Violences Femmes Info.
help-3919 = Gratuit et anonyme, jour et nuit.
help-homophobie-title = SOS homophobie.
help-homophobie = Écoute anonyme, pour les personnes lesbiennes, gays, bi, trans, et leurs proches.
help-victimes-title = France Victimes.
help-victimes = Pour toute victime, quels que soient les faits. Gratuit, tous les jours.
help-3114-title = Prévention du suicide.
help-3114 = Des soignants répondent, jour et nuit. Gratuit et confidentiel.
help-elsewhere = Ailleurs en Europe : le 112 répond partout ; le 116 111 est la ligne des enfants et des jeunes dans la plupart des pays, le 116 006 celle des victimes dans plusieurs.

# Qui d’autre joindre
desk-reach = Ailleurs qu’ici
desk-reach-operator = Le responsable de la place :
desk-reach-pharos = PHAROS, le portail de la police et de la gendarmerie pour les contenus illégaux en ligne. Vous quittez alors la place.
