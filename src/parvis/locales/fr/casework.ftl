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
