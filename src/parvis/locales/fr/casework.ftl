# Ce que le bureau répond à la modération quand une étape n’est pas possible maintenant.

refuse-case-unknown = Ce dossier n’existe pas, ou plus.
refuse-case-not-claimed = Prenez d’abord ce dossier : il reste quinze minutes à vous, et chaque étape prolonge ce temps.
refuse-case-not-now = Ce dossier n’en est pas là : il a changé entre-temps. Rechargez la page.
refuse-case-no-words = Il manque quelques mots.
refuse-case-bad-end = Choisissez une fin dans les sept jours qui viennent.
refuse-case-taken = { $minutes ->
    [one] Modération n° { $number } travaille sur ce dossier, encore une minute au plus.
   *[other] Modération n° { $number } travaille sur ce dossier, encore { $minutes } minutes au plus.
}

# Les dossiers
refuse-case-right = Ce dossier demande un droit que votre rôle n’a pas.
refuse-case-moved = Ce dossier a changé pendant que vous décidiez : quelqu’un y a écrit ou décidé. Relisez-le avant de confirmer.
refuse-case-contested = Une réclamation attend sur ce dossier. Elle se décide depuis les réclamations, par une autre personne.
refuse-case-own-report = Vous avez ouvert ce dossier vous-même : une autre personne le décide. Vous pouvez protéger en urgence.
refuse-case-overturned = Votre décision sur ce dossier a été contestée avec succès : une autre personne le décide de nouveau.

# Les décisions
refuse-decision-unknown = Cette décision n’existe pas, ou plus.
refuse-decision-too-late = La minute est passée, et la décision a pris effet. Rouvrez le dossier pour la corriger.
refuse-decision-not-yours = Seule la personne qui a décidé peut revenir sur sa décision dans la minute.
refuse-decision-delivered = Le message retenu a été remis et a pu être lu : cela ne se défait pas. Il peut encore être retiré.

# Ce qu’une décision demande
refuse-choice-empty = Choisissez au moins une mesure, ou « Rien ».
refuse-choice-nothing-and = « Rien » ne va pas avec une autre mesure.
refuse-choice-against-itself = Deux de ces mesures se contredisent. Gardez-en une.
refuse-choice-twice = La même mesure figure deux fois.
refuse-choice-nobody = Ce dossier ne concerne personne à qui cette mesure puisse s’appliquer.
refuse-choice-no-end = Cette mesure a besoin d’une fin : entre une minute et un an.
refuse-choice-no-length = Cette mesure n’a pas de durée.
refuse-choice-nothing-to-lift = Cette restriction a déjà pris fin.
refuse-choice-no-message = Ce dossier ne porte pas sur un message encore gardé.
refuse-choice-not-held = Ce message n’attend pas ou plus : il a été remis ou refusé.
refuse-choice-not-restorable = Ce message ne peut pas revenir : son texte n’est plus gardé, ou l’équipe ne l’avait pas retiré.
refuse-choice-already-gone = Ce message n’est déjà plus visible.
refuse-choice-no-room = Choisissez un salon de la liste.
refuse-choice-no-amount = Indiquez un nombre de 1 à { $max }.
refuse-choice-no-feature = Choisissez ce que la restriction retire.
refuse-choice-no-rule = Choisissez la règle en cause.
refuse-choice-other-queue = Ce motif relève d’une autre file. Classez d’abord le dossier : il ira à celles et ceux qui la tiennent.
refuse-choice-no-facts = Il manque les faits : la personne doit pouvoir lire ce qui lui est reproché.
refuse-choice-blank = Un blanc du modèle (###) reste à remplir.
refuse-choice-too-long = Ce texte dépasse { $max } caractères.
refuse-choice-no-law = Pour un contenu illicite, indiquez l’article et pourquoi il s’applique.
refuse-choice-still-held = Le message attend toujours : décidez aussi de le remettre ou de le refuser.

