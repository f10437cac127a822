# L’administration : ce qui reste à faire avant d’ouvrir, les réglages par des pages, l’état de la maison.

admin-nav = Pages de l’administration
admin-nav-overview = Vue d’ensemble
admin-nav-team = Équipe
admin-title = Administration
admin-open = La porte est ouverte au public.
admin-shut = La porte du public est encore fermée. Voici ce qui la tient, et pourquoi.

# Ce que la porte attend
admin-progress = Avant d’ouvrir
admin-done = fait
admin-missing = il manque quelque chose
admin-left = à faire
admin-still = Il manque
admin-step-legal = Qui répond de la place
admin-step-age = Une vérification d’âge
admin-step-staff = Une équipe
admin-why-legal = La loi veut un nom et une adresse où écrire : règlement (UE) 2022/2065 (DSA), articles 11 et 12, et en France l’article 1-1 de la LCEN. Sans eux, personne ne saurait à qui s’adresser.
admin-why-age = La place est réservée aux adultes, et le dire ne suffit pas : DSA, article 28, et lignes directrices de la Commission (C/2025/5519). Sans vérification, personne n’entre.
admin-why-staff = Personne ne décide seul : il faut deux personnes, dont une qui administre et une qui décide, pour qu’une réclamation soit lue par quelqu’un d’autre (DSA, article 20).
admin-mend-legal = Le contact légal
admin-mend-age = Les vérifications d’âge
admin-mend-staff = Inviter

# Ce qui est conseillé
admin-advice = Conseillé aussi
admin-advice-lede = La porte s’ouvre sans cela, mais une place ne devrait pas s’en passer longtemps.
admin-advice-imprint = Des mentions légales complètes
admin-advice-why-imprint = Adresse postale, téléphone, direction de la publication, hébergeur : en France, la LCEN (article 1-1) les demande à qui édite un service.
admin-advice-counters = Un guichet où recevoir une carte d’entrée
admin-advice-why-counters = Les cartes d’entrée se remettent en main propre : la porte et l’affiche disent où et quand.
admin-advice-seal = Une clé de scellement
admin-advice-why-seal = Sans elle, ce qui doit être scellé n’est pas gardé. Sur la machine : parvis keys init
admin-advice-on-call = Une personne à appeler
admin-advice-why-on-call = Quand personne n’est de service, un dossier immédiat appelle quelqu’un. Réglage on_call.url du fichier.
admin-advice-backup = Des sauvegardes régulières
admin-advice-why-backup = Une par jour, scellée, sur un autre disque. Réglage backup.every_hours du fichier, ou parvis backup.

# État de la maison
admin-health = État
admin-store-writes = La base de données lit et écrit.
admin-store-refuses = Le disque a refusé la dernière écriture : plus rien n’est envoyé tant qu’il refuse.
admin-guard-whole = Toutes les vérifications des messages répondent.
admin-guard-broken = Des vérifications ont échoué depuis le démarrage : { $checks }. Leurs messages ont attendu ou ont été refusés.
admin-on-duty = { $count ->
    [0] Personne n’est de service.
    [one] Une personne est de service.
   *[other] { $count } personnes sont de service.
}
admin-people = { $count ->
    [0] Personne n’est sur la place.
    [one] Une personne est sur la place.
   *[other] { $count } personnes sont sur la place.
}
admin-alarms = { $count ->
    [0] Aucune alerte sur des consultations.
    [one] Une alerte sur des consultations attend.
   *[other] { $count } alertes sur des consultations attendent.
}
admin-version = Parvis { $version }
admin-storage = Stockage
admin-database = La base de données occupe { $size } Mo.
admin-disk = Son disque est plein à { $percent } % ; { $free } Mo sont libres.
admin-disk-full = Faites de la place avant qu’il ne refuse.
admin-backup-at = Dernière sauvegarde : { $day }, { $time }.
admin-backup-none = Aucune sauvegarde n’a été faite ici.
admin-backup-failed = La dernière tentative a échoué : { $fault }

