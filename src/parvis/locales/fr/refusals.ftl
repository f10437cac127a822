# Ce que répondent la garde et la porte quand quelque chose ne passe pas : ce qui est arrivé, pourquoi, et la suite.

# Messages
refuse-rate = { $seconds ->
    [one] Ce message n’est pas parti : il arrive trop vite après les autres. Réessayez dans une seconde.
   *[other] Ce message n’est pas parti : il arrive trop vite après les autres. Réessayez dans { $seconds } secondes.
}
refuse-repeat = Ce message n’est pas parti : vous venez de dire la même chose. Changez-le, ou laissez passer un moment.
refuse-newcomer-link = { $minutes ->
    [one] Ce message n’est pas parti : pendant leurs premières minutes ici, les personnes qui arrivent n’écrivent ni liens ni identifiants d’autres services. Ce sera possible dans une minute, ou sans le lien dès maintenant.
   *[other] Ce message n’est pas parti : pendant leurs premières minutes ici, les personnes qui arrivent n’écrivent ni liens ni identifiants d’autres services. Ce sera possible dans { $minutes } minutes, ou sans le lien dès maintenant.
}
refuse-newcomer-repeat = { $minutes ->
    [one] Ce message n’est pas parti : vous avez dit presque la même chose dans d’autres salons. Répondez plutôt à quelqu’un ; cette limite tombe dans une minute.
   *[other] Ce message n’est pas parti : vous avez dit presque la même chose dans d’autres salons. Répondez plutôt à quelqu’un ; cette limite tombe dans { $minutes } minutes.
}
refuse-same-everywhere = Ce message n’est pas parti : vous l’avez déjà dit, à peu près, dans plusieurs salons (règle 4). Choisissez-en un, et laissez les gens vous y répondre.
refuse-too-long = Ce texte n’est pas parti : il dépasse { $max } caractères. Raccourcissez-le, ou envoyez-le en plusieurs fois.
refuse-empty = Il n’y avait rien à envoyer. Écrivez quelques mots d’abord.
refuse-formatting = Ce message n’est pas parti : trop de signes superposés ou de lignes vides le rendent illisible pour d’autres. Simplifiez-le.
refuse-too-dense = Ce message n’est pas parti : il contient trop de choses à vérifier d’un coup. Raccourcissez-le, ou envoyez-le en plusieurs fois.
refuse-minor = Ce message n’est pas parti : il dit que vous avez moins de 18 ans. La place est réservée aux adultes. Si vous avez moins de 18 ans, le 3018 et, jour et nuit, le 119 vous écoutent : gratuit et confidentiel. Si vous parliez d’autre chose, dites-le avec d’autres mots.
refuse-advert = Ce message n’est pas parti : il contient un tarif et un numéro. Rien ne se vend sur la place (règle 4). Vous pouvez le modifier.
refuse-check-down = Ce message n’est pas parti : la vérification ne répond pas, et rien ne passe sans elle. Votre texte reste ici. Réessayez dans un moment.
refuse-bad-frame = Votre navigateur a envoyé quelque chose que la place ne comprend pas. Rechargez la page ; votre brouillon est gardé.
refuse-no-room = Ce salon n’existe pas, ou plus. La liste des salons montre ceux qui sont ouverts.
refuse-gone = Ce message n’est plus là : il a été retiré, ou son temps est passé.
refuse-too-late = Un message se modifie pendant deux minutes, et ce délai est passé. Vous pouvez encore le supprimer, ou en écrire un autre.
refuse-not-yours = Ce message est celui de quelqu’un d’autre. Seule la personne qui l’a écrit peut le changer.
refuse-consent = Ce salon demande d’abord votre accord, parce qu’y être dit quelque chose d’intime. Ouvrez-le depuis la liste des salons pour répondre.
refuse-read-only = Ce salon se lit seulement, pour l’instant. Les autres salons vous sont ouverts.
refuse-paused = La place ne peut rien garder en ce moment, alors rien n’est parti. Votre texte reste ici. Réessayez dans un moment.
refuse-disk-door = La place n’a presque plus d’espace sur son disque : personne de nouveau ne peut entrer pour le moment. L’équipe le voit. Votre laissez-passer reste valable ; réessayez un peu plus tard.
refuse-disk-proposal = La place n’a presque plus d’espace sur son disque : aucune proposition de salon n’est prise pour le moment. L’équipe le voit.
refuse-not-here = Vous n’êtes pas dans ce salon. Entrez-y d’abord pour y parler.

