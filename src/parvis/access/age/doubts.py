"""An age under 18 said at the door: it holds for the pass and the device until an adult is shown anew.

The stated age is never the age check, but it is a reason to doubt the one there was: a card changes hands. What is kept
is what is kept of every proof that is asked (table `step_up`): the pass, the device, the day; neither age nor nickname.
Decision 0037.
"""

from __future__ import annotations

from parvis.access.means import Means
from parvis.core.casework import Identity
from parvis.core.ids import PassId, VisitId, fresh_word
from parvis.core.people import Origin
from parvis.store import sanctions, step_ups
from parvis.store.writer import Tx

AT_THE_DOOR = VisitId("")
"""Nobody is on a visit yet."""


def raise_now(tx: Tx, means: Means, pass_id: PassId, origin: Origin) -> None:
    """From now on this pass and this device let nobody in, and write nothing, without a new proof."""
    who = Identity(visit=AT_THE_DOOR, pass_id=pass_id, device=origin.device)
    step_ups.ask(tx, fresh_word(means.entropy), who, step_ups.AGE, step_ups.DOOR, means.clock.now())


def holds(means: Means, pass_id: PassId | None, device: str) -> bool:
    """Whether an age under 18 was said at the door with this pass or this device, and no proof was shown since."""
    classes = sanctions.classes_of_pass(pass_id, device)
    return means.db.glance(lambda conn: step_ups.is_owed(conn, classes, step_ups.AGE, step_ups.DOOR))


async def settle(means: Means, pass_id: PassId | None, device: str) -> None:
    """An adult was shown anew on this device: the doubt is over, for it and for the pass that was there before."""
    if holds(means, pass_id, device):
        who = Identity(visit=AT_THE_DOOR, pass_id=pass_id, device=device)
        await means.db.write(lambda tx: step_ups.show(tx, who, step_ups.AGE, means.clock.now()))
