"""Nobody is on duty, and something immediate waits: the person on call is called, about each case, and again.

That somebody was called stands in the case itself, so that a restart calls nobody twice and whoever comes sees it.
"""

from __future__ import annotations

from parvis.core.casework import Happened
from parvis.core.clock import MINUTE, Instant
from parvis.core.ids import CaseId
from parvis.moderation.office import Office
from parvis.store import cases, desk_numbers, notify
from parvis.store.writer import Tx

KIND = "immediate_case_unattended"


async def call_unattended(office: Office) -> int:
    """Have the person on call called about each immediate case that nobody sees; about how many it was.

    Ask only while nobody is on duty. Without an address to call nothing is noted: the desk alone shows what waits.
    """
    if not office.config.on_call.url:
        return 0
    now = office.clock.now()
    before = Instant(now - office.config.desk.call_again_minutes * MINUTE)
    if not await office.db.read(lambda conn: desk_numbers.unattended(conn, now, before, limit=1)):
        return 0

    def work(tx: Tx) -> int:
        called = 0
        for case_id, harm, opened_at in desk_numbers.unattended(tx.conn, now, before):
            one = cases.find(tx.conn, CaseId(case_id))
            if one is None:
                continue
            cases.append(tx, one, Happened.CALLED, now)
            waited = (now - opened_at) // MINUTE
            notify.enqueue(tx, KIND, {"case": case_id, "number": one.number, "harm": harm.value, "minutes": waited})
            called += 1
        return called

    return await office.db.write(work)
