"""What the shipped lists catch in a message and, more telling, what they let pass; and that no text makes them dear."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fruit
from parvis.core.clock import Instant
from parvis.core.config import Config
from parvis.core.ids import ConversationId, VisitId
from parvis.core.settings_safety import Guard
from parvis.core.text import tidy_message
from parvis.core.verdict import Kind, Ruling, Verdict
from parvis.guard import standard, subject
from parvis.guard.edition import Current, Edition, shipped
from parvis.guard.matching import BadPattern, Matcher
from parvis.guard.pipeline import DOWN, Pipeline
from parvis.guard.subject import Subject
from parvis.guard.views import Views

PLENTY = Config(guard=Guard(messages_per_10s=1_000_000, network_messages_per_10s=1_000_000))
GUARD = standard.pipeline(PLENTY)
REFUSED = [one for pack in shipped() for one in pack.rules if one.id in ("minor-self", "advert")]
CAUGHT = [(one.id, test.text) for one in REFUSED for test in one.tests if test.expect == "match"]
PASSED = [test.text for one in REFUSED for test in one.tests if test.expect == "no match"]


def verdict_on(text: str, guard: Pipeline = GUARD) -> Verdict:
    return guard.judge_now(
        subject.message(
            tidy_message(text), visit=VisitId("marie"), conversation=ConversationId("r:a"), network="n", ref=text,
            now=Instant(0), tick=0.0,
        )
    )  # fmt: skip


def about(text: str) -> Subject:
    return Subject(kind=Kind.MESSAGE, views=Views(text), network="n", now=Instant(0), tick=0.0)


# ---------------------------------------------------------------- what is said by whom


@pytest.mark.parametrize(("name", "text"), CAUGHT)
def test_what_a_rule_is_for_is_refused_with_its_sentence(name: str, text: str) -> None:
    verdict = verdict_on(text)
    assert verdict.ruling is Ruling.REFUSE
    assert verdict.reason is not None
    assert verdict.reason.check == name


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("МОRТ AUХ", "mort aux"),
        ("ТЕ ТUЕR", "te tuer"),
        ("Нe said", "he said"),
        ("ΗΑΤΕ, ΝΟΝ", "hate, non"),
        ("Βravo ІΙ", "bravo ii"),
        ("Ça, ÉTÉ, ŒUVRE", "ca, ete, oeuvre"),
    ],
)
def test_a_capital_of_another_script_is_what_it_looks_like_itself(text: str, bare: str) -> None:
    """Its small letter often looks like none: н, м, т and в beside Н, М, Т and В."""
    assert Views(text).bare == bare


@pytest.mark.parametrize("text", PASSED)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert verdict_on(text).ruling < Ruling.HOLD, "one's own number may be asked about, never stopped"


INNOCENT = """
J'ai 15 ans et demi de boîte
Moi j'ai 16 ans de sobriété et je tiens bon
j'ai 14 ans d'écart avec mon mari
Mon chien a 15 ans
Depuis 12 ans je vis à Lille
J'ai deux enfants, 12 et 15 ans
j'ai un fils de 16 ans, et toi ?
Ça fait 15 ans que j'ai arrêté
J'ai pris 15 ans en un an, quelle année
j'ai 15 ans de moins que lui, il le vit bien
je suis en seconde, la clim ne marche pas
Je suis prof en collège depuis 12 ans
J'étais mineure à l'époque
je suis mineur, retraité des houillères
Je suis majeur
je ne suis pas mineur, j'ai 34 ans
je travaille avec des mineurs isolés
non mais là j'ai 12 ans ou quoi
j'ai plus 15 ans, hein
je n'ai pas 12 ans !
à mon âge, j'ai 16 ans de carrière, et alors
j'ai 10 ans pour finir mon crédit
il me reste 12 ans à tirer
tu as 17 ans ? alors la place n'est pas pour toi
Si tu as moins de 18 ans appelle le 3018
j'ai 16 ans, non je rigole, 46
J'ai 13 ans, mdr, non 43
g 15 ans de pratique
g 12 ans et demi de taf
Oui, j'ai 9 ans, enfin mon compte
euh j'ai 12 ans de mandat
Bonjour, j'ai 12 ans d'abonnement chez eux, et rien
j'ai 15 ans révolus d'ancienneté
elle m'a répondu j'ai 17 ans, je sors
i am 15 pages into it
I'm 17 km from Lyon
I'm 12 hours ahead of you
im 10 and he is 12 points ahead
I'm 14 weeks pregnant
my dog is 15 years old
he said I'm 15 years old but he is 40
I'm a minor inconvenience
I'm 17 and a half years into marriage
I'm 16 m tall giraffe
is underage drinking a problem there
I'm 15 m away from you
A minor chord
I'm 12, no wait, third in line
150 € le vol pour Lisbonne, pas cher
mon numéro c'est le 06 12 34 56 78, appelle si tu veux
code 0612 et porte 150
je cherche un plombier, 06 12 34 56 78 il est bien
mon avocat prend 200 euros de l'heure, c'est le tarif
tarif réduit pour les chômeurs au musée
réserve au 0142334455, menu 25 €
je dois 1500 euros, leur numéro c'est le 3230
""".strip().splitlines()


@pytest.mark.parametrize("text", INNOCENT)
def test_talk_of_work_youth_children_and_money_passes(text: str) -> None:
    assert verdict_on(text).ruling < Ruling.HOLD, verdict_on(text)


# ---------------------------------------------------------------- packs


@pytest.mark.parametrize(
    ("lists", "why"),
    [
        ('[[list]]\nid = "a"\nwords = ["b"]', "no pack"),
        ('[[list]]\nid = "a"\n[[list]]\nid = "a"', "share the id"),
        ('[[list]]\nid = "a"\nterms = ["\u200b"]', "nothing can be read"),
        ('[[list]]\nid = "a"\npatterns = ["(?=a)"]', "RE2"),
        ('[[list]]\nid = "a"\npatterns = ["a("]', "RE2"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(lists: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Edition([fruit.headed(lists)])


def test_parts_stand_in_for_what_patterns_share() -> None:
    made = fruit.headed('[parts]\nfruit = "(?:pear|fig)s?"\n[[list]]\nid = "a"\npatterns = ["ripe <fruit>"]\n')
    assert Edition([made]).read(about("two RIPE figs")).hits == {"hit.a"}


# ---------------------------------------------------------------- matching


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana", {0}),
        ("an ana", {0, 1}),
        ("banana", set()),
        ("ana-an.", {0, 1}),
        ("ana1", set()),
        ("ïan", set()),
        ("on dirait an an", {1, 2}),
        ("ondirait", set()),
    ],
)
def test_terms_are_found_as_whole_words_even_within_one_another(text: str, found: set[int]) -> None:
    assert Matcher(["ana", "an", "on dirait"]).found(text) == found


def test_patterns_come_after_terms() -> None:
    assert Matcher(["ok"], [r"\d{3}", "k$"]).found("123 ok") == {0, 1, 2}
    assert Matcher([], ["a"]).found("b") == set()
    assert Matcher().found("anything") == set()


def test_a_filter_that_fails_refuses_instead_of_finding_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = standard.pipeline(PLENTY)
    assert verdict_on("bonsoir, il a 15 ans", guard).ruling is Ruling.ALLOW
    monkeypatch.setattr("parvis.guard.held.Tokens.hold", lambda _self, _tokens: 1 / 0)  # whatever goes wrong in there
    verdict = verdict_on("bonsoir, il a 16 ans", guard)
    assert verdict.reason is not None
    assert verdict.reason.text_key == DOWN


def test_patterns_that_want_too_much_memory_are_refused_when_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.guard.matching.PATTERN_BYTES", 1 << 10)
    with pytest.raises(BadPattern, match="too much memory"):
        Matcher(patterns=[r"(?:.{0,40}a){9}"])


def test_a_pattern_that_would_find_nothing_is_refused_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = type("Nothing", (), {"Match": lambda _self, _text: []})()  # as RE2 does without memory
    monkeypatch.setattr("re2._re2.Set", lambda *_about: nothing)
    monkeypatch.setattr("re2.Set.Add", lambda _set, _pattern: 0)
    monkeypatch.setattr("re2.Set.Compile", lambda _set: None)
    with pytest.raises(BadPattern, match="too much memory"):
        Matcher(patterns=["a"])


def test_the_word_patterns_are_tried_with_is_no_way_to_match_them() -> None:
    assert Matcher(patterns=["parvis.*lune", "x"]).found("parvis-pulse x") == {1}


# ---------------------------------------------------------------- the view it is matched on


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Été à Nîmes", "ete a nimes"),
        ("j’ai ①⑤ ans", "j'ai 15 ans"),
        ("ＱＵＩＮＺＥ", "quinze"),
        ("qu\u200binze", "quinze"),
        ("аns", "ans"),
        ("l'œuf — «ça»", 'l\'oeuf - "ca"'),
        ("1️⃣5️⃣ 🙂", "15 🙂"),
        ("𝖖𝖚𝖎𝖓𝖟𝖊", "quinze"),
        ("a  b\n\tc ", "a b c"),
        ("été1 0O", "ete1 0o"),
        ("ÉTÉ ﬁn", "ete fin"),
        ("a\u00a0b\u3000c\u2028d", "a b c d"),
        ("Straße", "strasse"),
        ("मेरी उम्र", "मर उमर"),
        ("½ kilo²", "1⁄2 kilo2"),
        ("¨oui", "oui"),
        ("x‴中", "x'''中"),
    ],
)
def test_a_text_is_read_in_plain_letters(text: str, bare: str) -> None:
    assert Views(text).bare == bare


@given(st.text(max_size=60))
def test_plain_letters_are_reached_in_one_step(text: str) -> None:
    bare = Views(text).bare
    assert bare.isascii() or Views(bare).bare.replace(" ", "") == bare.replace(" ", "")


def test_every_single_sign_is_read_in_one_step() -> None:
    """All there are, beside a letter that looks like none: a text is read sign by sign, so this holds for any."""
    again = []
    for point in (point for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000):
        bare = Views(f"中{chr(point)}").bare
        if not bare.isascii() and len(bare) > 2 and Views(bare).bare.replace(" ", "") != bare.replace(" ", ""):
            again.append(hex(point))
    assert again == []


# ---------------------------------------------------------------- the shape of its cost


def work(text: str, guard: Callable[[str], object] = verdict_on) -> int:
    """Calls made to judge a text, the interpreter's and those of C: the same on a fast machine and on a slow one."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    guard(text)  # what is worked out once is remembered
    gc.disable()  # Hypothesis is called back whenever rubbish is collected, and those calls would count
    sys.setprofile(note)
    try:
        guard(text)
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


