"""Whoever runs a square writes one file; what is wrong in it is told in whole sentences, and all of it."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import fields

from parvis.core.config import Config, faults_of, parse
from parvis.core.errors import ConfigError
from parvis.core.manual import description_of, listing, manual_markdown, template
from parvis.core.settings import Counter, Door, Legal, Square
from parvis.core.talk import Room

ROOM = '[[room]]\nid = "{id}"\nname = {{ fr = "Un", en = "One" }}\ntopic = {{ fr = "a", en = "b" }}\n'


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        parse(text, "parvis.toml")
    return refused.value.faults


def test_a_fresh_square_needs_no_setting_at_all() -> None:
    assert parse("", "parvis.toml") == Config()
    assert faults_of(Config()) == []
    assert Config().square.default_room in [room.id for room in Config().rooms]


def test_the_file_that_init_writes_says_what_it_was_made_from() -> None:
    made = Config(
        square=Square(name='La « place » "libre"', origin="https://chat.example.org", languages=["fr"]),
        legal=Legal(operator="L'association\nde la place", contact_email="contact@example.org"),
        door=Door(next_evening={"fr": "vendredi"}),
        counters=[Counter(name="Maison", address="3 rue \\ du Port", hours={"fr": "mardi"})],
    )
    assert parse(template(made), "parvis.toml") == made
    assert parse(template(Config()), "parvis.toml") == Config()


def test_the_examples_that_stand_commented_in_the_file_hold_when_they_are_uncommented() -> None:
    shown = ("# [[counter", "# name =", "# address =", "# hours =", "# next_evening =", "# busy_hours =")
    lines = template(Config()).splitlines()
    opened = [line.removeprefix("# ") if line.startswith(shown) else line for line in lines]
    found = parse("\n".join(opened), "parvis.toml")
    assert found.counters
    assert found.door.busy_hours


def test_every_setting_is_explained_in_the_file_and_in_the_manual() -> None:
    file, manual = " ".join(template(Config()).replace("\n# ", " ").split()), manual_markdown()
    kinds = [part.type for part in fields(Config) if isinstance(part.type, type)] + [Counter, Room]
    for kind in kinds:
        for one in fields(kind):
            assert len(description_of(one)) > 10, one.name
            assert description_of(one).split(".")[0][:40] in file, one.name
            assert f"| `{one.name}` |" in manual


def test_a_misspelt_setting_is_refused_with_its_line_and_the_one_that_was_meant() -> None:
    assert faults("[server]\n\nprot = 80\n") == [
        "parvis.toml, line 3: server.prot is not a setting; did you mean server.port?"
    ]
    assert faults('[sqare]\nname = "x"\n') == ["parvis.toml, line 1: sqare is not a setting; did you mean square?"]
    assert "known here: name, address, hours" in faults("[[counter]]\nzzz = 1\n")[0]


def test_every_fault_is_told_at_once() -> None:
    told = faults('[server]\nport = "x"\nbind = 3\n[age]\npass_days = 0\n[door]\nbusy_hours = 20\n')
    assert told == [
        'parvis.toml, line 2: server.port must be a whole number from 1 to 65,535, and is "x".',
        "parvis.toml, line 3: server.bind must be a text in quotes, and is 3.",
        "parvis.toml, line 5: age.pass_days must be a whole number from 1 to 365, and is 0.",
        'parvis.toml, line 7: door.busy_hours must be texts by language, such as { fr = "…", en = "…" }, and is 20.',
    ]


@pytest.mark.parametrize("word", ["self_declaration", "declared", "self", "checkbox", "Honour"])
def test_a_declared_age_cannot_be_configured(word: str) -> None:
    (told,) = faults(f'[age]\nmethods = ["{word}"]\n')
    assert told.endswith("a declared age is not an age check and cannot be configured.")


def test_the_door_may_be_left_without_a_method_and_then_stays_shut_elsewhere() -> None:
    assert parse("[age]\nmethods = []\n", "parvis.toml").age.methods == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[square]\norigin = "http://chat.example.org"', "must begin with https://"),
        ('[square]\norigin = "https://chat.example.org/"', "no path"),
        ('[square]\norigin = "ftp://chat.example.org"', "must look like"),
        ('[square]\norigin = "https://Chat.example.org"', "lower case"),
        ('[square]\norigin = "https://chat.example.org:99999"', "true port"),
        ('[square]\nlanguages = ["fr", "de"]', 'holds "de", which Parvis does not know'),
        ("[square]\nlanguages = []", "with at least one"),
        ('[square]\ndefault_room = "nulle-part"', "none of the rooms"),
        ('[square]\nsource_url = "here"', "address of a page"),
        ('[server]\nbind = "chat.example.org"', "must be an IP address"),
        ("[server]\nport = 8081", "must differ from server.port"),
        ('[server]\ntrusted_proxies = ["10.0.0.0/99"]', "must hold networks"),
        ('[server]\nextra_origins = ["example.org"]', "must look like"),
        ('[legal]\ncontact_email = "nobody"', "must look like"),
        ('[entry]\nrequired = ["nickname"]', 'must hold "age"'),
        ('[entry]\nrequired = ["nickname", "age", "phone"]', 'holds "phone"'),
        ("[age]\nvoucher_days = 7", "must be at most age.voucher_days"),
        ('[door]\nbusy_hours = { fr = "20 h" }', 'has no text for "en"'),
        ('[[counter]]\nname = "a"\naddress = "b"', "counter[1].hours is missing"),
        ("[counter]\n", "must be written as [[counter]]"),
        ("square = 3", "must be a section"),
        ("[square", "is not TOML"),
    ],
)
def test_what_cannot_be_is_refused_in_words(text: str, told: str) -> None:
    (sentence,) = faults(text + "\n")
    assert told in sentence
    assert sentence.endswith((".", "?"))


def test_rooms_have_names_of_their_own_in_every_language() -> None:
    twice = faults('[square]\ndefault_room = "un"\n' + ROOM.format(id="un") * 2)
    assert twice == ['parvis.toml, line 8: room[2].id is "un", which another room has already.']
    (shouted,) = faults('[square]\ndefault_room = "UN"\n' + ROOM.format(id="UN"))
    assert "2 to 30 of a-z, 0-9 and hyphen" in shouted
    (mute,) = faults('[[room]]\nid = "accueil"\nname = { fr = "Un" }\ntopic = { fr = "a", en = "b" }\n')
    assert mute == 'parvis.toml, line 3: room[1].name has no text for "en", which square.languages offers.'


def test_this_machine_itself_needs_no_https() -> None:
    for origin in ("http://localhost:8080", "http://127.0.0.1:80", "http://[::1]:8080", "http://square.localhost"):
        text = f'[square]\norigin = "{origin}"\n'
        assert parse(text, "parvis.toml").square.origin == origin


def test_the_list_of_settings_shows_what_the_operator_changed() -> None:
    changed = msgspec.structs.replace(Config(), square=Square(name="La place"))
    rows = {name: (value, usual) for name, value, usual in listing(changed)}
    assert rows["square.name"] == ('"La place"', False)
    assert rows["server.port"] == ("8080", True)