# Ce que les règles de la garde disent d’un message
refuse-hate = Ce message n’est pas parti : il contient une injure contre des personnes pour ce qu’elles sont ou aiment (règle 2). Si vous racontiez ce qu’on vous a dit, écrivez-le avec d’autres mots, ou entre guillemets.
hold-hate = Ce message attend : il pourrait blesser des personnes pour ce qu’elles sont ou aiment (règle 2). Une personne de l’équipe le relit avant qu’il ne parte.
hold-danger = Ce message attend : il peut se lire comme une menace, ou comme un appel à s’en prendre à quelqu’un (règles 2 et 5). Une personne de l’équipe le relit. Si quelqu’un est en danger, appelez le 17 ou le 112.
hold-privacy = Ce message attend : il touche à la vie privée de quelqu’un d’autre, et l’identité de chaque personne lui appartient (règle 3). Une personne de l’équipe le relit avant qu’il ne parte.
hold-scam = Ce message attend : il ressemble à une demande d’argent ou de codes secrets (règle 4). Une personne de l’équipe le relit avant qu’il ne parte.
hold-harassment = Ce message attend : il peut gêner une personne qui n’a rien demandé de tel (règle 2). Une personne de l’équipe le relit avant qu’il ne parte.
hold-self-harm-urged = Ce message attend : il peut pousser quelqu’un à se faire du mal (règle 5). Une personne de l’équipe le relit. Si vous-même n’allez pas bien, le 3114 répond jour et nuit, gratuitement.
help-self-harm = Votre message est parti, et personne ne vous en veut de l’avoir écrit. Si vous pensez à mourir ou à vous faire du mal, des personnes vous écoutent maintenant : le 3114, jour et nuit, gratuit et confidentiel ; le 112 s’il y a urgence. Vous pouvez rester ici aussi.
prompt-elsewhere = Vous invitez à continuer ailleurs. C’est permis, mais là-bas, personne ne peut vous aider si cela tourne mal : prenez le temps de faire connaissance ici. Si c’est bien ce que vous voulez, envoyez-le encore une fois tel quel.
prompt-insistence = Un non, ou un silence, est une réponse (règle 2). Ce message peut se lire comme une insistance. Si c’est bien ce que vous voulez, envoyez-le encore une fois tel quel.
prompt-hurtful = Ce message peut blesser des personnes pour ce qu’elles sont ou aiment (règle 2). Si ce n’est pas ce que vous vouliez dire, changez-le ; si c’est bien ce que vous voulez, envoyez-le encore une fois tel quel.
prompt-threat = Ce message peut se lire comme une menace (règle 2). S’il n’en est pas une, dites-le autrement, ou envoyez-le encore une fois tel quel.
prompt-crude = Ce message parle crûment à quelqu’un qui ne l’a peut-être pas demandé (règle 2). Si c’est convenu entre vous, envoyez-le encore une fois tel quel.
prompt-nickname = Ce pseudo peut en dire plus que vous ne voulez, ou se lire autrement. Si c’est bien celui que vous voulez, envoyez la fiche encore une fois telle quelle.
refuse-name-unfit = Ce nom n’est pas possible ici : il peut se lire comme une menace, une demande crue, une promesse d’argent ou une adresse ailleurs. Choisissez-en un autre.
refuse-advert-link = Ce message n’est pas parti : il fait de la publicité pour une page ou une chaîne. Rien ne se vend sur la place (règle 4). Vous pouvez le modifier.
hold-minor = Ce message attend : il peut se lire comme s’il disait que vous avez moins de 18 ans, et la place est réservée aux adultes (règle 1). Vous n’avez rien fait de mal. Une personne de l’équipe le relit. Si vous avez moins de 18 ans, le 3018 et, jour et nuit, le 119 vous écoutent : gratuit et confidentiel.
hold-adults-only = Ce message attend : il peut se lire comme s’adressant à des personnes de moins de 18 ans, ou comme parlant d’elles. La place est réservée aux adultes (règle 1). Une personne de l’équipe le relit avant qu’il ne parte.
hold-trade = Ce message attend : on peut y lire quelque chose qui se vend ici, ou qui s’y cherche contre de l’argent (règle 4). Une personne de l’équipe le relit avant qu’il ne parte.
hold-others-offered = Ce message attend : il peut se lire comme une offre qui concerne d’autres personnes, ou comme un recrutement (règle 4). Une personne de l’équipe le relit. Si quelqu’un vous y oblige, le 17 ou le 112 vous aident, et le 114 par SMS.
hold-blackmail = Ce message attend : il peut se lire comme un chantage (règle 5). Une personne de l’équipe le relit. Si c’est vous qu’on fait chanter, ne payez pas, gardez les preuves : 17cyber.gouv.fr vous aide, jour et nuit.
refuse-paid-sex = Ce message n’est pas parti : il peut se lire comme une rencontre contre de l’argent. Rien ne se vend sur la place (règle 4). Si vous parliez d’autre chose, dites-le avec d’autres mots.
refuse-drugs = Ce message n’est pas parti : il peut se lire comme un commerce de produits interdits. Rien ne se vend sur la place (règle 4). Pour en parler avec quelqu’un, sans être jugé : 0 800 23 13 13, Drogues Info Service, gratuit.

