"""Cases and decisions put straight into a real store, for tests of what comes after them."""

from __future__ import annotations

import re

import httpx
import msgspec
from sqlalchemy import insert

from house import Doors
from parvis.core.casework import (
    Action,
    ActionState,
    Case,
    Channel,
    Choice,
    Decision,
    DecisionState,
    Event,
    Ground,
    Happened,
    Identity,
    Statement,
    Subject,
    SubjectKind,
    Wish,
)
from parvis.core.clock import Instant
from parvis.core.ids import ActionId, CaseId, ConversationId, DecisionId, PassId, StaffId, VisitId, fresh_word
from parvis.core.policy import MEASURES, TERMS_VERSION, Harm
from parvis.moderation import statements
from parvis.moderation.execution import SHUT_OUT
from parvis.moderation.office import Office
from parvis.store import cases, people, sanctions
from parvis.store.schema_cases import action as action_table
from parvis.store.schema_cases import decision as decision_table
from parvis.store.writer import Tx

AUTHOR = Identity(
    visit=VisitId("a" * 20), pass_id=PassId("p" * 20), device="d" * 32, network="n" * 32, nickname="Alix", lang="fr"
)
FIRST, SECOND, THIRD = StaffId("first"), StaffId("second"), StaffId("third")
QUOTED = "Une insulte, à peine."


async def open_case(
    office: Office, *, author: Identity | None = AUTHOR, channel: Channel = Channel.VISITOR,
    harm: Harm = Harm.HARASSMENT,
) -> Case:  # fmt: skip
    """A case about a message."""
    now = office.clock.now()
    body: dict[str, object] = {"harm": harm.value, "channel": channel.value, "due_at": now + office.due_ms(harm)}
    first = Event(seq=1, at=now, kind=Happened.OPENED, body=body)
    subject = Subject(kind=SubjectKind.MESSAGE, ref=fresh_word(), conversation=ConversationId("r:accueil"), n=1)
    return await office.db.write(
        lambda tx: cases.add(tx, CaseId(fresh_word()), subject, author, "fr", channel, first)
    )  # fmt: skip


def choice_of(case: Case, wishes: list[Wish], **changes: object) -> Choice:
    """What somebody decides; a rule broken, in two languages."""
    usual: dict[str, object] = {
        "case": case.id, "wishes": wishes, "harm": case.state.harm, "ground": Ground.TERMS, "rule": 2,
        "facts": {"fr": "Un message traite une personne de noms blessants.", "en": "A message calls somebody names."},
    }  # fmt: skip
    return msgspec.convert(usual | changes, Choice)


async def decide(
    office: Office, case: Case, wishes: list[Wish], *, by: StaffId = FIRST, seconded_by: StaffId | None = None,
    addressee: Identity = AUTHOR, **changes: object,
) -> tuple[Decision, Statement]:  # fmt: skip
    """An executed decision with its statement, as `moderation.actions` leaves them in the store."""
    now = office.clock.now()
    choice = choice_of(case, wishes, **changes)
    decision = Decision(
        id=DecisionId(fresh_word()), choice=choice, state=DecisionState.EXECUTED, by=by, seconded_by=seconded_by,
        at=now, execute_at=now, executed_at=now, terms_version=TERMS_VERSION,
    )  # fmt: skip
    taken = [_action(decision, wish, now) for wish in wishes]

    def work(tx: Tx) -> Statement:
        tx.conn.execute(
            insert(decision_table).values(
                id=decision.id, case=case.id, state=decision.state, by=by, seconded_by=seconded_by, at=now,
                execute_at=now, executed_at=now, harm=choice.harm, choice=msgspec.json.encode(choice).decode(),
                terms_version=decision.terms_version,
            )
        )  # fmt: skip
        for one in taken:
            tx.conn.execute(
                insert(action_table).values(
                    id=one.id, decision=decision.id, case=case.id, measure=one.wish.measure,
                    wish=msgspec.json.encode(one.wish).decode(), state=one.state, starts_at=one.starts_at,
                    ends_at=one.ends_at,
                )
            )  # fmt: skip
        found = cases.find(tx.conn, case.id)
        assert found is not None
        cases.append(tx, found, Happened.EXECUTED, now, by, decision=decision.id)
        stated = statements.issue(
            tx, office, case=case, decision=decision, choice=choice, actions=taken, addressee=addressee,
            quoted=QUOTED, content_at=now, decided_by_number=12,
        )  # fmt: skip
        for one in taken:
            if one.state is ActionState.ACTIVE:
                sanctions.place(tx, one, addressee.classes(), stated.id, one.ends_at)
            if one.wish.measure in SHUT_OUT:
                people.end_visit(tx, addressee.visit, now)
        return stated

    return decision, await office.db.write(work)


def _action(decision: Decision, wish: Wish, now: Instant) -> Action:
    lasting = MEASURES[wish.measure].timed or wish.measure.value == "ban"
    return Action(
        id=ActionId(fresh_word()), decision=decision.id, case=decision.choice.case, wish=wish,
        state=ActionState.ACTIVE if lasting else ActionState.DONE, starts_at=now,
        ends_at=Instant(now + wish.for_ms) if wish.for_ms else None,
    )  # fmt: skip


async def identity_of(doors: Doors, client: httpx.AsyncClient) -> Identity:
    """Who somebody on the square is, for the desk."""
    visit = re.search(r'"id":\s*"([0-9a-f]{20})"', (await client.get("/square/accueil")).text)
    assert visit
    found = await doors.house.means.db.read(lambda conn: people.identity_of(conn, VisitId(visit[1])))
    assert found
    return found
