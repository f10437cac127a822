"""Coming back after the line broke: exactly what was missed, or the whole picture, never a hole that looks whole."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from house import Doors, Line, easy, open_doors
from parvis.core.ids import CommandId, ConversationId, MessageId, VisitId
from parvis.core.protocol import CATCH_UP_MAX
from parvis.core.talk import Draft


@dataclass
class Replica:
    """One room as a careful client keeps it: frames applied by ``rev``, a gap noticed, a repeat ignored."""

    conv: str
    n: int = 0
    rev: int = 0
    items: dict[int, dict[str, Any]] = field(default_factory=dict)
    gaps: list[tuple[int, int]] = field(default_factory=list)

    @property
    def have(self) -> dict[str, dict[str, int]]:
        return {self.conv: {"n": self.n, "rev": self.rev}}

    def take(self, frames: list[dict[str, Any]]) -> Replica:
        for frame in frames:
            if frame.get("conv") != self.conv:
                continue
            if frame["t"] == "page":
                self._take_page(frame)
            elif frame["t"] in ("msg", "gone", "edit") and frame["rev"] > self.rev:
                if frame["rev"] != self.rev + 1:
                    self.gaps.append((self.rev, frame["rev"]))
                self._apply(frame)
                self.rev = frame["rev"]
        return self

    def _take_page(self, page: dict[str, Any]) -> None:
        if page.get("since") not in (None, self.rev):
            self.gaps.append((self.rev, page["since"]))
        for item in page["items"]:
            self._apply(item)
        self.rev, self.n = page["rev"], page["last_n"]

    def _apply(self, frame: dict[str, Any]) -> None:
        n = frame["n"]
        self.n = max(self.n, n)
        old = self.items.get(n, {})
        if frame["t"] == "edit":
            self.items[n] = old | {"text": frame["text"], "edited": frame["edited"], "rev": frame["rev"]}
        else:
            self.items[n] = frame

    def seen(self) -> list[tuple[Any, ...]]:
        """What a reader sees, without what may change by itself (the newcomer mark)."""
        return [
            (n, item["t"], item.get("text"), item.get("by"), item.get("edited"), item["mid"])
            for n, item in sorted(self.items.items())
        ]


async def fresh(line: Line, conv: str) -> Replica:
    """The room as somebody sees it who just came."""
    return Replica(conv).take([await line.ask("hist", conv=conv, limit=100)])


async def come_back(line: Line, replica: Replica, pos: int | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Say hello with what one has: the welcome, and everything that followed it."""
    welcome = await line.hello(have=replica.have, pos=pos)
    return welcome, await line.rest()


def kinds(frames: list[dict[str, Any]]) -> list[str]:
    return [frame["t"] for frame in frames if frame["t"] not in ("presence", "crowd", "beat")]


async def test_after_a_short_break_exactly_what_was_missed_follows(open_house: Doors) -> None:
    conv = "r:nuit"
    async with open_house.talking("Agathe", "nuit") as other, open_house.staying("Bérenger") as client:
        async with open_house.socket(client) as line:
            welcome = await line.hello()
            replica = Replica(conv).take([await line.ask("join", conv=conv)])
            one = await other.say("un", "a1", "nuit")
            two = await other.say("deux", "a2", "nuit")
            replica.take(await line.rest())
            assert [row[2] for row in replica.seen()] == ["un", "deux"]
        await other.ask("edit", conv=conv, n=one["n"], text="un, corrigé")
        await other.ask("delete", conv=conv, n=two["n"])
        await other.say("trois", "a3", "nuit")
        async with open_house.socket(client) as line:
            welcome, followed = await come_back(line, replica, welcome["pos"])
            assert welcome["resumed"] is True
            assert kinds(followed) == ["page"], "no state: nothing is missing"
            (page,) = (frame for frame in followed if frame["t"] == "page")
            assert page["since"] == replica.rev
            assert [(item["t"], item["n"]) for item in page["items"]] == [("msg", 1), ("gone", 2), ("msg", 3)]
            replica.take(followed)
            assert replica.gaps == []
            assert replica.seen() == (await fresh(line, conv)).seen()


