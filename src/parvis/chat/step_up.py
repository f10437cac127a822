"""What a rule asked somebody to show before their next message: shown at its own page, and then asked no more."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.access.age import voucher
from parvis.access.age.offered import METHODS
from parvis.access.proof_of_work import Asked
from parvis.chat.square import Live, Square
from parvis.core.people import Origin
from parvis.core.verdict import Finding
from parvis.live.effects import Owes
from parvis.store import people, sanctions, step_ups
from parvis.store.step_ups import AGE, POW
from parvis.store.writer import Tx


def ask_work(square: Square, live: Live) -> Asked:
    """A fresh proof of work for this visit."""
    means = square.means
    return means.proofs.ask(live.visit.id, live.network, means.clock.now(), means.clock.tick())


async def show_work(square: Square, live: Live, answer: str) -> Finding | None:
    """The proof of work, or the wait in its place; why it is not good, or None."""
    clock = square.means.clock
    found = await square.means.proofs.refused(answer, live.visit.id, live.network, clock.now(), clock.tick())
    if found is None:
        await _shown(square, live, POW)
    return found


async def show_age(square: Square, live: Live, form: Mapping[str, str], origin: Origin) -> Finding | None:
    """The adult proof again; why it is not one, or None. The pass stays the one it was."""
    outcome = await METHODS[voucher.NAME].prove(square.means, form, origin)
    if isinstance(outcome, Finding):
        return outcome
    await _shown(square, live, AGE)
    return None


async def _shown(square: Square, live: Live, kind: str) -> None:
    """On the disk, for the whole identity class; every visit of it that goes on may write again."""
    visit, office = live.visit.id, square.office

    def work(tx: Tx) -> None:
        who = people.identity_of(tx.conn, visit)
        if who is None or not step_ups.show(tx, who, kind, square.means.clock.now()):
            return
        for each in sanctions.visits_of(tx.conn, who.classes()):
            tx.after_commit(office.effects.tell, Owes(visit=each, checks=step_ups.owed_by(tx.conn, each)))

    await square.means.db.write(work)
