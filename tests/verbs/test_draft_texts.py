"""Templates of facts: those that come with Parvis, the house's own versions, and blanks that stop a decision."""

from __future__ import annotations

import pytest

from caseload import ANNE
from parvis import app
from parvis.access.means import Means
from parvis.core.drafting import BLANK, DraftText, fault_in_facts
from parvis.core.policy import Harm
from parvis.moderation import texts
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused


@pytest.fixture
def office(means: Means) -> Office:
    return app.office_of(means)


async def test_a_fresh_house_has_templates_in_both_languages_each_with_a_blank(office: Office) -> None:
    offered = await texts.offered(office, Harm.SPAM)
    assert len(offered) >= 12
    assert offered[0].harm is Harm.SPAM, "those for the case at hand come first"
    for one in offered:
        assert set(one.facts) == {"fr", "en"}
        for text in one.facts.values():
            assert BLANK in text, f"{one.id}: what only a moderator can know is left to them"
            assert fault_in_facts({"fr": text}) == "refuse-facts-blank"


async def test_a_version_is_added_and_the_newest_is_offered(office: Office) -> None:
    facts = {"fr": "Vous avez écrit : ###.", "en": "You wrote: ###."}
    kept = await texts.keep(office, ANNE, "insult-room", Harm.HARASSMENT, facts)
    assert isinstance(kept, DraftText) and (kept.version, kept.by) == (2, ANNE)
    again = await texts.keep(office, ANNE, "insult-room", Harm.HATE, facts)
    assert isinstance(again, DraftText) and again.version == 3
    assert [one.harm for one in await texts.offered(office) if one.id == "insult-room"] == [Harm.HATE]
    fresh = await texts.keep(office, ANNE, "our-own", Harm.OTHER, facts)
    assert isinstance(fresh, DraftText) and fresh.version == 1


async def test_a_retired_template_is_offered_no_more_also_one_that_came_with_parvis(office: Office) -> None:
    assert await texts.retire(office, ANNE, "flood") is None
    assert "flood" not in {one.id for one in await texts.offered(office)}
    assert isinstance(await texts.retire(office, ANNE, "nothing-like-it"), Refused)


@pytest.mark.parametrize(
    ("name", "facts", "key"),
    [
        ("Bad Name", {"fr": "x", "en": "x"}, "refuse-template-name"),
        ("a" * 41, {"fr": "x", "en": "x"}, "refuse-template-name"),
        ("good", {"fr": "x"}, "refuse-template-languages"),
        ("good", {"fr": "x" * 5_001, "en": "x"}, "refuse-facts-long"),
    ],
)
async def test_what_cannot_be_a_template_is_refused(office: Office, name: str, facts: dict[str, str], key: str) -> None:
    found = await texts.keep(office, ANNE, name, Harm.OTHER, facts)
    assert isinstance(found, Refused) and found.text_key == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "refuse-facts-empty"),
        ("Vous avez écrit ###.", "refuse-facts-blank"),
        ("x" * 5_001, "refuse-facts-long"),
        ("Vous avez donné l’adresse de camille@exemple.org.", "refuse-facts-personal"),
        ("Vous avez donné le 06 12 34 56 78 de quelqu’un.", "refuse-facts-personal"),
        ("La visite 0123456789abcdef0123 a été touchée.", "refuse-facts-personal"),
        ("À 20 h 15, vous avez écrit trois fois la même phrase en 10 minutes.", None),
    ],
)
def test_facts_are_complete_and_give_nobody_away(text: str, key: str | None) -> None:
    assert fault_in_facts({"fr": text}) == key