async def test_what_became_of_ones_own_words_is_told_again(open_house: Doors) -> None:
    """The answer was lost with the line; the personal frames bring it, and asking again is harmless."""
    conv = "r:musique"
    async with open_house.staying("Clément") as client:
        async with open_house.socket(client) as line, open_house.socket(client) as other_tab:
            welcome = await line.hello()
            await line.ask("join", conv=conv)
            await other_tab.hello()
            said = [await other_tab.say(f"entendu {number}", f"c{number}", "musique") for number in range(2)]
            refused = await other_tab.say("", "c2", "musique")
            told = [await line.next("status") for _ in said]
            assert [frame["pos"] for frame in told] == [welcome["pos"] + 1, welcome["pos"] + 2]
        async with open_house.socket(client) as line:
            again, followed = await come_back(line, Replica(conv), welcome["pos"])
            assert again["resumed"] is True
            assert [frame for frame in followed if frame["t"] == "status"] == told
            for frame, answer in zip(told, said, strict=True):
                wanted = {key: answer[key] for key in ("cid", "st", "conv", "n", "mid")}
                assert frame == frame | wanted
            once_more = await line.say("", "c2", "musique")
            assert (
                (once_more["st"], once_more["text_key"])
                == (refused["st"], "refuse-empty")
                == ("refused", "refuse-empty")
            )
        async with open_house.socket(client) as line:
            _, followed = await come_back(line, Replica(conv), told[0]["pos"])
            assert [frame for frame in followed if frame["t"] == "status"] == told[1:]


async def test_nothing_missed_is_nothing_repeated(open_house: Doors) -> None:
    async with open_house.staying("Désirée") as client:
        async with open_house.socket(client) as line:
            await line.hello()
            replica = Replica("r:ecrans").take([await line.ask("join", conv="r:ecrans")])
            said = await line.say("voilà", "d1", "ecrans")
            frames = await line.rest()
            replica.take([*line.seen, *frames])
            pos = said["pos"]
        async with open_house.socket(client) as line:
            welcome, followed = await come_back(line, replica, pos)
            assert (welcome["resumed"], welcome["pos"]) == (True, pos)
            assert [frame["items"] for frame in followed if frame["t"] == "page"] == [[]]
            assert kinds(followed) == ["page"]
        assert replica.n == said["n"]


async def test_after_a_restart_the_whole_picture_comes_and_nothing_is_lost(tmp_path: Path) -> None:
    conv = "r:nuit"
    async with (
        open_doors(tmp_path, demo=True, shape=easy) as before,
        before.talking("Edwige", "nuit") as other,
        before.staying("Florent") as client,
    ):
        cookies = dict(client.cookies)
        async with before.socket(client) as line:
            welcome = await line.hello()
            replica = Replica(conv).take([await line.ask("join", conv=conv)])
            await line.say("avant", "f1", "nuit")
            await line.rest()
            replica.take(line.seen)
        await other.say("pendant", "e1", "nuit")
    async with open_doors(tmp_path, demo=True, shape=easy) as after, after.client() as client:
        client.cookies.update(cookies)
        async with after.socket(client) as line:
            again, followed = await come_back(line, replica, welcome["pos"])
            assert again["resumed"] is False, "the ring is gone, so nothing is pretended"
            assert kinds(followed) == ["page", "state"]
            state = next(frame for frame in followed if frame["t"] == "state")
            nuit = next(room for room in state["rooms"] if room["conv"] == conv)
            assert (nuit["joined"], nuit["last_n"]) == (True, 2)
            assert [(one["cid"], one["st"], one["n"]) for one in state["pending"]] == [("f1", "delivered", 1)]
            replica.take(followed)
            assert replica.gaps == []
            assert [row[2] for row in replica.seen()] == ["avant", "pendant"]
            assert replica.seen() == (await fresh(line, conv)).seen()
            assert (await line.say("avant", "f1", "nuit"))["n"] == 1, "sending it again after all changes nothing"


