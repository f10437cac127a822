# Une pièce scellée, vue du bureau : ce qu’on en sait, qui a dit oui, comment elle sort.

sealed-title = Pièce scellée
sealed-link = Pièce scellée du { $time }
sealed-captured = saisie le { $time }
sealed-what = Ce qui s’éloigne de ce qui a été signalé. Personne ici ne peut la lire : seule la clé gardée hors du serveur l’ouvre.
sealed-digest = Empreinte (SHA-256) de ce qui a été scellé :
sealed-held = Conservée à la demande d’une autorité jusqu’au { $until }.
sealed-held-open = Conservée à la demande d’une autorité.
sealed-two-title = Pour la faire sortir
sealed-two = Il faut deux personnes. Vous dites pourquoi ; une autre lit votre demande et répond.
sealed-why = Pourquoi faut-il l’ouvrir
sealed-ask = Demander à une seconde personne
sealed-own = Vous l’avez demandé. C’est à une autre personne de répondre.
sealed-asked = Modération n° { $number } demande à la faire sortir.
sealed-look = Lire la demande
sealed-agreed = Modération n° { $first } et Modération n° { $second } sont d’accord. Elle peut sortir une fois, toujours scellée.
sealed-waiting = Pièces scellées à faire sortir
sealed-purpose = Pourquoi elle sort
sealed-purpose-appeal = pour décider une réclamation
sealed-purpose-order = une autorité l’a demandé, selon la loi
sealed-purpose-safety = quelqu’un est en danger
sealed-purpose-decide = pour décider ce dossier
sealed-take = Emporter la pièce scellée
sealed-then = Portez-la à qui garde la clé. Là-bas : parvis keys open, puis comparez l’empreinte. Ce départ est inscrit au registre.
refuse-sealed-gone = Cette pièce n’existe pas, n’est pas scellée ou a été détruite.
refuse-sealed-not-agreed = Il faut d’abord l’accord d’une seconde personne.
refuse-sealed-not-one-of-two = Elle sort par l’une des deux personnes qui en ont décidé.
