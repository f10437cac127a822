"""Nobody passes for somebody else by writing the same-looking name with other characters."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest

from parvis.core import skeleton as module
from parvis.core.skeleton import (
    BMP_END,
    UNICODE,
    loose_skeleton,
    mixes_scripts,
    nickname_key,
    read_confusables,
    scripts_of,
    skeleton,
)

ROOT = Path(__file__).parents[2]


def test_the_version_of_unicode_is_the_one_the_table_was_made_from() -> None:
    table = ROOT / "src" / "parvis" / "core" / "data" / "confusables.tsv"
    assert table.read_text(encoding="utf-8").splitlines()[0].endswith(f"Unicode {UNICODE}.")


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        ("paypaI", "paypal"),
        ("paypa1", "paypal"),
        ("аlice", "alice"),
        ("ａlice", "alice"),
        ("al\u200bice", "alice"),
        ("al\u00adi\ufe0fce", "alice"),
        ("\U000e0041alice", "alice"),
        ("𝖆𝖑𝖎𝖈𝖊", "alice"),
        ("rnarc", "marc"),
        ("сору", "copy"),
        ("ВОВ", "BOB"),
        ("Ine\u0300s", "Inès"),
    ],
)
def test_a_look_alike_has_the_skeleton_of_what_it_copies(copy: str, original: str) -> None:
    assert copy != original
    assert skeleton(copy) == skeleton(original)
    assert nickname_key(copy) == nickname_key(original)


@pytest.mark.parametrize(("one", "other"), [("Inès", "Ines"), ("Alice", "alice"), ("jean-luc", "jean luc")])
def test_the_standard_skeleton_keeps_what_can_be_seen(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("taken", "wanted"),
    [
        ("Inès", "Ines"),
        ("Alice", "ALICE"),
        ("Jean-Luc", "jean luc"),
        ("jean_luc", "Jean.Luc"),
        ("Ⓐlice", "alice"),
        ("ʙᴏʙ", "Bob"),
        ("Вера", "вера"),
        ("Вера", "Bepa"),
        ("Юлия", "ЮЛИЯ"),
        ("Νίκος", "ΝΙΚΟΣ"),
        ("Straße", "STRASSE"),
        ("Cœur", "coeur"),
        ("Łukasz", "Lukasz"),
        ("İnes", "ınes"),
        ("Mo0n", "moon"),
        ("Alice♥", "Alice"),
        ("♥ ♥", "♥ ♥"),
    ],
)
def test_a_nickname_is_taken_in_every_spelling_that_reads_the_same(taken: str, wanted: str) -> None:
    assert nickname_key(wanted) == nickname_key(taken) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("alice", "alicia"),
        ("marc", "mark"),
        ("bob", "bab"),
        ("Ana2", "Ana3"),
        ("5ara", "Sara"),
        ("कि", "का"),
        ("♥", "★"),
    ],
)
def test_different_nicknames_stay_different(one: str, other: str) -> None:
    assert nickname_key(one) != nickname_key(other)


def test_a_letter_has_one_key_in_both_cases() -> None:
    letters = [chr(point) for point in range(0x41, 0x590) if chr(point).isalpha()]
    assert [c for c in letters if not nickname_key(c) == nickname_key(c.lower()) == nickname_key(c.upper())] == []


def test_only_the_letters_that_cannot_be_told_apart_are_one() -> None:
    characters = "abcdefghijklmnopqrstuvwxyz0123456789"
    keys = {char: nickname_key(char) for char in characters}
    alike = {frozenset(c for c in characters if keys[c] == key) for key in keys.values()}
    assert {"".join(sorted(group)) for group in alike if len(group) > 1} == {"1il", "0o"}


def test_an_invisible_nickname_has_no_key() -> None:
    assert nickname_key("\u200b\u2060\u00ad") == ""
    assert nickname_key(" \u3000 ") == ""


@pytest.mark.parametrize(
    ("disguised", "word"),
    [("4dm1n", "admin"), ("m0d3r@teur", "Modérateur"), ("$t4ff", "staff"), ("5ara", "Sara"), ("+e5+", "test")],
)
def test_a_word_list_sees_through_digits_that_uniqueness_leaves_alone(disguised: str, word: str) -> None:
    assert loose_skeleton(disguised) == loose_skeleton(word)
    assert nickname_key(disguised) != nickname_key(word)


@pytest.mark.parametrize("text", ["аlice", "Αlice", "Нiko", "Ник la Belle", "Ꭺlice", "Միa"])
def test_letters_of_two_scripts_in_one_name_are_noticed(text: str) -> None:
    assert mixes_scripts(text)


@pytest.mark.parametrize(
    "text", ["Inès 2000", "Ник", "Νίκος", "Ａｌｉｃｅ", "田中Ken", "さくらサクラ桜", "김Min", "سلمى", "♥ 42", ""]
)
def test_a_name_of_one_script_passes(text: str) -> None:
    assert not mixes_scripts(text)


def test_scripts_are_named_as_unicode_does() -> None:
    assert scripts_of("Inès, 2 Ник") == {"LATIN", "CYRILLIC"}
    assert scripts_of("42 ♥") == frozenset()


def test_the_table_is_the_standard_one() -> None:
    table = read_confusables()
    assert len(table) > 6_500
    assert {chr(c): table[c] for c in map(ord, "01Im|")} == {"0": "O", "1": "l", "I": "l", "m": "rn", "|": "l"}
    assert [chr(c) for c, prototype in table.items() if chr(c) == prototype] == []


def test_the_key_of_a_key_is_the_key() -> None:
    keys = {nickname_key(chr(point)) for point in read_confusables()}
    assert [key for key in sorted(keys) if nickname_key(key) != key] == []


def test_every_invisible_character_python_knows_is_dropped() -> None:
    unseen = [chr(p) for p in range(sys.maxunicode) if unicodedata.category(chr(p)) == "Cf" and skeleton(chr(p))]
    names = {unicodedata.name(char).split(" ")[0] for char in unseen}
    assert names <= {"ARABIC", "SYRIAC", "KAITHI", "INTERLINEAR", "EGYPTIAN"}, (
        "format characters that do show something"
    )


def test_reading_all_of_unicode_leaves_a_bounded_memory() -> None:
    everything = "".join(chr(point) for point in range(0x20000) if not 0xD800 <= point < 0xE000)
    skeleton(everything)
    table = module._prototypes()
    assert len(table) <= BMP_END + len(read_confusables()) + 0x1100
    before = len(table)
    skeleton(everything)
    assert len(table) == before


def test_the_script_reads_the_table_as_it_is_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import confusables

    with pytest.raises(ValueError, match="no confusables table"):
        confusables.read_table(b"something else")
    with pytest.raises(ValueError, match="unknown format"):
        confusables.read_table(confusables.MAGIC + bytes(64))
    rows = [
        line.split("\t")[0] for line in confusables.TARGET.read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    assert rows == sorted(rows, key=lambda point: int(point, 16))
