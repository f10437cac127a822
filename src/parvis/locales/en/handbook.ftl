# The handbook at /help.

handbook-foot = Help
handbook-sections = Parts of the handbook
handbook-beside = In this part
handbook-only-english = This page is in English only for now.
handbook-visit = For visitors
handbook-start = Start
handbook-operate = Operate
handbook-moderate = Moderate
handbook-law = Law
handbook-reference = Reference
handbook-build = Build
handbook-decisions = Decisions
