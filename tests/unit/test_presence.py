"""Presence: a lost line is forgiven for a while, a goodbye is not, and others are told each change once."""

from __future__ import annotations

from parvis.core.clock import Instant
from parvis.core.ids import ConversationId, PassId, VisitId
from parvis.core.people import AgeBand, Profile, Visit
from parvis.core.talk import PRESENCE_GRACE_MS
from parvis.live.presence import Presence

ROOM = ConversationId("r:accueil")
NOW = Instant(1_000)


def visit(name: str) -> Visit:
    profile = Profile(nickname=name, age_band=AgeBand.FROM_35)
    return Visit(id=VisitId(name), pass_id=PassId("p"), profile=profile, lang="fr", entered_at=NOW)


def told(presence: Presence) -> list[tuple[list[str], list[str]]]:
    return [(sorted(change.came), sorted(change.went)) for _, change in presence.changes()]


def test_coming_and_going_is_told_once() -> None:
    presence = Presence()
    presence.arrive(ROOM, visit("ana"))
    assert told(presence) == [(["ana"], [])]
    presence.forget(ROOM, VisitId("ana"))
    assert told(presence) == [([], ["ana"])]
    assert told(presence) == []


def test_a_train_in_a_tunnel_does_not_flap() -> None:
    presence = Presence()
    presence.arrive(ROOM, visit("ana"))
    told(presence)
    presence.depart(ROOM, VisitId("ana"), NOW)
    presence.sweep(Instant(NOW + PRESENCE_GRACE_MS - 1))
    assert presence.here(ROOM) == 1
    presence.arrive(ROOM, visit("ana"))
    presence.sweep(Instant(NOW + 2 * PRESENCE_GRACE_MS))
    assert told(presence) == []


def test_who_stays_away_is_gone_after_the_grace_time() -> None:
    presence = Presence()
    presence.arrive(ROOM, visit("ana"))
    told(presence)
    presence.depart(ROOM, VisitId("ana"), NOW)
    presence.sweep(Instant(NOW + PRESENCE_GRACE_MS))
    assert told(presence) == [([], ["ana"])]
    assert presence.here(ROOM) == 0


def test_a_second_tab_keeps_somebody_present() -> None:
    presence = Presence()
    presence.arrive(ROOM, visit("ana"))
    presence.arrive(ROOM, visit("ana"))
    presence.depart(ROOM, VisitId("ana"), NOW)
    presence.sweep(Instant(NOW + 2 * PRESENCE_GRACE_MS))
    assert [one.id for one in presence.people(ROOM)] == ["ana"]


def test_head_counts_are_coarse() -> None:
    presence = Presence()
    for number in range(9):
        presence.arrive(ROOM, visit(f"v{number}"))
    assert presence.here(ROOM) == 5
    assert presence.square() == 5
