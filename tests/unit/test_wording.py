"""What a statement says: everything Article 17 asks for, in both languages, for every measure, ground and machine."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from parvis.core.casework import (
    Action,
    ActionState,
    Automated,
    Ground,
    Identity,
    Outcome,
    Statement,
    StatementKind,
    Wish,
)
from parvis.core.clock import DAY, Instant
from parvis.core.config import Config
from parvis.core.ids import ActionId, CaseId, DecisionId, RoomId, StatementId, VisitId
from parvis.core.policy import HARMS, MEASURES, RULES, Feature, Harm, Measure
from parvis.moderation import tdb, wording
from parvis.web.i18n import LANGUAGES, Texts
from parvis.web.letters import Shown, Writer, as_text

AT = Instant(1_795_000_000_000)
STATED = [one for one, policy in MEASURES.items() if policy.statement or one is Measure.RELEASE]
TEXTS = Texts(strict=True, isolating=False)


def action(measure: Measure, *, feature: Feature | None = None, room: str = "", lasting: bool = True,
           state: ActionState | None = None) -> Action:  # fmt: skip
    feature = feature or (Feature.WRITE_IN_ROOM if measure is Measure.LIMIT else None)
    held = MEASURES[measure].timed or measure is Measure.BAN
    return Action(
        id=ActionId(measure.value), decision=DecisionId("d"), case=CaseId("c"),
        state=state or (ActionState.ACTIVE if held else ActionState.DONE),
        wish=Wish(measure=measure, feature=feature, room=RoomId(room) if room else None), starts_at=AT,
        ends_at=Instant(AT + 7 * DAY) if MEASURES[measure].timed and lasting else None,
    )  # fmt: skip


def statement(*actions: Action, **changes: Any) -> Statement:
    usual: dict[str, Any] = {
        "id": StatementId("s"), "puid": "p", "kind": StatementKind.MEASURE, "case": CaseId("c"), "lang": "fr",
        "decision": DecisionId("d"), "addressee": Identity(visit=VisitId("v"), nickname="Capucine"),
        "measures": list(actions), "harm": Harm.HARASSMENT, "ground": Ground.TERMS, "rule": 2, "legal_ground": "",
        "explanation": "", "facts": {"fr": "Ce qui s’est dit.", "en": "What was said."}, "quoted": "Mes mots.",
        "source": "SOURCE_ARTICLE_16", "automated_detection": False, "automated": Automated.NOT, "content_at": AT,
        "terms_version": "2026-11-26", "issued_at": AT, "expires_at": Instant(AT + 183 * DAY), "decided_by": 12,
    }  # fmt: skip
    return Statement(**usual | changes)


def shown(one: Statement, lang: str, now: Instant = AT) -> Shown:
    return Writer(TEXTS, Config(), lang, {room.id: room for room in Config().rooms}).letter(
        wording.letter(one, now, lang)
    )


def section(one: Shown, key: str) -> str:
    return "\n".join(part.text for name, _, parts in one.sections if name == key for part in parts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("measure", "ground", "automated"), list(product(STATED, Ground, Automated)))
def test_every_measure_ground_and_machine_has_its_words(
    lang: str, measure: Measure, ground: Ground, automated: Automated
) -> None:
    law, is_illegal = HARMS[Harm.HARASSMENT].grounds[0], ground is Ground.ILLEGAL
    decided = statement(action(measure), ground=ground, automated=automated, legal_ground=law if is_illegal else "")
    one = shown(decided, lang)
    assert [key for key, _, _ in one.sections] == [
        "statement-what", "statement-facts", "statement-program", "statement-ground", "statement-who"
    ]  # fmt: skip
    for key, _, _ in one.sections:
        assert section(one, key).strip()
    assert (law in section(one, "statement-ground")) is is_illegal
    assert TEXTS.text(lang, RULES[1]) in section(one, "statement-ground"), "the rule in its own words"
    assert "2026-11-26" in section(one, "statement-ground")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("feature", "room", "lasting"), list(product(Feature, ("", "nuit"), (True, False))))
def test_every_limit_says_which_feature_where_and_until_when(
    lang: str, feature: Feature, room: str, lasting: bool
) -> None:
    if room and feature is not Feature.WRITE_IN_ROOM:
        return
    said = section(
        shown(statement(action(Measure.LIMIT, feature=feature, room=room, lasting=lasting)), lang), "statement-what"
    )
    assert ("Couche-tard" in said or "Night owls" in said) is bool(room)
    assert ("25 nov" in said.lower()) is lasting


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", sorted(wording.TIED))
def test_a_restriction_of_a_person_says_that_another_name_changes_nothing_and_the_network_is_free(
    lang: str, measure: Measure
) -> None:
    said = section(shown(statement(action(measure)), lang), "statement-what")
    assert TEXTS.text(lang, "statement-tied") in said
    assert TEXTS.text(lang, "statement-scope") in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("source", tdb.SOURCE_TYPES)
def test_every_source_is_said_and_nobody_who_reported_is_named(lang: str, source: str) -> None:
    key = f"statement-source-{source.lower().replace('_', '-')}"
    assert TEXTS.text(lang, key) in section(
        shown(statement(action(Measure.REMOVE), source=source), lang), "statement-facts"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ground", sorted(wording.KNOWN_GROUNDS))
def test_every_law_that_can_be_cited_is_explained_in_a_sentence(lang: str, ground: str) -> None:
    said = section(
        shown(statement(action(Measure.REMOVE), ground=Ground.ILLEGAL, legal_ground=ground), lang), "statement-ground"
    )
    assert ground in said
    assert TEXTS.text(lang, f"law-{wording.law_key(ground)}") in said


def test_a_law_typed_by_hand_stands_as_it_was_typed() -> None:
    one = statement(
        action(Measure.REMOVE), ground=Ground.ILLEGAL, legal_ground="Code pénal, art. 9999", explanation="Car."
    )
    said = section(shown(one, "fr"), "statement-ground")
    assert "Code pénal, art. 9999" in said
    assert "Car." in said


def test_facts_that_exist_in_one_language_are_shown_in_it_and_it_is_said() -> None:
    one = shown(statement(action(Measure.REMOVE), facts={"fr": "Seulement en français."}), "en")
    quoted = [part for _, _, parts in one.sections for part in parts if part.quoted]
    assert (quoted[0].text, quoted[0].lang) == ("Seulement en français.", "fr")
    assert TEXTS.text("en", "statement-facts-lang") in section(one, "statement-facts")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", [ActionState.EXPIRED, ActionState.LIFTED, ActionState.REVERSED])
def test_what_no_longer_holds_is_said_to_be_over(lang: str, state: ActionState) -> None:
    one = shown(statement(action(Measure.MUTE, state=state)), lang)
    assert TEXTS.text(lang, f"statement-state-{state.value}") in section(one, "statement-what")


def test_a_measure_whose_time_has_passed_is_over_before_any_job_has_said_so() -> None:
    one = statement(action(Measure.MUTE))
    assert TEXTS.text("fr", "statement-state-expired") not in section(shown(one, "fr", AT), "statement-what")
    later = Instant(AT + 8 * DAY)
    assert TEXTS.text("fr", "statement-state-expired") in section(shown(one, "fr", later), "statement-what")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", ["refuse-formatting", "refuse-minor", "refuse-advert", "refuse-empty"])
def test_an_automatic_refusal_says_what_was_said_then_and_that_no_person_decided(lang: str, reason: str) -> None:
    one = shown(statement(kind=StatementKind.REFUSAL, automated=Automated.FULLY, told=reason, facts={}), lang)
    assert TEXTS.text(lang, reason) in section(one, "statement-facts")
    assert TEXTS.text(lang, "statement-automated-fully") in section(one, "statement-program")
    assert section(one, "statement-who") == TEXTS.text(lang, "statement-who-program")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", Outcome)
def test_an_answer_to_an_appeal_says_how_it_ended_and_what_is_given_back(lang: str, outcome: Outcome) -> None:
    kind = StatementKind.ANSWER if outcome is Outcome.UPHELD else StatementKind.REVERSAL
    told = f"appeal-outcome-{outcome.value}"
    one = shown(statement(action(Measure.MUTE, state=ActionState.REVERSED), kind=kind, told=told), lang)
    assert section(one, "statement-what").startswith(TEXTS.text(lang, told))
    assert [key for key, _, _ in one.sections] == ["statement-what", "statement-answer", "statement-who"]


def test_the_text_file_keeps_its_lines_short_and_its_quotes_marked() -> None:
    one = shown(statement(action(Measure.REMOVE), facts={"fr": "mot " * 200, "en": ""}), "fr")
    text = as_text(one, "Parvis", after=["FIN"])
    assert max(len(line) for line in text.splitlines()) <= 76
    assert "> mot mot" in text
    assert text.rstrip().endswith("FIN")
