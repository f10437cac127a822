"""What the guard looks for in a message, as data: lists of terms and patterns, the harm each is about and what follows.

A pack is a TOML file of lists (`packs/`). All lists of all packs are asked in one pass (`parvis.guard.matching`).
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable

import msgspec

from parvis.core.policy import Harm
from parvis.core.verdict import Finding, Ruling
from parvis.guard.matching import Matcher
from parvis.guard.views import Views

SHIPPED = "start.toml"


class BadPack(ValueError):
    """A pack that cannot be used; the text says why."""


class TermList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One list, written as it is read: `Views.bare`, that is small plain letters without accents.

    A list with a ``ruling`` speaks when something of it is found, together with something of every list in ``needs``,
    and nothing of the lists in ``unless``. One without only serves others.
    """

    id: str
    harm: Harm
    source: str = "Parvis"
    ruling: str = ""
    """``refuse``, ``hold``, ``prompt``, or nothing."""
    text_key: str = ""
    """The sentence for whoever wrote it."""
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    """Whole words."""
    patterns: tuple[str, ...] = ()
    """Regular expressions of RE2; ``<name>`` stands for a part of the pack."""
    caught: tuple[str, ...] = ()
    """Messages this list must catch, and below some it must let pass: tests that travel with the list."""
    passed: tuple[str, ...] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lists that belong together, and the ``parts`` their patterns share."""

    list: tuple[TermList, ...]
    parts: dict[str, str] = {}


def read(source: str | bytes) -> tuple[TermList, ...]:
    """The lists of a pack, parts put in; BadPack when it is none."""
    try:
        pack = msgspec.toml.decode(source, type=Pack)
    except msgspec.DecodeError as fault:
        raise BadPack(f"This is no pack: {fault}.") from fault
    return tuple(
        msgspec.structs.replace(one, patterns=tuple(filled(each, pack.parts) for each in one.patterns))
        for one in pack.list
    )


def shipped() -> tuple[TermList, ...]:
    """The lists that come with Parvis."""
    return read((importlib.resources.files("parvis.guard") / "packs" / SHIPPED).read_bytes())


class Lists:
    """Lists made ready; never changed, so a message meets all of one edition or all of another."""

    def __init__(self, lists: Iterable[TermList]) -> None:
        self.all = tuple(lists)
        self._by_id = {one.id: one for one in self.all}
        _check(self.all, self._by_id)
        terms = [(Views(term).bare, one.id) for one in self.all for term in one.terms]
        patterns = [(pattern, one.id) for one in self.all for pattern in one.patterns]
        self._owners = tuple(owner for _, owner in (*terms, *patterns))
        self._matcher = Matcher([term for term, _ in terms], [pattern for pattern, _ in patterns])

    def judge(self, views: Views) -> tuple[Finding, ...]:
        """What the lists say of a message; nothing, for nearly every one."""
        places = self._matcher.found(views.bare)
        if not places:
            return ()
        found = {self._owners[place] for place in places}
        return tuple(_finding(one) for one in self.all if one.id in found and _speaks(one, found))


def _speaks(one: TermList, found: set[str]) -> bool:
    return bool(one.ruling) and found.issuperset(one.needs) and found.isdisjoint(one.unless)


def _finding(one: TermList) -> Finding:
    return Finding(check=one.id, ruling=Ruling[one.ruling.upper()], text_key=one.text_key)


def _check(lists: tuple[TermList, ...], by_id: dict[str, TermList]) -> None:
    if len(by_id) != len(lists):
        raise BadPack("Two lists share an id.")
    for one in lists:
        unknown = [name for name in (*one.needs, *one.unless) if name not in by_id]
        if unknown:
            raise BadPack(f"The list {one.id} names {', '.join(unknown)}, which is not there.")
        if one.ruling and one.ruling.upper() not in (Ruling.PROMPT.name, Ruling.HOLD.name, Ruling.REFUSE.name):
            raise BadPack(f"The list {one.id} rules {one.ruling}, which is no ruling.")
        if bool(one.ruling) != bool(one.text_key):
            raise BadPack(f"The list {one.id} needs a ruling and a sentence, or neither.")
        if any(not Views(term).bare for term in one.terms):
            raise BadPack(f"The list {one.id} holds a term of which nothing can be read.")


def filled(pattern: str, parts: dict[str, str]) -> str:
    """A pattern with ``<name>`` replaced by the part of that name."""
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", part)
    return pattern
