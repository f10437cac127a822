"""The practice cases themselves: each can be decided as advised, by the same rules that any decision is held to."""

from __future__ import annotations

import msgspec
import pytest

from parvis.core.casework import Choice, Ground, Wish
from parvis.core.clock import DAY, Instant
from parvis.core.drafting import fault_in_facts
from parvis.core.ids import RoomId
from parvis.core.policy import HARMS, MEASURES, Harm, Measure
from parvis.moderation import measures, practice
from parvis.moderation.exercises import EXERCISES, Exercise
from parvis.moderation.practice import Point

ROOM, NOW = RoomId("accueil"), Instant(1_800_000_000_000)
each = pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.slug)
LANGS = ("fr", "en")


def decided(one: Exercise, taken: frozenset[Measure]) -> Choice:
    """These measures, with the advised words."""
    choice = practice.advised(one, practice.stage(one, "fr", ROOM, NOW).case)
    wishes = [Wish(measure=measure, for_ms=DAY if MEASURES[measure].timed else None) for measure in taken]
    return msgspec.structs.replace(choice, wishes=wishes)


@each
@pytest.mark.parametrize("lang", LANGS)
def test_what_is_advised_passes_the_rules_of_every_decision_and_agrees_with_itself(one: Exercise, lang: str) -> None:
    scene = practice.stage(one, lang, ROOM, NOW)
    choice = practice.advised(one, scene.case)
    assert measures.objection(scene.case, choice, scene.world) is None
    assert all(point.agrees for point in practice.compared(one, choice))
    assert not choice.facts or fault_in_facts(choice.facts) is None


@each
def test_every_other_set_that_is_called_as_good_can_be_decided_too(one: Exercise) -> None:
    scene = practice.stage(one, "fr", ROOM, NOW)
    for taken in one.advice.also:
        choice = decided(one, taken)
        assert measures.objection(scene.case, choice, scene.world) is None, taken
        assert all(point.agrees for point in practice.compared(one, choice)), taken


@each
def test_every_text_is_there_in_both_languages_and_a_letter_has_its_facts(one: Exercise) -> None:
    texts = [one.title, one.advice.why, *(note for _, note in one.reports)]
    texts += [said.text for said in (*one.before, one.said, *one.after)]
    if practice.has_letter(frozenset(one.advice.measures)):
        texts.append(one.advice.facts)
    else:
        assert one.advice.facts == {}
    assert all(set(text) == set(LANGS) and all(text.values()) for text in texts)


@each
def test_the_right_name_can_be_chosen_without_leaving_the_queue(one: Exercise) -> None:
    assert one.advice.harm in practice.harms_of(one)
    assert HARMS[one.advice.harm].rule == one.advice.rule


@each
def test_more_than_is_enough_does_not_agree(one: Exercise) -> None:
    harsh = decided(one, frozenset({Measure.REMOVE, Measure.LIMIT, Measure.MUTE, Measure.SUSPEND}))
    points = practice.compared(one, harsh)
    assert Point(name="measures", agrees=False) in points
    assert Point(name="rule", agrees=bool(one.advice.facts)) in points, "where nothing is wrong no rule is broken"


def test_names_are_unique_and_lead_from_one_to_the_next() -> None:
    slugs = [one.slug for one in EXERCISES]
    assert len(set(slugs)) == len(slugs)
    assert [found.slug if (found := practice.after(slug)) else None for slug in slugs] == [*slugs[1:], None]
    assert practice.find("nowhere") is None


def test_what_is_held_must_be_answered_here_as_at_the_desk() -> None:
    [held] = [one for one in EXERCISES if one.held]
    scene = practice.stage(held, "fr", ROOM, NOW)
    silent = msgspec.structs.replace(practice.advised(held, scene.case), wishes=[Wish(measure=Measure.NOTHING)])
    refused = measures.objection(scene.case, silent, scene.world)
    assert refused is not None and refused.text_key == "refuse-choice-still-held"


def test_a_name_that_was_wrong_when_the_case_came_does_not_agree() -> None:
    one = practice.find("paid-offer")
    assert one is not None and one.opens_as is Harm.SPAM
    choice = practice.advised(one, practice.stage(one, "fr", ROOM, NOW).case)
    as_spam = msgspec.structs.replace(choice, harm=Harm.SPAM, ground=Ground.TERMS)
    assert [point.name for point in practice.compared(one, as_spam) if not point.agrees] == ["harm"]
