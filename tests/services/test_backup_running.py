"""A backup beside a server that is talked on: whole, with all that was acknowledged; damaged, it is refused."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from pathlib import Path

from parvis.demo.sealing import FILE as PRIVATE
from process import come_in, running

FEW = 3
PACE_SECONDS = 0.5


def damaged(made: Path, into: Path) -> Path:
    """One bit of the database's last block is another."""
    content = bytearray(made.read_bytes())
    content[len(content) - 30_000] ^= 1
    into.write_bytes(content)
    return into


async def typed(*words: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parvis", *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_backup_damage_refusal_and_a_square_again(tmp_path: Path) -> None:
    data, to, key = tmp_path / "data", tmp_path / "to", str(tmp_path / "data" / PRIVATE)
    async with running(data) as server:
        alix = await come_in(server.origin, server.vouchers[0], "Alix")
        async with alix.talking("lille") as line:
            for number in range(FEW):
                assert (await line.say(f"avant {number}", f"a{number}", "lille"))["st"] == "delivered"
            backing = asyncio.create_task(typed("backup", "--data", str(data), "--to", str(to)))
            more = 0
            while not backing.done():
                answer = await line.say(f"pendant {more}", f"p{more}", "lille")
                more += answer.get("st") == "delivered"  # a newcomer writes five messages in ten seconds
                await asyncio.sleep(PACE_SECONDS)
        status, out, err = await backing
        assert status == 0, err
    (made,) = to.glob("parvis-*.age")
    assert out.strip() == str(made)
    status, out, err = await typed("restore", "--check", str(made), "--key", key)
    assert status == 0 and "is whole" in out, err

    spoilt = damaged(made, tmp_path / "spoilt.age")
    status, _, err = await typed("restore", str(spoilt), "--key", key, "--to", str(tmp_path / "bad"))
    assert status == 2 and err == "parvis: spoilt.age is damaged in parvis.db.gz: it was changed or cut off.\n"
    assert not (tmp_path / "bad").exists()

    again = tmp_path / "again"
    status, out, err = await typed("restore", str(made), "--key", key, "--to", str(again))
    assert status == 0, err
    conn = sqlite3.connect(again / "parvis.db")
    said = [text for (text,) in conn.execute("SELECT text FROM message WHERE conversation = 'r:lille' ORDER BY n")]
    conn.close()
    assert said[:FEW] == [f"avant {number}" for number in range(FEW)]
    assert said[FEW:] == [f"pendant {number}" for number in range(len(said) - FEW)], "up to one moment, without a hole"
    status, out, _ = await typed("ledger", "verify", "--data", str(again))
    assert status == 0, out


async def test_a_running_server_has_one_made_by_itself(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with running(data) as server:
        file = data / "parvis.toml"
        file.write_text(file.read_text("utf-8").replace("every_hours = 0", "every_hours = 1"), "utf-8")
        (data / "backup.json").unlink(missing_ok=True)
        server.process.send_signal(signal.SIGHUP)
        async with asyncio.timeout(180):
            while not list((data / "backups").glob("parvis-*.age")) if (data / "backups").exists() else True:
                await asyncio.sleep(0.2)
        assert server.process.returncode is None
    (made,) = (data / "backups").glob("parvis-*.age")
    status, out, err = await typed("restore", "--check", str(made), "--key", str(data / PRIVATE))
    assert status == 0, out + err
