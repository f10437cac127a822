# Les salons que des visiteurs proposent : la page pour proposer, ce qui s’y oppose, et la page de l’équipe.

lobby-propose = Proposer un salon
propose-title = Proposer un salon
propose-lede = { $n ->
    [one] Un sujet vous manque ? Proposez-le. Une personne de l’équipe lit chaque proposition et y répond avec ses raisons. Un salon où personne ne parle pendant un jour se ferme de lui-même.
   *[other] Un sujet vous manque ? Proposez-le. Une personne de l’équipe lit chaque proposition et y répond avec ses raisons. Un salon où personne ne parle pendant { $n } jours se ferme de lui-même.
}
propose-mine = Vos propositions
propose-state-waiting = Attend une réponse de l’équipe.
propose-state-approved = Ouvert.
propose-state-declined = N’ouvrira pas.
propose-state-withdrawn = Vous l’avez retirée.
propose-state-lapsed = Personne n’a pu répondre à temps.
propose-state-closed = Fermé par l’équipe.
propose-state-empty = Fermé : personne n’y parlait plus.
propose-withdraw = Retirer ma proposition
propose-in-fr = En français
propose-in-en = En anglais
propose-optional = (si vous le souhaitez)
propose-name = Nom du salon
propose-name-hint = { $max } caractères au plus. Tout le monde le lira.
propose-topic = De quoi y parle-t-on ?
propose-topic-hint = Une phrase, { $max } caractères au plus.
propose-next = L’équipe saura quel pseudo l’a proposé ; les autres ne le sauront pas. La réponse vous attendra ici et à la page des décisions.
propose-send = Proposer
propose-back = Tous les salons

# Ce qui s’y oppose
refuse-proposal-shut = Sur cette place, seuls les salons de l’équipe existent pour l’instant.
refuse-proposal-restricted = Une mesure vous concerne en ce moment. Vous pourrez proposer un salon quand elle aura pris fin.
refuse-proposal-stranger = Faites connaissance d’abord : on peut proposer un salon quand quelques personnes vous ont répondu ici.
refuse-proposal-newcomer = { $minutes ->
    [one] Faites un peu connaissance d’abord : vous pourrez proposer un salon dans une minute.
   *[other] Faites un peu connaissance d’abord : vous pourrez proposer un salon dans { $minutes } minutes.
}
refuse-proposal-waits = Une de vos propositions attend déjà une réponse. Vous pouvez la retirer, ou patienter.
refuse-proposal-own-limit = Vous avez déjà proposé un salon aujourd’hui. Revenez demain.
refuse-proposal-day-limit = Beaucoup de salons ont été proposés aujourd’hui, et l’équipe doit pouvoir les lire. Revenez demain.
refuse-proposal-name = Il faut un nom, de { $max } caractères au plus.
refuse-proposal-topic = Dites en une phrase, de { $max } caractères au plus, de quoi on y parle.
refuse-proposal-judged-name = Ce nom ne convient pas à un salon : ni numéro, ni lien, ni tarif, rien qui s’adresse à des mineurs ou qui blesse (règles 1 à 4). Choisissez-en un autre.
refuse-proposal-judged-topic = Cette phrase ne convient pas à un salon : elle touche à ce que nos règles ne permettent pas. Dites-le autrement.
refuse-proposal-unknown = Cette proposition n’est plus là, ou elle a déjà eu sa réponse.
refuse-proposal-decided = Quelqu’un a répondu avant vous. Voici où en sont les propositions.
refuse-proposal-reasons = Écrivez les raisons, dans une langue au moins : la personne qui l’a proposé les lira.
refuse-proposal-long = Ces raisons sont trop longues : { $max } caractères au plus.

# La page de l’équipe
desk-rooms-title = Salons proposés
desk-rooms-lede = Chaque réponse part en lettre à la personne qui a proposé ; un refus ou une fermeture se conteste, et quelqu’un d’autre répond alors.
desk-rooms-waiting = { $count ->
    [0] Rien n’attend
    [one] Une proposition attend
   *[other] { $count } propositions attendent
}
desk-rooms-none = Aucune proposition sans réponse.
desk-rooms-by = Proposé par { $name }, le { $time }
desk-rooms-approve = Ouvrir ce salon
desk-rooms-name-fr = Nom en français, s’il manque
desk-rooms-name-en = Nom en anglais, s’il manque
desk-rooms-topic-fr = Sujet en français
desk-rooms-topic-en = Sujet en anglais
desk-rooms-sensitive = Y être dit quelque chose d’intime (orientation, santé, croyances) : demander un accord à l’entrée
desk-rooms-do-approve = Ouvrir
desk-rooms-decline = Ne pas l’ouvrir
desk-rooms-do-decline = Répondre non, avec ces raisons
desk-rooms-reasons-fr = Raisons, en français
desk-rooms-reasons-en = Raisons, en anglais
desk-rooms-rule = Règle en cause
desk-rooms-no-rule = Aucune : il ne convient pas à la place
desk-rooms-open = Salons ouverts ainsi
desk-rooms-close = Fermer ce salon pour de bon
desk-rooms-do-close = Fermer, avec ces raisons
