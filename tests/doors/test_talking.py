"""Two people on the square, over the real socket: what one says the other reads, in order, once."""

from __future__ import annotations

from house import Doors


async def test_what_one_says_the_other_reads(doors: Doors) -> None:
    async with doors.talking("Alix") as alix, doors.talking("Basile") as basile:
        answer = await alix.say("Bonsoir la place", "c1")
        assert (answer["st"], answer["n"]) == ("delivered", 1)
        heard = await basile.next("msg")
        assert (heard["text"], heard["n"], heard["from"]["nick"]) == ("Bonsoir la place", 1, "Alix")


async def test_a_repeat_returns_the_first_ones_status_and_publishes_nothing(doors: Doors) -> None:
    async with doors.talking("Alix") as alix, doors.talking("Basile") as basile:
        first = await alix.say("une fois", "same")
        again = await alix.say("autre texte", "same")
        assert (again["st"], again["mid"], again["n"]) == ("delivered", first["mid"], first["n"])
        await alix.say("deux fois", "other")
        heard = [await basile.next("msg") for _ in range(2)]
        assert [(one["n"], one["text"]) for one in heard] == [(1, "une fois"), (2, "deux fois")]


async def test_the_author_hears_back_before_the_room_does(doors: Doors) -> None:
    async with doors.talking("Alix") as alix:
        await alix.say("bonsoir", "c1")
        await alix.next("msg")
        kinds = [frame["t"] for frame in alix.seen if frame["t"] in ("ok", "msg")]
        assert kinds == ["ok", "msg"]
