"""`kill -9`, and what was counted is counted again: nobody begins anew because the server did."""

from __future__ import annotations

import signal
from pathlib import Path

from process import Visitor, come_in, running

ADVERT = "Nouveau par ici, venez toutes et tous voir mes photos de vacances, elles sont belles"


async def test_a_killed_server_still_knows_who_said_what_where(tmp_path: Path) -> None:
    async with running(tmp_path / "data", vouchers=2) as server:
        alix = await come_in(server.origin, server.vouchers[0], "Parleuse A")
        for room in ("accueil", "lille"):
            async with alix.talking(room) as line:
                said = await line.say(ADVERT, f"before-{room}", room)
                assert said["st"] == "delivered", said
        server.process.send_signal(signal.SIGKILL)
        await server.process.wait()
    async with running(tmp_path / "data", vouchers=2) as server:
        back = Visitor(server.origin, alix.cookies)
        async with back.talking("musique") as line:
            said = await line.say(ADVERT + " !", "after", "musique")
            assert (said["st"], said["text_key"]) == ("refused", "refuse-newcomer-repeat"), said
            assert (await line.say("sinon, quelqu'un joue du piano ?", "other", "musique"))["st"] == "delivered"
        basile = await come_in(server.origin, server.vouchers[0], "Parleuse B")
        async with basile.talking("musique") as line:
            assert (await line.say(ADVERT, "own", "musique"))["st"] == "delivered", "it is another's first time"
