# Le manuel : /help.

handbook-foot = Aide
handbook-sections = Parties du manuel
handbook-beside = Dans cette partie
handbook-only-english = Cette page n’existe qu’en anglais pour l’instant.
handbook-visit = Visiter
handbook-start = Commencer
handbook-operate = Faire vivre
handbook-moderate = Modérer
handbook-law = Droit
handbook-reference = Référence
handbook-build = Construire
handbook-decisions = Décisions