ORDINARY = "Bonsoir à toutes et à tous, quelqu'un pour parler de ciné ? " * 33
HOSTILE = {
    "marks": "e" + "\u0301\u0323" * 1_000,
    "marks apart": "e\u0301\u0323" * 660,
    "look-alikes": "јаі" * 660,
    "numbers": "j'ai 15 " * 250,
    "digits": "06" * 1_000,
    "rare signs": "".join(chr(0x20000 + place) for place in range(2_000)),
    "emoji": "👩‍👩‍👧🏽" * 280,
    "invisible": "a\u200b\u2060" * 660,
    "terms": "quand film role mine " * 95,
    "right to left": "\u202eab\u202c" * 500,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_takes_no_more_work_than_an_ordinary_one_of_its_length(text: str) -> None:
    assert len(text) <= len(ORDINARY) + 50
    assert work(text) <= 5 * work(ORDINARY)


def test_more_lists_are_no_more_passes() -> None:
    def with_lists(count: int) -> Pipeline:
        lists = "".join(f'[[list]]\nid = "l{n}"\nterms = ["zz{n}yy"]\npatterns = ["qq{n}+x"]\n' for n in range(count))
        return standard.pipeline(PLENTY, rules=Current(Edition([fruit.headed(lists)])))

    few, many = with_lists(1), with_lists(500)
    assert work(ORDINARY, lambda text: verdict_on(text, few)) == work(ORDINARY, lambda text: verdict_on(text, many))


@pytest.mark.parametrize(
    "text",
    ["m" * 2_000, " ".join(f"mot{n}" for n in range(200)) + " jamais"],
    ids=["ten thousand terms", "every pattern's words"],
)
def test_a_text_made_to_be_looked_at_for_long_is_refused_for_its_form(text: str) -> None:
    terms = ", ".join(f'"{"m" * n}"' for n in range(1, 6))
    patterns = ", ".join(f'"mot{n} .* jamais"' for n in range(200))
    made = fruit.headed(f'[[list]]\nid = "a"\nterms = [{terms}]\npatterns = [{patterns}]\n')
    verdict = verdict_on(text, standard.pipeline(PLENTY, rules=Current(Edition([made]))))
    assert verdict.reason is not None
    assert verdict.reason.text_key == "refuse-too-dense"


# ---------------------------------------------------------------- where it stands


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Bonsoir,   j’ai  QUINZE ans", ["j’ai  QUINZE"]),
        ("et  là j'\u200bai quinze… puis ÉTÉ fini", ["j'\u200bai quinze", "ÉTÉ"]),
        ("Ⅷ ﬁn d'été", ["été"]),
        ("\n été \U000e0041été ", ["été", "été"]),
        ("rien", []),
    ],
)
def test_what_is_found_is_cited_from_the_text_as_it_was_written(text: str, cited: list[str]) -> None:
    made = fruit.headed('[[list]]\nid = "a"\nterms = ["été"]\npatterns = ["j\'ai quinze"]\n')
    spans = Edition([made]).read(about(text)).spans_of("hit.a")
    assert [text[start:end] for start, end in spans] == cited


@given(st.text(max_size=60))
def test_every_character_that_is_read_comes_from_a_place_in_the_text(text: str) -> None:
    views = Views(text)
    places = [views.cite("bare", at, at + 1) for at in range(len(views.bare))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