async def test_who_is_too_far_behind_gets_the_picture_and_loads_a_page(open_house: Doors) -> None:
    conv = "r:cuisine"
    async with open_house.staying("Gilberte") as client:
        async with open_house.socket(client) as line:
            welcome = await line.hello()
            replica = Replica(conv).take([await line.ask("join", conv=conv)])
        await murmur(open_house, conv, CATCH_UP_MAX)
        async with open_house.socket(client) as line:
            again, followed = await come_back(line, replica, welcome["pos"])
            assert (again["resumed"], kinds(followed)) == (True, ["page"]), "so many are still brought"
            assert len(next(frame for frame in followed if frame["t"] == "page")["items"]) == CATCH_UP_MAX
        await murmur(open_house, conv, 1)
        async with open_house.socket(client) as line:
            again, followed = await come_back(line, replica, welcome["pos"])
            assert (again["resumed"], kinds(followed)) == (False, ["state"])
            state = next(room for room in followed[-1]["rooms"] if room["conv"] == conv)
            assert (state["last_n"], state["rev"]) == (CATCH_UP_MAX + 1, CATCH_UP_MAX + 1)
            page = await line.ask("hist", conv=conv)
            assert page["items"][-1]["n"] == state["last_n"]


async def test_a_cursor_from_the_future_is_not_believed(open_house: Doors) -> None:
    async with open_house.staying("Hubert") as client:
        async with open_house.socket(client) as line:
            welcome = await line.hello()
            page = await line.ask("join", conv="r:lyon")
        for have, pos in (
            ({"r:lyon": {"n": 1, "rev": page["rev"] + 1}}, welcome["pos"]),
            ({"r:lyon": {"n": 0, "rev": page["rev"]}}, welcome["pos"] + 1),
        ):
            async with open_house.socket(client) as line:
                again = await line.hello(have=have, pos=pos)
                assert again["resumed"] is False
                await line.next("state")


async def test_a_room_left_meanwhile_is_not_brought(open_house: Doors) -> None:
    async with open_house.staying("Iphigénie") as client, open_house.talking("Justin", "lille") as other:
        async with open_house.socket(client) as line, open_house.socket(client) as other_tab:
            welcome = await line.hello()
            replica = Replica("r:lille").take([await line.ask("join", conv="r:lille")])
            await other_tab.hello()
            await other_tab.ask("leave", conv="r:lille")
        await other.say("entre nous", "j1", "lille")
        async with open_house.socket(client) as line:
            again, followed = await come_back(line, replica, welcome["pos"])
            assert (again["resumed"], kinds(followed)) == (False, ["state"])
            assert "entre nous" not in str(followed)


async def test_somebody_who_comes_back_while_others_talk_misses_nothing(open_house: Doors) -> None:
    """Subscribe, read, send the snapshot, let go what came meanwhile: whatever falls in between still arrives."""
    conv = "r:paris"
    async with open_house.talking("Ludivine", "paris") as other, open_house.staying("Maurice") as client:
        async with open_house.socket(client) as line:
            pos = (await line.hello())["pos"]
            replica = Replica(conv).take([await line.ask("join", conv=conv)])
        talking = asyncio.create_task(chat_on(other, "paris", 60))
        for _ in range(6):
            async with open_house.socket(client) as line:
                welcome, followed = await come_back(line, replica, pos)
                assert welcome["resumed"] is True
                replica.take(followed if kinds(followed) else [])
                assert replica.gaps == []
        await talking
        async with open_house.socket(client) as line:
            replica.take((await come_back(line, replica, pos))[1])
            assert replica.gaps == []
            assert replica.seen() == (await fresh(line, conv)).seen()
            assert len(replica.items) == 50


async def chat_on(line: Line, room: str, steps: int) -> None:
    """Say, change and take away; every sixth step changes something older."""
    said: list[int] = []
    for step in range(steps):
        if step % 12 == 5:
            await line.ask("edit", conv=f"r:{room}", n=said[step // 2], text=f"{step}, corrigé")
        elif step % 12 == 11:
            await line.ask("delete", conv=f"r:{room}", n=said.pop(step // 3))
        else:
            said.append((await line.say(f"étape {step}", f"s{step}", room))["n"])
        await asyncio.sleep(0.02)


async def murmur(doors: Doors, conv: str, count: int) -> None:
    """So many messages, through the store's own release."""
    last = doors.house.square.newest.get(ConversationId(conv), 0)
    for number in range(last + 1, last + count + 1):
        draft = Draft(
            sender=VisitId("crowd"), nickname="Foule", conversation=ConversationId(conv),
            cid=CommandId(f"{conv[2:]}-{number}"), mid=MessageId(f"{conv}-{number}"), text=f"n {number}",
            at=doors.house.means.clock.now(),
        )  # fmt: skip
        await doors.house.means.db.write_grouped(doors.house.square.release, draft)
