"""Names that would pass for somebody who speaks with authority here: the team, the server, the police."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parvis.core.skeleton import loose_skeleton
from parvis.guard.views import Views, loose, loose_words

_BUILT_IN = """
    modo modos mod mods moderateur moderateurs moderatrice moderatrices moderation moderator moderators moderer
    admin admins administrateur administrateurs administratrice administration administrator sysadmin webmaster root
    equipe equipes team staff parvis systeme system serveur server robot bot bots support assistance hotline helpdesk
    police policier policiere gendarme gendarmes gendarmerie pharos officiel officielle official operateur operatrice
    operator animateur animatrice prefecture procureur tribunal arcom cnil
"""
_STARTS = tuple(loose_words("moderat admin gendarmer parvis sysadmin webmaster policenat equipeparvis"))
_ENDS = tuple(loose_words("moderateur moderatrice moderation moderator admin administrateur gendarmerie parvis"))
_BADMINTON = re.compile("badmin")
PREFIX_FROM = 5
"""An operator's own word of this length is also found at the start or the end of a longer one."""


class Reserved:
    """The built-in words and the operator's own."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        own = [Views(word) for word in words]
        self._own = {loose(view.compact) for view in own} - {""}
        self._words = loose_words(_BUILT_IN) | self._own
        self._looks = frozenset(map(loose_skeleton, (*_BUILT_IN.split(), *(view.text for view in own))))

    def holds(self, views: Views) -> bool:
        """Whether a reserved word stands in the name by itself, or at an end, or is what the whole looks like."""
        compact = loose(views.compact)
        if views.words & self._words or compact in self._words or loose_skeleton(views.text) in self._looks:
            return True
        if compact.startswith(_STARTS) or (compact.endswith(_ENDS) and not _BADMINTON.search(compact)):
            return True
        if any(chunk.startswith(_STARTS) for chunk in views.chunks):
            return True
        long = tuple(word for word in self._own if len(word) >= PREFIX_FROM)
        return compact.startswith(long) or compact.endswith(long)
