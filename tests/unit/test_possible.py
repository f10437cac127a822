"""Every action for everything that is judged: it can be done, or its pack is refused, and the page says which."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

import ruled
from parvis.core.verdict import Kind
from parvis.guard.edition import Edition, as_shipped
from parvis.guard.possible import ACTS, ON_PEOPLE, why_not
from parvis.guard.rules import TOPICS, BadPack
from parvis.web.i18n import LANGUAGES, Texts

MORE = {
    "help": ', topic = "self-harm"', "limit": ', what = "write-in-room", for_s = 600',
    "slow_room": ", every_s = 20, for_s = 600", "step_up": ', check = "pow"',
}  # fmt: skip
COLUMNS = {Kind.MESSAGE: 1, Kind.NICKNAME: 2, Kind.ROOM_NAME: 3, Kind.TOPIC: 3}
PAGE = Path("docs/reference/rules.md").read_text().split("<!-- actions:")[1]
ROWS = {cells[0].strip("` "): cells for cells in (line.strip("|").split("|") for line in PAGE.splitlines()[4:] if line)}


def loaded(*acts: str, on: Kind) -> None:
    """A pack with one rule that does this; BadPack when it is none."""
    written = ", ".join(f'{{ do = "{act}"{MORE.get(act, "")} }}' for act in acts)
    Edition([ruled.pack(("mot", written, "harassment", "hold-harassment"), on=on)])


@pytest.mark.parametrize(("act", "kind"), list(product(ACTS, Kind)))
def test_a_rule_does_what_the_page_says_or_its_pack_is_refused(act: str, kind: Kind) -> None:
    if ROWS[act][COLUMNS[kind]].strip() != "—":
        assert why_not(act, kind) == ""
        loaded(act, on=kind)
        return
    with pytest.raises(BadPack, match=rf"^The rule t-mot cannot {act.replace('_', ' ')} where it is asked of .+\.$"):
        loaded(act, on=kind)


def test_the_page_has_a_row_for_every_action() -> None:
    assert set(ROWS) - {"do", "---"} == set(ACTS) != set()


@pytest.mark.parametrize(("stop", "act"), list(product(("hold", "refuse"), sorted(ON_PEOPLE))))
def test_nothing_befalls_whoever_does_not_come_in(stop: str, act: str) -> None:
    with pytest.raises(BadPack, match="nobody comes in by it"):
        loaded(stop, act, on=Kind.NICKNAME)
    loaded(stop, act, on=Kind.MESSAGE)


def test_what_is_looked_at_later_is_a_message() -> None:
    for kind in (Kind.NICKNAME, Kind.ROOM_NAME, Kind.TOPIC):
        pack = ruled.pack(("mot", '{ do = "allow" }', "spam", "refuse-advert"), on=kind)
        late = replace(pack, rules=(replace(pack.rules[0], stage="async"),))
        with pytest.raises(BadPack, match="only messages are read"):
            Edition([late])


def test_help_lines_are_about_something_that_is_said() -> None:
    with pytest.raises(BadPack, match="of which nothing is said: self-harm"):
        Edition([ruled.pack(("mot", '{ do = "help", topic = "chess" }', "spam", "refuse-advert"))])
    texts = Texts(strict=True)
    for lang, topic, place in product(LANGUAGES, TOPICS, ("help", "help-door")):
        assert texts.text(lang, f"{place}-{topic}")


def test_all_that_is_shipped_can_be_done() -> None:
    assert as_shipped().rules
