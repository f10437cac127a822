# Ce qui est répondu aux programmes sous /api, et la page qui explique l’interface.

api-closed = La place n’est pas ouverte. /api/how dit ce qui manque et comment entrer.
api-no-pass = Cette porte demande un laissez-passer d’âge. Validez d’abord une carte : /age, ou POST /api/age/voucher.
api-no-visit = Cette porte demande une visite. Remplissez d’abord la fiche d’entrée : /, ou POST /api/enter.
api-foreign = Cet appel vient d’un autre site, alors rien n’a été fait. Seules les pages de la place agissent pour une visite.
api-not-json = Cette porte ne prend que du JSON : le type de contenu doit être application/json.
api-body = Ceci ne se lit pas comme l’objet JSON que prend cette porte. Il est décrit à l’adresse /docs.
api-field = Le champ { $field } manque, ou n’est pas ce que prend cette porte. Il est décrit à l’adresse /docs.
api-no-staff = Cette porte est réservée à l’équipe.
api-no-right = Cette porte est réservée à d’autres rôles de l’équipe que les vôtres.
api-no-touch = Cet acte est grave : touchez d’abord votre clé encore une fois, sur la page /staff/confirm.

docs-title = L’interface, documentée
docs-lede = Tout ce que font ces pages, un programme peut le faire aussi, par les mêmes portes et selon les mêmes règles. La référence est en anglais.
docs-foot = Pour les programmes
docs-contents = Sur cette page
docs-http = Les portes pour programmes
docs-socket = La liaison en direct
docs-doors = Les portes
docs-statuses = Ce que disent les statuts
docs-shapes = Ce qui s’envoie et se répond
docs-frames = De quoi les trames sont faites
docs-heard = Ce qu’un client peut dire
docs-said = Ce que dit la place
docs-answered = Réponse :
api-no-flagger = Il manque le jeton d’un signaleur de confiance inscrit, ou il n’est plus valable.