# Des réglages par des pages
admin-nav-square = Nom et langues
admin-nav-legal = Contact et mentions
admin-nav-house-rules = Règles de la maison
admin-nav-rooms = Salons
admin-nav-door = La porte
admin-nav-counters = Guichets
admin-nav-keeping = Heures et soirées
admin-nav-hours = Heures d’ouverture
admin-nav-age = Âge
admin-nav-retention = Durées
admin-nav-log = Journal des réglages
admin-lede-square = Ce que disent toutes les pages.
admin-lede-legal = Qui répond de la place. Tout cela se lit sur la page des mentions légales ; la porte attend au moins le nom et l’adresse de courriel.
admin-lede-house-rules = Ce que votre maison demande en plus des règles numérotées. Un modèle est proposé : changez-le, puis enregistrez.
admin-lede-rooms = Les salons de la place, dans leur ordre. Un salon fermé garde son nom court : s’il revient, il continue où il en était.
admin-lede-door = Ce que lit une personne encore dehors. Laissez vide ce que vous n’avez pas.
admin-lede-counters = Où l’on remet les cartes d’entrée après avoir vérifié l’âge. La porte, la page pour entrer et l’affiche les nomment.
admin-lede-hours = Quand la place est ouverte, et ce qui ferme quand personne de l’équipe n’est là. Hors des heures, personne de nouveau n’entre et les salons se lisent seulement ; signalements, décisions et réclamations restent ouverts à toute heure.
admin-lede-age = Comment une personne montre qu’elle est adulte. Sans aucun moyen, la porte reste fermée.
admin-lede-retention = Combien de temps chaque chose est gardée. Les limites sont celles de la loi et de la maison ; la page « Données personnelles » suit.
admin-lede-log = Qui a réglé quoi, quand, de quoi à quoi. Le registre en garde la preuve.
admin-field-square-name = Nom de la place
admin-field-square-languages = Langues de la place
admin-field-square-timezone = Fuseau horaire
admin-field-square-house_rules = Règles de la maison
admin-field-legal-operator = Association ou personne qui répond de la place
admin-field-legal-contact_email = Courriel de contact, lu chaque jour
admin-field-legal-postal_address = Adresse postale
admin-field-legal-phone = Téléphone
admin-field-legal-publication_director = Direction de la publication
admin-field-legal-host = Hébergeur du serveur : nom, adresse, téléphone
admin-field-door-next_evening = Prochaine soirée
admin-field-door-busy_hours = Heures où la place est animée
admin-field-hours-weekly = Heures de la place
admin-hint-hours-weekly = Une ligne par plage, par exemple « lun-jeu 18:00-23:00 » ou « ven,sam 20:00-02:00 ». Vide : toujours ouverte.
admin-field-hours-dates = Dates exceptionnelles
admin-hint-hours-dates = Par exemple « 2026-12-24 fermé » ou « 2026-12-31 20:00-04:00 ». Une date remplace ce qui commence ce jour-là.
admin-field-desk-unattended_closes = Ce qui ferme quand personne de l’équipe n’est de service
admin-field-age-methods = Moyens de montrer son âge
admin-field-age-pass_days = Jours que dure un laissez-passer
admin-field-age-voucher_days = Jours que vaut le lien d’une carte d’entrée
admin-field-age-short_code_days = Jours que vaut le code court d’une carte
admin-field-age-nicknames_per_day = Pseudos par laissez-passer et par jour
admin-field-retention-room_history_hours = Heures qu’un message reste dans son salon
admin-field-retention-visit_hours = Heures qu’une visite est gardée après sa fin
admin-field-retention-nickname_hold_minutes = Minutes qu’un pseudo reste réservé après sa visite
admin-field-retention-idle_visit_hours = Heures sans signe de vie avant qu’une visite finisse
admin-field-retention-case_days = Jours qu’un dossier clos est gardé
admin-field-retention-staff_days = Jours que l’on garde qui de l’équipe a fait quoi
admin-choice-fr = français
admin-choice-en = anglais
admin-choice-entry = la porte : personne de nouveau n’entre
admin-choice-writing-newcomers = l’écriture, pour qui est entré depuis
admin-choice-writing = l’écriture, pour tout le monde
admin-choice-voucher = carte d’entrée, remise en main propre
admin-from-to = De { $low } à { $high }.
admin-save = Enregistrer
admin-back = Revenir à ce qui reste à faire
admin-kept = C’est enregistré, et la place suit déjà.
admin-not-kept = Rien n’a été enregistré : une valeur ne va pas.
admin-needs-start = { $setting } est enregistré et vaudra au prochain démarrage de parvis serve.
admin-file-wins = Ce réglage se trouve dans le fichier de configuration, qui a le dernier mot. Changez-le là.
admin-file-line = Réglé dans { $file }, ligne { $line }. Le fichier a le dernier mot : changez-le là, ou retirez-en la ligne.
admin-fault-name = Un nom de 1 à 60 caractères est attendu.
admin-fault-languages = Choisissez au moins une langue, et donnez à chaque salon son nom dans chacune.
admin-fault-timezone = Un fuseau comme Europe/Paris est attendu.
admin-fault-weekly = Il faut des lignes comme lun-jeu 18:00-23:00, 40 au plus.
admin-fault-dates = Il faut des lignes comme 2026-12-24 fermé, ou 2026-12-31 20:00-04:00, 40 au plus.
admin-fault-email = Une adresse comme contact@example.org est attendue.
admin-fault-short-code = Un nombre de jours d’au moins 1, et pas plus que pour le lien : un code court se devine mieux.
admin-fault-number = Un nombre entier de { $low } à { $high } est attendu.
admin-fault-spoken = Un texte est attendu dans chaque langue de la place, ou dans aucune.
admin-fault-text = Cette valeur ne convient pas ici.
admin-fault-elsewhere = Ce changement ne va pas avec un autre réglage : { $setting }.
admin-fault-room-id = De 2 à 30 caractères parmi a–z, 0–9 et le trait d’union, et d’aucun autre salon.
admin-fault-every-language = Un texte est attendu dans chaque langue de la place.
admin-fault-empty = Ce champ ne peut pas rester vide.
admin-fault-landing = On arrive dans ce salon : choisissez d’abord un autre salon d’arrivée.
admin-rooms-all = Les salons
admin-room-new = Un salon de plus
admin-room-id = Nom court, pour les adresses
admin-room-id-hint = Il ne change plus ensuite : les messages y sont attachés.
admin-room-name = Nom
admin-room-topic = Sujet, en une phrase
admin-room-kind = Sorte de salon
admin-room-kind-topic = un sujet
admin-room-kind-area = un lieu
admin-room-mode = Écriture
admin-room-mode-open = tout le monde écrit
admin-room-mode-read_only = lecture seule
admin-room-sensitive = Y être dit quelque chose de l’orientation, de la santé ou des croyances : un accord est demandé à l’entrée.
admin-room-landing = Salon où l’on arrive
admin-room-add = Ajouter ce salon
admin-room-up = Monter
admin-room-close = Fermer ce salon
admin-counter-new = Un guichet de plus
admin-counter-name = Nom du lieu
admin-counter-address = Adresse
admin-counter-hours = Horaires
admin-counter-add = Ajouter ce guichet
admin-counter-remove = Retirer ce guichet
admin-counter-paper = Ensuite, sur la machine : parvis voucher issue imprime les cartes, parvis poster l’affiche.
admin-was = Avant :
admin-is = Après :
admin-log-none = Rien n’a encore été réglé par ces pages.
admin-nobody-known = une personne dont le nom n’est plus gardé
admin-rules-template =
    On se dit bonsoir en arrivant, et on se parle comme à une voisine.
    Ce qui se dit ici reste ici : pas de captures d’écran ailleurs.
    Pas de réclame, pas de collecte, même pour une bonne cause.
    Un désaccord se quitte avant qu’il ne devienne une dispute.
    Un doute, une gêne : prévenez l’équipe, elle préfère dix alertes de trop.