# Ce que la garde fait d’autre : dit à la seule personne qui écrit, ou, sans accuser personne, à celles qui lisent
told-left-out = Votre message est parti sans l’un de ses passages : ce qui permet de joindre ou de reconnaître quelqu’un, ou ce que nos règles ne laissent pas passer, a été remplacé par […].
told-step-up-pow = Avant votre prochain message, votre appareil devra faire un petit calcul. Il se fait seul, en quelques secondes, à la page de vérification.
told-step-up-age = Avant votre prochain message, vous devrez montrer encore une fois que vous êtes adulte, à la page de vérification.
refuse-step-up-pow = Ce message n’est pas parti : votre appareil doit d’abord faire un petit calcul, à la page de vérification. Votre texte reste ici.
refuse-step-up-age = Ce message n’est pas parti : montrez d’abord encore une fois que vous êtes adulte, à la page de vérification. Votre texte reste ici.
card-money = Bon à savoir : ici, personne n’a besoin de votre argent, ni de vos codes. Rien ne presse, et un signalement suffit en cas de doute.
card-contact = Bon à savoir : un numéro ou une adresse donnés ne se reprennent pas. Vous pouvez faire connaissance ici d’abord.
card-pressure = Bon à savoir : vous n’avez à répondre à rien. Ne pas répondre, masquer et signaler sont toujours permis.
card-meeting = Bon à savoir : pour une première rencontre, choisissez un lieu public, de jour, et dites à quelqu’un où vous allez.
card-care = Bon à savoir : prenez votre temps, et signalez ce qui vous met mal à l’aise. Une personne de l’équipe lit.

