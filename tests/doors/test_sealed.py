"""Sealed evidence at the desk's door: who gets there, what the page says, and the file that two people let out."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from caseload import reported
from cast import in_room
from house import Doors, easy, open_doors, token
from parvis.chat import messages
from parvis.core import protocol as p
from parvis.core.casework import Case
from parvis.core.exhibit import ExhibitKind
from parvis.core.ids import ConversationId
from parvis.core.staff import Role
from parvis.core.talk import Outcome
from parvis.store import exhibits, looks, sealing
from parvis.store.sealing import Pair, Recipient
from team import Colleague, as_staff, enrol

ROOM = ConversationId("r:accueil")


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=easy) as opened:
        yield opened


@pytest.fixture
def officer(doors: Doors) -> Pair:
    pair = sealing.fresh_pair()
    doors.house.means.keys.sealer.keep([Recipient(key=pair.public, name="Camille", added="2026-11-24")])
    return pair


async def case_of(doors: Doors) -> Case:
    """Twelve messages, the seventh is reported."""
    square = doors.house.square
    live, item = await in_room(square, "Alix"), None
    for number in range(1, 13):
        outcome = await messages.say(square, live, p.Send(id=0, conv=ROOM, cid=f"c{number}", text=f"propos {number}"))
        assert isinstance(outcome, Outcome)
        item = outcome.message if number == 7 else item
    assert item is not None
    return (await reported(doors.house.office, item))[0]


@contextlib.asynccontextmanager
async def at_the_desk(doors: Doors, who: Colleague) -> AsyncIterator[httpx.AsyncClient]:
    await who.step_up()
    async with contextlib.aclosing(doors.client(**{"Accept-Language": "fr"})) as client:
        yield as_staff(client, who)


async def put(client: httpx.AsyncClient, doors: Doors, path: str, **form: str) -> httpx.Response:
    shown = await client.get(path)
    return await client.post(path, data={"csrf": token(shown.text), **form}, headers={"Origin": doors.origin})


async def test_two_people_take_a_sealed_piece_out(doors: Doors, officer: Pair) -> None:
    means = doors.house.means
    first, second = await enrol(means, "Anne"), await enrol(means, "Boris")
    case = await case_of(doors)
    kept = await means.db.read(lambda conn: exhibits.of_case(conn, case.id))
    piece = next(one for one in kept if one.kind is ExhibitKind.BEYOND)
    path = f"/desk/case/{case.id}/sealed/{piece.id}"
    async with at_the_desk(doors, first) as anne, at_the_desk(doors, second) as boris:
        page = await anne.get(path)
        assert page.status_code == 200 and piece.digest in page.text
        assert "propos 1" not in page.text
        assert (
            await put(anne, doors, path, do="ask", words="Un recours <b>porte</b> sur la suite.")
        ).status_code == 303
        assert (await put(anne, doors, path, do="take", purpose="appeal")).status_code == 409
        assert path in (await boris.get("/desk/approvals")).text, "where a second person finds it"
        before = (await boris.get(path)).text
        assert "Un recours" not in before, "the case first, then the other one's reasons"
        assert (await put(boris, doors, path, do="look")).status_code == 303
        assert "Un recours &lt;b&gt;porte&lt;/b&gt;" in (await boris.get(path)).text
        assert (await put(boris, doors, path, do="agree", words="Oui.")).status_code == 303
        assert (await put(anne, doors, path, do="take")).status_code == 422, "a purpose is asked"
        taken = await put(anne, doors, path, do="take", purpose="appeal")
        assert taken.status_code == 200
        assert taken.headers["content-disposition"] == f'attachment; filename="exhibit-{piece.id}.age"'
        assert taken.headers["cache-control"] == "no-store"
        assert b"propos 1" in sealing.unseal(officer.secret, taken.content)
        again = await put(anne, doors, path, do="take", purpose="appeal")
        assert again.status_code == 409
    seen = await means.db.read(lambda conn: looks.latest(conn, 5))
    told = [(one.staff, one.what.value, one.object, one.purpose.value, one.case) for one in seen]
    assert (first.staff.id, "evidence_beyond", piece.id, "appeal", case.id) in told


async def test_without_the_right_or_a_fresh_touch_nobody_gets_there(doors: Doors, officer: Pair) -> None:
    means = doors.house.means
    await enrol(means, "Anne")
    moderator, lead = await enrol(means, "Mado", Role.MODERATOR), await enrol(means, "Léa", Role.LEAD)
    case = await case_of(doors)
    kept = await means.db.read(lambda conn: exhibits.of_case(conn, case.id))
    piece = next(one for one in kept if one.kind is ExhibitKind.BEYOND)
    path = f"/desk/case/{case.id}/sealed/{piece.id}"
    async with at_the_desk(doors, moderator) as client:
        assert (await client.get(path)).status_code == 403
    async with at_the_desk(doors, lead) as client:
        assert (await client.get(path)).status_code == 200
        assert (await client.get(f"/desk/case/{case.id}/sealed/nothing")).status_code == 404
    async with doors.client() as stranger:
        assert (await stranger.get(path)).status_code == 403
