# Ce que disent, en une phrase, les textes qu’une décision peut citer. Ce n’est pas le texte officiel.

law-cp-227-22-1 = Un adulte qui fait des propositions sexuelles, par un moyen électronique, à une personne mineure de moins de 15 ans.
law-cp-227-23 = Montrer, transmettre, enregistrer ou chercher l’image pornographique d’une personne mineure.
law-cp-227-24 = Rendre visible par des personnes mineures un message violent, pornographique ou dangereux.
law-cp-222-17 = Menacer quelqu’un d’un crime ou d’un délit contre sa personne.
law-cp-132-77 = Aggravation d’une infraction commise en raison du sexe, de l’orientation sexuelle ou de l’identité de genre de la victime.
law-cp-311-4 = Vol aggravé, notamment à plusieurs ou avec violence.
law-cp-223-13 = Provoquer une autre personne au suicide.
law-cp-225-5 = Proxénétisme : aider ou exploiter la prostitution d’une autre personne, ou en tirer profit.
law-cp-225-12-1 = Demander ou obtenir des relations sexuelles contre rémunération.
law-cp-312-10 = Chantage : obtenir quelque chose en menaçant de révéler des faits.
law-cp-226-2-1 = Diffuser sans accord des paroles ou des images à caractère sexuel.
law-cp-223-1-1 = Révéler la vie privée d’une personne de façon à l’exposer à un danger.
law-cp-226-1 = Porter atteinte à l’intimité de la vie privée, par exemple en diffusant des paroles privées.
law-cp-421-2-5 = Provoquer au terrorisme ou en faire l’éloge publiquement.
law-cp-222-33-2-2 = Harceler quelqu’un, y compris en ligne et à plusieurs.
law-cp-222-33 = Harcèlement sexuel : imposer, de façon répétée, des propos à connotation sexuelle.
law-cp-r624-3 = Diffamation non publique visant ce qu’une personne est.
law-1881-24 = Provoquer à la haine, à la discrimination ou à la violence.
law-1881-33 = Injure publique, notamment pour ce qu’une personne est ou aime.
law-cp-222-37 = Transporter, détenir, proposer, céder ou acheter des stupéfiants.
law-csp-l3421-4 = Provoquer à l’usage ou au trafic de stupéfiants.
law-cp-313-1 = Escroquerie : tromper quelqu’un pour obtenir de l’argent ou autre chose.
law-cp-226-4-1 = Usurper l’identité d’une autre personne.
