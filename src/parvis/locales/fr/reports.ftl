# Signaler : les motifs, ce qui manque à un signalement, ce qui se lit après l’envoi. Ces phrases vont aussi à la place elle-même.

# Ce qui ne passe pas
refuse-report-no-place = Il manque le lieu : le lien, ou le salon, le pseudo et l’heure en quelques mots. Sans cela, personne ne peut retrouver ce dont il s’agit.
refuse-report-not-there = Ce qui est signalé n’est plus là : le message a été retiré, son temps est passé, ou la personne est partie depuis longtemps. Le formulaire « Signaler » prend aussi une description en mots.
refuse-report-good-faith = Il manque une case : dites que ce signalement est fait de bonne foi. Se tromper n’est pas une faute.
refuse-report-no-words = Il manque quelques mots : dites ce que la place laisse se passer.
refuse-report-email = Cette adresse ne se lit pas. Corrigez-la, ou laissez le champ vide : elle n’est pas obligatoire.
refuse-report-note-long = Ce texte dépasse { $max } caractères. Raccourcissez-le ; l’équipe verra aussi le message lui-même.
refuse-report-name-long = Ce nom dépasse { $max } caractères. Raccourcissez-le, ou laissez le champ vide.
refuse-report-places-many = Plus de { $max } lieux dans un seul signalement. Envoyez-en un deuxième pour les autres.
refuse-report-place-long = Un lieu dépasse { $max } caractères. Gardez le lien seul, un par ligne.
refuse-report-limited = { $days ->
    [one] Vos signalements sont suspendus jusqu’à demain, parce que plusieurs étaient manifestement infondés. Un danger, ou une personne mineure, se signale toujours.
   *[other] Vos signalements sont suspendus pour { $days } jours, parce que plusieurs étaient manifestement infondés. Un danger, ou une personne mineure, se signale toujours.
}
refuse-report-reason = Il manque le motif. Le plus proche convient.
refuse-report-unknown = Ce signalement n’existe pas, ou plus.
refuse-report-too-fast = { $minutes ->
    [one] Trop de signalements à la suite d’ici. Celui-ci n’est pas encore reçu : renvoyez-le dans une minute. En danger, appelez le 17 ou le 112.
   *[other] Trop de signalements à la suite d’ici. Celui-ci n’est pas encore reçu : renvoyez-le dans { $minutes } minutes. En danger, appelez le 17 ou le 112.
}
refuse-answer-no-case = Ce dossier ne porte pas sur la place elle-même : il n’a pas de réponse publique.
refuse-answer-no-words = Il manque la question ou la réponse, dans une langue au moins.
refuse-answer-too-long = Ce texte dépasse { $max } caractères. Raccourcissez-le.
refuse-flagger-no-name = Il manque le nom ou le contact, ou l’un dépasse 200 caractères.
refuse-flagger-unknown = Ce signaleur de confiance n’est pas inscrit, ou ne l’est plus.
receipt-unknown = Ce code n’ouvre rien. Vérifiez-le signe par signe ; un signalement clos depuis longtemps est effacé.

# Les motifs, du plus grave au moins grave
reason-minor = Quelqu’un semble avoir moins de 18 ans
reason-seeks-minors = Quelqu’un cherche des mineurs, ou en parle de façon sexuelle
reason-danger = Une vie est menacée, ou un piège se prépare
reason-attacked = Une agression a eu lieu
reason-self-harm = Quelqu’un parle de se faire du mal, ou y pousse
reason-blackmail = Chantage, menace de montrer des images
reason-paid-sex = Sexe contre argent, proxénétisme
reason-privacy = Nom, adresse, orientation ou image de quelqu’un révélés
reason-harassment = Insultes, menaces, insistance après un non
reason-sexual = Propos sexuels non voulus
reason-hate = Haine pour ce que quelqu’un est ou aime
reason-terrorism = Apologie du terrorisme, ou appel à en commettre
reason-drugs = Drogue ou produit interdit proposé
reason-scam = Argent demandé, escroquerie
reason-impersonation = Se fait passer pour quelqu’un, ou pour l’équipe
reason-spam = Publicité, messages en masse
reason-other = Autre chose contre les règles
reason-service = La place elle-même, et non une personne

# Depuis la place
report-message-of = Signaler ce message de { $nick }
report-choose = Le motif
report-note = Quelque chose à ajouter (facultatif)
report-now = Envoyer
report-cancel = Annuler
report-frozen-short = Ce qui est signalé est mis de côté tout de suite, même si la personne l’efface. Elle ne saura pas qui signale.
report-nickname-only = C’est le pseudo lui-même qui pose problème
report-help-danger = En danger maintenant : 17 ou 112, ou le 114 par SMS. N’attendez pas la réponse de la place.
report-help-young = Moins de 18 ans, ou pour quelqu’un qui l’est : 3018 et, jour et nuit, 119. Gratuit et confidentiel.
report-help-dark = Pour en parler, jour et nuit : 3114. Gratuit et confidentiel.
report-sent = C’est reçu
report-sent-due = L’équipe l’a reçu. Une première décision est promise avant le { $due }.
report-your-code = Votre code
report-keep-code = Gardez-le : il ouvre la réponse, même après votre départ, sur la page « Suivre un signalement ».
report-copy = Copier le code
report-copied = Code copié
report-read-it = Suivre ce signalement
report-hide-message = Ne plus voir ce message
report-hide-person = Ne plus voir ses messages
report-hidden = C’est masqué pour vous, jusqu’à la fin de cette visite.
report-not-sent = Pas de réseau : rien n’est encore parti. Réessayez, votre choix est gardé.
report-loading = Un instant…
report-warned-short = Plusieurs de vos signalements étaient manifestement infondés ; l’équipe peut les suspendre pour un temps.
