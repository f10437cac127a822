# La porte, la vérification d’âge, la fiche d’entrée, et les pages autour.

door-title = parler entre adultes, sans compte
door-sentence = Une place où parler entre adultes, sans compte.
door-card = J’ai une carte d’entrée
door-how = Comment entrer
door-rules = Trois règles comptent avant tout
door-rule-adults = La place est réservée aux adultes.
door-rule-respect = Ni haine, ni menace, ni harcèlement. On ne révèle l’identité de personne.
door-rule-trade = Rien ne se vend ici : ni tarif, ni produit, ni service.
door-rules-all = Toutes les règles
door-now = En ce moment
door-busy = Le plus animé
door-next-evening = Prochaine soirée

door-closed-title = Pas encore ouverte
door-closed = La place attend que tout soit prêt pour vous recevoir. Il manque :
door-closed-next = Elle ouvrira quand chaque point sera réglé. Vous pouvez déjà lire les règles et comment entrer.
why-closed-age = un moyen de vérifier que chaque personne qui entre est adulte ;
why-closed-legal = le nom et l’adresse de contact de qui répond de cette place ;
why-closed-staff = { $missing ->
    [one] une personne de plus dans l’équipe, pour veiller sur les salons.
   *[other] { $missing } personnes de plus dans l’équipe, pour veiller sur les salons.
}

# Comment entrer
how-title = Comment entrer
how-lede = L’entrée passe par une vraie rencontre : quelqu’un regarde votre âge, vous donne une carte, et oublie le reste.
how-step-come = Venez à un guichet, aux heures indiquées.
how-step-check = Une personne vérifie que vous êtes adulte. Elle regarde, et ne note rien.
how-step-card = Elle vous remet une carte, prise au hasard, avec un code qui ne sert qu’une fois.
how-step-enter = Sur cette page, donnez le code. Choisissez un pseudo. Vous y êtes.
how-where = Où et quand
how-no-counter = Aucun guichet n’est encore annoncé. Écrivez ou appelez pour savoir où retirer une carte :
how-next-evening = Prochaine soirée :
how-never = Ce qui n’est jamais demandé, ni gardé
how-never-name = Votre nom, votre adresse, votre téléphone, votre courriel.
how-never-copy = Une copie ou une photo d’un papier d’identité.
how-never-list = La liste des cartes données, ou de qui les a reçues.
how-never-contact = La raison de votre venue.

# Le code de la carte
age-title = Votre code d’entrée
age-lede = Il se trouve sur la carte remise au guichet. Il dit une seule chose : vous êtes adulte.
age-code = Code
age-code-hint = Les espaces et les tirets ne comptent pas. Le lien entier de la carte convient aussi.
age-continue = Continuer
age-kept = Le code ne sert qu’une fois. Ensuite il reste, sur cet appareil, un laissez-passer sans nom ; de notre côté, la série de la carte et le jour.
age-no-card = Je n’ai pas de carte

# La fiche d’entrée
entered-title = Vous êtes sur la place
entered-on = Entrer dans les salons
entry-title = Vous êtes à la porte
entry-lede = Un pseudo et un âge suffisent.
entry-here = Dans les salons : { $n ->
    [0] personne pour l’instant.
    [1] quelques personnes.
   *[other] { $n } personnes ou plus.
}
entry-nickname = Pseudo
entry-nickname-hint = De 3 à 24 caractères, sans votre vrai nom. Tout le monde le voit.
entry-nickname-length = { $n } sur 24 caractères
entry-age = Âge
entry-age-hint = En années. Seule la tranche est gardée : 18–24, 25–34, 35–49, 50–64, 65 et plus.
entry-gender = Genre
entry-optional = (facultatif)
entry-gender-none = Je ne le dis pas
entry-gender-woman = Femme
entry-gender-man = Homme
entry-gender-non-binary = Non binaire
entry-gender-other = Autre
entry-gender-consent = J’accepte que mon genre soit montré à côté de mon pseudo et gardé le temps de ma visite. Je pourrai revenir sur cet accord.
entry-postal-code = Code postal
entry-postal-code-hint = Le code n’est pas gardé : seulement une zone d’au moins 10 000 personnes.
entry-terms = les conditions
entry-rules = les règles
entry-accept = En entrant, vous acceptez { $terms } et { $rules }.
entry-enter = Entrer
entry-use = Prendre « { $name } »
entry-faults = { $n ->
    [one] Un point reste à revoir :
   *[other] { $n } points restent à revoir :
}

# Moins de 18 ans
minor-title = La place est réservée aux adultes
minor-lede = Vous ne pouvez pas entrer avant 18 ans. Vous n’avez rien fait de mal, et personne n’est prévenu.
minor-before = Un âge de moins de 18 ans a été donné ici il y a peu. Pour entrer, il faut montrer une nouvelle preuve d’âge. Ce n’est pas un reproche, et personne n’est prévenu.
minor-kept = Votre âge et votre pseudo ne sont pas gardés. Est seulement noté, pour sept jours au plus, qu’une nouvelle preuve d’âge est demandée sur cet appareil.
minor-slip = Vous êtes adulte
minor-slip-way = Une faute de frappe, ou un appareil partagé avec quelqu’un de plus jeune : une nouvelle carte du guichet suffit, et rien d’autre ne vous sera demandé.
minor-show = Montrer une nouvelle carte
minor-talk = Des personnes vous écoutent, gratuitement
minor-line-3018 = Pour tout ce qui arrive en ligne : messages qui dérangent, chantage, photos, harcèlement. Anonyme et gratuit, tous les jours de 9 h à 23 h.
minor-line-119 = Allô enfance en danger, si quelqu’un vous fait du mal ou si vous avez peur. Gratuit, jour et nuit, et l’appel n’apparaît pas sur les factures.
minor-danger = Danger tout de suite
minor-danger-lines = 112 ou 17 pour la police et les secours. 114 par SMS si vous ne pouvez pas parler.
minor-more = Tous les numéros d’aide