# Ce que l’équipe a décidé, et ce qui attend une relecture
hold-repeated = Ce message attend : beaucoup de personnes viennent de dire à peu près la même chose (règle 4). Une personne de l’équipe le relit avant qu’il ne parte.
hold-meeting = Ce message attend : il peut se lire comme un rendez-vous qui mettrait quelqu’un en danger (règle 5). Une personne de l’équipe le relit avant qu’il ne parte.
held-doubt = Ce message attend : une personne de l’équipe le relit avant qu’il ne parte. Vous saurez ce qu’il en advient.
held-first = Ce message attend : dans ce salon, l’équipe relit pour l’instant les premiers messages de chaque visite. Vous saurez ce qu’il en advient.
refuse-edit-in-doubt = Cette modification n’est pas passée : une personne de l’équipe devrait d’abord la relire. Le message reste comme il était ; vous pouvez en écrire un autre.
refuse-by-team = Ce message n’a pas été remis : l’équipe l’a relu et refusé. L’exposé des motifs dit pourquoi, et comment contester.
refuse-hold-over = Ce message n’a pas été remis : personne de l’équipe n’a pu le relire à temps, et rien ne part sans relecture. Vous pouvez en écrire un autre.
refuse-muted-minutes = { $count ->
    [one] Vous pouvez lire, mais pas écrire, encore une minute. L’exposé des motifs dit pourquoi, et comment contester.
   *[other] Vous pouvez lire, mais pas écrire, encore { $count } minutes. L’exposé des motifs dit pourquoi, et comment contester.
}
refuse-muted-hours = Vous pouvez lire, mais pas écrire, encore { $count } heures. L’exposé des motifs dit pourquoi, et comment contester.
refuse-muted-days = Vous pouvez lire, mais pas écrire, encore { $count } jours. L’exposé des motifs dit pourquoi, et comment contester.
refuse-limited-room-minutes = { $count ->
    [one] Vous ne pouvez pas écrire ici, encore une minute. L’exposé des motifs dit pourquoi, et comment contester.
   *[other] Vous ne pouvez pas écrire ici, encore { $count } minutes. L’exposé des motifs dit pourquoi, et comment contester.
}
refuse-limited-room-hours = Vous ne pouvez pas écrire ici, encore { $count } heures. L’exposé des motifs dit pourquoi, et comment contester.
refuse-limited-room-days = Vous ne pouvez pas écrire ici, encore { $count } jours. L’exposé des motifs dit pourquoi, et comment contester.
refuse-limited-edit-minutes = { $count ->
    [one] Vous ne pouvez pas modifier vos messages, encore une minute ; les supprimer reste possible. L’exposé des motifs dit pourquoi.
   *[other] Vous ne pouvez pas modifier vos messages, encore { $count } minutes ; les supprimer reste possible. L’exposé des motifs dit pourquoi.
}
refuse-limited-edit-hours = Vous ne pouvez pas modifier vos messages, encore { $count } heures ; les supprimer reste possible. L’exposé des motifs dit pourquoi.
refuse-limited-edit-days = Vous ne pouvez pas modifier vos messages, encore { $count } jours ; les supprimer reste possible. L’exposé des motifs dit pourquoi.
refuse-room-closed = L’équipe a mis ce salon en lecture seule pour l’instant. Les autres salons vous sont ouverts.
refuse-edit-first = Dans ce salon, les premiers messages sont relus avant de paraître : celui-ci ne peut plus être modifié. Le supprimer reste possible.
refuse-room-slow = { $seconds ->
    [one] Ce salon est ralenti. Réessayez dans une seconde.
   *[other] Ce salon est ralenti : chaque visite y écrit un message à la fois. Réessayez dans { $seconds } secondes.
}
refuse-barred-until = Vous ne pouvez pas entrer sur la place pour l’instant : une décision de l’équipe vous concerne. L’exposé des motifs dit pourquoi, jusqu’à quand, et comment contester.
refuse-barred = Vous ne pouvez plus entrer sur la place : une décision de l’équipe vous concerne. L’exposé des motifs dit pourquoi, et comment contester.

