"""Templates of facts: those that come with Parvis, and the house's own versions of them."""

from __future__ import annotations

from parvis.core import drafting
from parvis.core.clock import Instant
from parvis.core.drafting import DraftText
from parvis.core.ids import StaffId
from parvis.core.policy import Harm
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.moderation.starters import STARTERS
from parvis.store import draft_texts
from parvis.store.writer import Tx


def shipped() -> list[DraftText]:
    """The templates that come with Parvis, as versions number 1."""
    return [
        DraftText(id=name, version=1, harm=harm, facts={"fr": french, "en": english}, at=Instant(0))
        for name, harm, french, english in STARTERS
    ]


async def offered(office: Office, harm: Harm | None = None) -> list[DraftText]:
    """The newest version of each, without retired ones; those for this harm first."""
    kept = {one.id: one for one in await office.db.read(draft_texts.latest)}
    found = [one for one in ({one.id: one for one in shipped()} | kept).values() if one.retired_at is None]
    return sorted(found, key=lambda one: (one.harm is not harm, one.harm, one.id))


async def keep(office: Office, by: StaffId, name: str, harm: Harm, facts: dict[str, str]) -> DraftText | Refused:
    """Add a template, or the next version of one."""
    fault = drafting.fault_in_template(name, facts, office.config.square.languages)
    if fault:
        return Refused(text_key=fault)
    now = office.clock.now()

    def work(tx: Tx) -> DraftText:
        known = {one.id: one.version for one in shipped()} | {
            one.id: one.version for one in draft_texts.latest(tx.conn)
        }
        one = DraftText(id=name, version=known.get(name, 0) + 1, harm=harm, facts=facts, at=now, by=by)
        draft_texts.add(tx, one)
        return one

    return await office.db.write(work)


async def retire(office: Office, by: StaffId, name: str) -> Refused | None:
    """Offer a template no more."""
    now = office.clock.now()
    starters = {one.id: one for one in shipped()}

    def work(tx: Tx) -> Refused | None:
        kept = {one.id for one in draft_texts.latest(tx.conn)}
        if name not in kept | starters.keys():
            return Refused(text_key="refuse-template-gone")
        if name not in kept:
            draft_texts.add(tx, starters[name])
        draft_texts.retire(tx, name, now, by)
        return None

    return await office.db.write(work)
