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
