# Ce qui entoure chaque page.

common-skip = Aller au contenu
common-demo = Démonstration sur cette machine : les cartes d’entrée sont fictives.
common-lantern-lit = Équipe présente
common-lantern-unlit = Personne de l’équipe pour l’instant
common-lang-fr = Français
common-lang-en = English
common-menu = Menu
common-foot = Informations
common-how = Comment entrer
common-rules = Règles
common-terms = Conditions
common-privacy = Données personnelles
common-legal = Mentions légales
common-help-lines = Numéros d’aide
common-report = Signaler
common-decision = Contester
common-source = Code source
common-leave = Partir
common-back-square = Revenir à la place
common-back-door = Revenir à l’entrée
common-no-contact = La personne ou l’association responsable n’a pas encore indiqué comment la joindre.

# Un nombre de personnes, jamais exact ; $n vaut 0, 1, 5, 10, 20, 50…
common-crowd = { $n ->
    [0] Personne pour l’instant
    [1] Quelques personnes
   *[other] { $n } personnes ou plus
}