# Les salons
lobby-title = Les salons
lobby-you = Vous êtes sur la place sous le pseudo { $name }.
lobby-kind-topic = Par sujet
lobby-kind-area = Par région
lobby-unread = { $n ->
    [one] Un nouveau message
   *[other] { $n } nouveaux messages
}
lobby-joined = Vous y êtes
lobby-read-only = Lecture seule
lobby-sensitive = Demande un accord
lobby-empty = Aucun salon n’est ouvert pour l’instant.
lobby-me = Ma visite

# L’accord que demande un salon
consent-title = Ce salon demande votre accord
consent-why = Y entrer peut dire quelque chose d’intime : votre orientation, votre santé, vos convictions. La loi protège ces informations, et rien ne se fait sans un accord exprès.
consent-what = Si vous êtes d’accord, nous gardons votre présence dans ce salon et vos messages le temps indiqué dans « Données personnelles ». Les autres personnes du salon vous y voient.
consent-yes = Je suis d’accord, entrer
consent-no = Non, revenir aux salons
consent-free = Refuser ne change rien au reste : les autres salons vous sont ouverts. Vous pouvez reprendre votre accord à tout moment, dans « Ma visite ».

# Ma visite
me-title = Votre visite
me-lede = Tout ce que la place sait de vous tient sur cette page.
me-nickname = Pseudo
me-age = Âge
me-band = { $band } ans
me-gender = Genre
me-area = Zone
me-not-said = non précisé
me-consents = Vos accords
me-consent-gender = Montrer mon genre à côté de mon pseudo
me-consent-room = Entrer dans le salon { $room }
me-withdraw = Reprendre cet accord
me-no-consent = Vous n’avez donné aucun accord particulier.
me-kept = Ce qui est gardé, et combien de temps
me-privacy = Vos droits, et comment les exercer

# Quand une page ne s’ouvre pas
page-error-title = Cette page ne s’ouvre pas
page-error-status = Pour la technique : code { $status }.
page-error-404 = Il n’y a rien à cette adresse. Le lien est peut-être ancien ou incomplet.
page-error-405 = Cette adresse ne répond pas à ce genre de demande. Revenez à la page précédente et recommencez de là.
page-error-form = Ce formulaire a vieilli, ou vient d’ailleurs. Rien n’a été fait. Rouvrez la page et recommencez ; les cookies doivent être permis.
page-error-408 = L’envoi a pris trop de temps. Rien n’en a été gardé. Réessayez, si possible avec une meilleure liaison.
page-error-413 = L’envoi était trop gros. Rien n’en a été gardé. Essayez plus court.
page-error-500 = Quelque chose s’est cassé de notre côté. L’incident est noté sans votre nom ni vos mots. Réessayez dans un moment.

# Une décision tient quelqu’un dehors
barred-title = La porte reste fermée
barred-until = Vous ne pouvez pas entrer avant le { $until }.
barred-open = Vous ne pouvez plus entrer sur la place.
barred-lede = Une personne de l’équipe l’a décidé, pour les raisons que voici. Elle peut s’être trompée : vous pouvez contester, gratuitement.
barred-other-names = La mesure vaut aussi sous un autre pseudo et avec une autre carte, depuis cet appareil.
barred-read = Lire la décision, ou la contester
barred-no-letter = Écrivez au contact indiqué dans les mentions légales : il vous dira les raisons, et comment contester.
barred-all = Toutes les décisions qui vous concernent

# Quand personne de l’équipe n’est de service, là où l’exploitant ferme alors l’entrée
night-title = L’entrée est fermée pour le moment
night-entry = Personne de l’équipe n’est de service. L’entrée rouvre dès que quelqu’un est là ; les personnes déjà présentes restent.
night-keep = Votre laissez-passer reste valable, rien n’est perdu.
night-next = Prochain rendez-vous : { $when }
night-again = Essayer de nouveau

# Trop de monde arrive d’un coup
mode-title = La place reprend son souffle
mode-door = Trop de monde arrive d’un coup. Pour le moment, n’entrent que les personnes déjà venues ici, avec le même laissez-passer ou le même appareil. Ce n’est rien que vous ayez fait.
mode-when = { $minutes ->
    [one] Réessayez dans une minute.
   *[other] Réessayez dans { $minutes } minutes.
}
proof-working = Votre appareil fait un petit calcul avant d’entrer. Cela prend quelques secondes.
proof-ready = Le calcul est fait : vous pouvez entrer.
proof-wait = Beaucoup de monde arrive. Sans JavaScript, comptez { $seconds } secondes depuis l’ouverture de cette page, puis entrez.
