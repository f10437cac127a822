# Ce qui s’imprime : les cartes d’entrée et l’affiche.

# La carte d’entrée, 90 × 64 mm
paper-cards-title = Cartes d’entrée
paper-card-line = Une place où parler entre adultes, sans compte.
paper-card-once = Cette carte ouvre une fois : scannée avant le { $link }, ou tapée avant le { $short }.
paper-card-kind = Elle dit seulement que vous êtes adulte.
paper-qr-card = QR qui ouvre la porte avec cette carte

# L’affiche, A4
paper-poster-title = Affiche
paper-poster-line = Une place où parler entre adultes, sans compte.
paper-poster-lede = Ni nom, ni courriel, ni téléphone : un pseudo, et vous y êtes.
paper-poster-adults = Réservé aux adultes
paper-poster-come = Venez à un guichet. Une personne vérifie que vous êtes adulte : elle regarde, et ne note rien.
paper-poster-card = Elle vous remet une carte, prise au hasard dans le paquet.
paper-poster-enter = Chez vous, scannez la carte et choisissez un pseudo.
paper-poster-qr = Tout savoir avant d’entrer
paper-qr-how = QR qui ouvre la page « Comment entrer »
paper-poster-counters = Où retirer une carte
paper-poster-no-counter = Les guichets sont annoncés sur { $address }
paper-poster-more = Autres guichets : { $address }
paper-poster-evening = Prochaine soirée :
paper-poster-minors = Moins de 18 ans ? Le 3018 vous écoute, gratuit et confidentiel.