# Pseudos
refuse-nick-short = Ce pseudo est trop court : il en faut au moins 3 caractères.
refuse-nick-long = Ce pseudo est trop long : 24 caractères au plus.
refuse-nick-form = Ce pseudo contient des signes qui ne passent pas. Gardez des lettres, des chiffres, des espaces, des tirets ou des points.
refuse-nick-taken = Ce pseudo est pris, ou ressemble trop à celui de quelqu’un ici. Choisissez-en un autre.
refuse-nick-reserved = Ce pseudo ferait croire que vous parlez au nom de l’équipe ou de la place. Choisissez-en un autre.
refuse-nick-phone = Ce pseudo contient un numéro de téléphone. Pour vous protéger, aucun numéro ne s’affiche dans un pseudo.
refuse-nick-link = Ce pseudo contient un lien ou une adresse. Gardez un simple nom ; rien ici ne mène ailleurs.
refuse-nick-price = Ce pseudo ressemble à un tarif. Rien ne se vend sur la place (règle 4). Choisissez-en un autre.
refuse-nick-minor = Ce pseudo laisse entendre que vous avez moins de 18 ans. La place est réservée aux adultes. Si vous avez moins de 18 ans, le 3018 et, jour et nuit, le 119 vous écoutent : gratuit et confidentiel. Sinon, choisissez un pseudo sans cet indice.
refuse-nick-doubt = Ce pseudo laisse un doute, et personne ne vous fera attendre à la porte pour le relire. Choisissez-en un autre.
help-door-self-harm = Votre pseudo nous a fait penser à vous. Si vous pensez à mourir ou à vous faire du mal, des personnes vous écoutent maintenant : le 3114, jour et nuit, gratuit et confidentiel ; le 112 s’il y a urgence. Vous avez votre place ici aussi, et personne ne vous en veut.
refuse-nick-mixed = Ce pseudo mélange plusieurs alphabets, ce qui permet d’imiter quelqu’un. Restez dans un seul.
refuse-nick-day-limit = { $max ->
    [one] Un seul pseudo par jour et par carte, et vous l’avez choisi. Reprenez-le, ou revenez demain.
   *[other] { $max } pseudos par jour et par carte, et vous les avez tous choisis. Reprenez l’un d’eux, ou revenez demain.
}
refuse-name-hate = Ce nom blesse des personnes pour ce qu’elles sont ou aiment (règle 2). Choisissez-en un autre.
refuse-name-trade = Ce nom annonce une vente ou un service payant. Rien ne se vend sur la place (règle 4). Choisissez-en un autre.
refuse-name-adults-only = Ce nom peut se lire comme s’adressant à des personnes de moins de 18 ans. La place est réservée aux adultes (règle 1). Choisissez-en un autre.

# Âge, genre, code postal
refuse-age-missing = Il manque votre âge. Seule la tranche en est gardée.
refuse-age-number = Cet âge ne se lit pas. Écrivez-le en chiffres, par exemple 34.
refuse-gender-missing = Sur cette place, le genre est demandé à toutes les personnes. Choisissez dans la liste, ou « Autre ».
refuse-postal-form = Un code postal français compte cinq chiffres, par exemple 69003.
refuse-postal-unknown = Ce code postal ne figure pas dans la liste des codes français. Vérifiez-le, ou prenez celui d’une commune voisine.
refuse-postal-missing = Sur cette place, le code postal est demandé à toutes les personnes. Seule une zone d’au moins 10 000 habitants en est gardée.

# Codes d’entrée
refuse-code-empty = Il manque le code. Il se trouve sur la carte remise au guichet.
refuse-code-typo = Ce code contient une faute de frappe. Comparez-le à la carte, signe par signe.
refuse-code-unknown = Ce code n’est pas connu ici. Vérifiez-le sur la carte ; sinon, le guichet vous en donnera une autre.
refuse-code-used = Ce code a déjà servi, et il ne sert qu’une fois. Si ce n’était pas vous, demandez une autre carte au guichet.
refuse-code-expired = Ce code n’est plus valable. Si la carte porte aussi un lien ou un carré à scanner, essayez-le : il dure plus longtemps. Sinon, demandez une autre carte.
refuse-slow-down = { $minutes ->
    [one] Trop d’essais à la suite depuis ce réseau. Attendez une minute, puis réessayez.
   *[other] Trop d’essais à la suite depuis ce réseau. Attendez { $minutes } minutes, puis réessayez.
}

# Preuve de travail
refuse-proof = Beaucoup de monde arrive en ce moment, et un petit calcul est demandé à chaque appareil. Il manque, ou il a trop attendu. Un nouveau est prêt : réessayez.
refuse-proof-early = { $seconds ->
    [one] Encore une seconde d’attente, puis appuyez de nouveau. Rien de ce que vous avez écrit n’est perdu.
   *[other] Encore { $seconds } secondes d’attente, puis appuyez de nouveau. Rien de ce que vous avez écrit n’est perdu.
}
refuse-proof-busy = { $minutes ->
    [one] Trop de personnes attendent déjà depuis ce réseau. Réessayez dans une minute, ou avec un navigateur qui exécute JavaScript.
   *[other] Trop de personnes attendent déjà depuis ce réseau. Réessayez dans { $minutes } minutes, ou avec un navigateur qui exécute JavaScript.
}

