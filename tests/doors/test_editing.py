"""Changing one's own words: two minutes to edit, both texts kept, and what is taken away leaves its place."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from house import Doors, Line
from parvis.core.talk import EDIT_MS


async def stored(doors: Doors, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """Rows as they are on the disk."""
    return await doors.house.means.db.read(lambda conn: [tuple(row) for row in conn.execute(text(sql), values)])


async def age(doors: Doors, mid: str, ms: int) -> None:
    """Let a message have been said that much earlier."""
    change = text("UPDATE message SET at = at - :ms WHERE mid = :mid")
    await doors.house.means.db.write(lambda tx: tx.conn.execute(change, {"ms": ms, "mid": mid}).rowcount)


async def edit(line: Line, room: str, n: int, new: str) -> dict[str, Any]:
    return await line.ask("edit", conv=f"r:{room}", n=n, text=new)


async def earlier_texts(doors: Doors, mid: str) -> list[str]:
    rows = await stored(doors, "SELECT text FROM message_edit WHERE mid = :mid ORDER BY at", mid=mid)
    return [row[0] for row in rows]


async def test_an_edit_reaches_everybody_and_both_texts_are_kept(open_house: Doors) -> None:
    async with open_house.talking("Alban", "nuit") as author, open_house.talking("Berthe", "nuit") as reader:
        said = await author.say("bonsior", "a1", "nuit")
        before = await reader.next("msg")
        changed = await edit(author, "nuit", said["n"], "bonsoir")
        assert (changed["t"], changed["n"]) == ("ok", said["n"])
        heard = await reader.next("edit")
        assert (heard["n"], heard["mid"], heard["text"]) == (said["n"], said["mid"], "bonsoir")
        assert heard["rev"] == before["rev"] + 1, "what happened is counted without a hole"
        page = await reader.ask("hist", conv="r:nuit", limit=1)
        assert (page["items"][0]["text"], page["items"][0]["edited"]) == ("bonsoir", heard["edited"])
        assert page["items"][0]["ts"] == before["ts"], "it keeps the time it was said"
    assert await earlier_texts(open_house, said["mid"]) == ["bonsior"]


async def test_every_version_before_the_last_is_kept(open_house: Doors) -> None:
    async with open_house.talking("Calixte", "nuit") as author:
        said = await author.say("un", "c1", "nuit")
        for new in ("deux", "trois"):
            await asyncio.sleep(0.005)
            assert (await edit(author, "nuit", said["n"], new))["t"] == "ok"
    assert await earlier_texts(open_house, said["mid"]) == ["un", "deux"]


async def test_after_two_minutes_the_words_stand(open_house: Doors) -> None:
    async with open_house.talking("Diane", "nuit") as author:
        said = await author.say("pour toujours", "d1", "nuit")
        await age(open_house, said["mid"], EDIT_MS - 5_000)
        assert (await edit(author, "nuit", said["n"], "presque"))["t"] == "ok"
        await age(open_house, said["mid"], 5_001)
        late = await edit(author, "nuit", said["n"], "trop tard")
        assert (late["t"], late["code"], late["text_key"]) == ("err", "too_late", "refuse-too-late")
        page = await author.ask("hist", conv="r:nuit", limit=1)
        assert page["items"][0]["text"] == "presque"
        assert (await author.ask("delete", conv="r:nuit", n=said["n"]))["t"] == "ok", "deleting is always possible"


async def test_what_is_taken_away_leaves_its_place(open_house: Doors) -> None:
    async with open_house.talking("Émeric", "musique") as author, open_house.talking("Faustine", "musique") as reader:
        said = await author.say("oubliez ça", "e1", "musique")
        after = await author.say("merci", "e2", "musique")
        await author.ask("delete", conv="r:musique", n=said["n"])
        gone = await reader.next("gone")
        assert (gone["n"], gone["mid"], gone["by"], "text" in gone) == (said["n"], said["mid"], "author", False)
        page = await reader.ask("hist", conv="r:musique", limit=2)
        assert [(item["t"], item["n"]) for item in page["items"]] == [("gone", said["n"]), ("msg", after["n"])]
        assert "oubliez" not in str(page)
    assert await earlier_texts(open_house, said["mid"]) == ["oubliez ça"]
    assert await stored(open_house, "SELECT text, gone_by FROM message WHERE mid = :mid", mid=said["mid"]) == [
        (None, "author")
    ]


@pytest.mark.parametrize("command", ["edit", "delete"])
async def test_what_is_gone_can_be_neither_changed_nor_taken_away_again(open_house: Doors, command: str) -> None:
    nickname = {"edit": "Gwenaëlle", "delete": "Honoré"}[command]
    async with open_house.talking(nickname, "ecrans") as author:
        said = await author.say("rien", f"g-{command}", "ecrans")
        await author.ask("delete", conv="r:ecrans", n=said["n"])
        fields = {"text": "encore"} if command == "edit" else {}
        again = await author.ask(command, conv="r:ecrans", n=said["n"], **fields)
        assert (again["t"], again["code"], again["text_key"]) == ("err", "gone", "refuse-gone")


async def test_what_never_was_cannot_be_changed(open_house: Doors) -> None:
    async with open_house.talking("Inès", "ecrans") as author:
        for n in (0, 99_999):
            assert (await edit(author, "ecrans", n, "x"))["code"] == "gone"


async def test_nobody_touches_what_somebody_else_said(open_house: Doors) -> None:
    async with open_house.talking("Jacinthe", "lyon") as author, open_house.talking("Kévin", "lyon") as other:
        said = await author.say("mes mots", "j1", "lyon")
        for answer in (
            await edit(other, "lyon", said["n"], "d’autres mots"),
            await other.ask("delete", conv="r:lyon", n=said["n"]),
        ):
            assert (answer["t"], answer["code"], answer["text_key"]) == ("err", "forbidden", "refuse-not-yours")
        assert [frame for frame in await author.rest() if frame["t"] in ("edit", "gone")] == []
        assert (await author.ask("hist", conv="r:lyon", limit=1))["items"][0]["text"] == "mes mots"


async def test_the_next_visit_of_the_same_person_is_somebody_else(open_house: Doors) -> None:
    async with open_house.talking("Lucette", "lille") as first:
        said = await first.say("avant", "l1", "lille")
    async with open_house.talking("Marius", "lille") as later:
        assert (await edit(later, "lille", said["n"], "après"))["text_key"] == "refuse-not-yours"


@pytest.mark.parametrize(
    ("new", "key"), [("", "refuse-empty"), ("   \n", "refuse-empty"), ("a" * 2_001, "refuse-too-long")]
)
async def test_a_new_text_is_judged_like_a_first_one(open_house: Doors, new: str, key: str) -> None:
    async with open_house.talking(f"Nina {'abcdefgh'[len(new) % 8]}", "paris") as author:
        said = await author.say("bien", "n1", "paris")
        answer = await edit(author, "paris", said["n"], new)
        assert (answer["t"], answer["text_key"]) == ("err", key)
        assert (await author.ask("hist", conv="r:paris", limit=1))["items"][0]["text"] == "bien"
    assert await earlier_texts(open_house, said["mid"]) == []


async def test_an_answer_points_at_what_it_answers(open_house: Doors) -> None:
    async with open_house.talking("Oriane", "marseille") as one, open_house.talking("Prosper", "marseille") as two:
        said = await one.say("qui veut du café", "o1", "marseille")
        await two.ask("send", conv="r:marseille", cid="p1", text="moi", re=said["n"])
        heard = [await one.next("msg") for _ in range(2)]
        assert heard[1]["re"] == said["n"]
