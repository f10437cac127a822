"""The light counters that see a raid coming, and the bell that other processes ring."""

from __future__ import annotations

from pathlib import Path

from parvis.live.mode import Bell, Watch


def test_people_who_come_as_usual_are_all_different() -> None:
    watch = Watch()
    for name in (
        "Capucine",
        "Noa",
        "Maëlle",
        "Vieux Loup",
        "Zélie",
        "Ours",
        "Sacha",
        "Béa",
        "Karim",
        "Lilou",
        "Ti Jean",
    ):
        watch.came(name, 10.0)
    assert watch.read(11.0, learns=True).names_alike < 20


def test_a_swarm_of_numbered_names_is_alike() -> None:
    watch = Watch()
    for number in range(40):
        watch.came(f"Vague_{number}", 10.0)
    found = watch.read(11.0, learns=True)
    assert (found.joins, found.names_alike) == (40, 100)


def test_a_handful_says_nothing_of_shares() -> None:
    watch = Watch()
    for number in range(5):
        watch.came(f"Vague{number}", 1.0)
        watch.said("venez tous", 1.0)
    found = watch.read(2.0, learns=True)
    assert (found.names_alike, found.texts_alike, found.mentions) == (0, 0, 0)


def test_texts_that_differ_by_digits_and_signs_are_repeats() -> None:
    watch = Watch()
    for number in range(20):
        watch.said(f"VENEZ tous !!! {number}", 1.0)
        watch.said(f"quelque chose de {'b' * number} différent", 1.0)
    found = watch.read(2.0, learns=True)
    assert found.messages == 40 and 45 <= found.texts_alike <= 55


def test_mentions_are_counted_but_addresses_are_not() -> None:
    watch = Watch()
    for _ in range(10):
        watch.said("@Alix @Noa ecrivez a moi@example.org", 1.0)
    assert watch.read(2.0, learns=True).mentions == 20


def test_after_a_minute_it_is_forgotten() -> None:
    watch = Watch()
    for number in range(20):
        watch.came(f"Vague{number}", 1.0)
    assert watch.read(60.9, learns=True).joins == 20
    assert watch.read(61.1, learns=True).joins == 0


def test_what_comes_for_an_hour_becomes_usual_unless_it_is_a_raid() -> None:
    learning, wary = Watch(), Watch()
    for minute in range(120):
        for one in range(20):
            learning.came(f"n{minute}{one}", minute * 60.0 + 1)
            wary.came(f"n{minute}{one}", minute * 60.0 + 1)
        learning.read(minute * 60.0 + 59, learns=True)
        wary.read(minute * 60.0 + 59, learns=False)
    assert 13 <= learning.read(7_200.0, learns=True).usual <= 16, "two half-lives: three quarters of it"
    assert wary.read(7_200.0, learns=False).usual == 0.0


def test_the_bell_is_heard_once_also_by_another_process(tmp_path: Path) -> None:
    server, shell = Bell(tmp_path), Bell(tmp_path)
    assert server.rang(), "at first always"
    assert not server.rang()
    shell.ring()
    assert server.rang()
    assert not server.rang()
    assert (tmp_path / "mode.bell").stat().st_mode & 0o077 == 0