# Pourquoi la liaison se ferme
bye-unauthenticated = Votre visite est terminée, ou cet appareil n’est plus reconnu. Revenez par l’entrée.
bye-restricted = Cette visite ne peut pas continuer. La page d’entrée dit pourquoi et ce que vous pouvez faire.
bye-replaced = La place est ouverte dans d’autres onglets, et celui-ci a été fermé. Rechargez la page pour continuer ici.
bye-left = Vous avez quitté la place. À bientôt, si vous le voulez.
bye-slow = La liaison était trop lente pour suivre. Elle reprend d’elle-même, sans rien perdre.
bye-flood = Trop de demandes à la suite. La liaison reprend d’elle-même dans un instant.
bye-bad = Votre navigateur a envoyé quelque chose que la place ne comprend pas. Rechargez la page ; votre brouillon est gardé.
bye-too_big = Votre navigateur a envoyé un bloc trop gros. Rechargez la page, et raccourcissez le texte.
bye-hello = La liaison a mis trop longtemps à s’établir. Elle reprend d’elle-même.
bye-restart = La place redémarre. Votre texte est en sûreté ; la liaison reprend d’elle-même.
bye-closed = La place a fermé. La page d’entrée dit pourquoi.
bye-notice = La place est fermée. L’avis, à toutes ses adresses, dit par qui et pourquoi.
refuse-unattended = Personne de l’équipe n’est de service. Qui est arrivé depuis peut lire, et écrire dès que quelqu’un sera là.

# La place est restreinte pour un moment
refuse-mode-nobody = { $minutes ->
    [one] Personne ne peut écrire pour le moment : la place est en lecture seule. Réessayez dans une minute.
   *[other] Personne ne peut écrire pour le moment : la place est en lecture seule. Réessayez dans { $minutes } minutes.
}
refuse-mode-newcomers = { $minutes ->
    [one] Trop de monde arrive d’un coup : les personnes arrivées depuis peu lisent seulement. Réessayez dans une minute.
   *[other] Trop de monde arrive d’un coup : les personnes arrivées depuis peu lisent seulement. Réessayez dans { $minutes } minutes.
}
refuse-mode-slow = { $seconds ->
    [one] Beaucoup de monde arrive : quand on vient d’entrer, on écrit un peu moins vite. Encore une seconde.
   *[other] Beaucoup de monde arrive : quand on vient d’entrer, on écrit un peu moins vite. Encore { $seconds } secondes.
}
refuse-mode-door = { $minutes ->
    [one] Trop de monde arrive d’un coup : la place n’accueille pour le moment que les personnes déjà venues. Réessayez dans une minute.
   *[other] Trop de monde arrive d’un coup : la place n’accueille pour le moment que les personnes déjà venues. Réessayez dans { $minutes } minutes.
}

# Les heures d’ouverture
refuse-room-hours = { $day ->
    [none] Ce salon est fermé pour le moment.
    [today] Ce salon est fermé pour le moment. Il ouvre aujourd’hui à { $time }.
    [mon] Ce salon est fermé pour le moment. Il ouvre lundi à { $time }.
    [tue] Ce salon est fermé pour le moment. Il ouvre mardi à { $time }.
    [wed] Ce salon est fermé pour le moment. Il ouvre mercredi à { $time }.
    [thu] Ce salon est fermé pour le moment. Il ouvre jeudi à { $time }.
    [fri] Ce salon est fermé pour le moment. Il ouvre vendredi à { $time }.
    [sat] Ce salon est fermé pour le moment. Il ouvre samedi à { $time }.
    [sun] Ce salon est fermé pour le moment. Il ouvre dimanche à { $time }.
   *[date] Ce salon est fermé pour le moment. Il ouvre le { $date } à { $time }.
}
refuse-unattended-rooms = Personne de l’équipe n’est de service : les salons se lisent seulement, jusqu’à ce que quelqu’un soit là.
