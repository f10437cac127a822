"""The learned check: its file, its scores, what it costs at most, and that no score stops a text by itself."""

from __future__ import annotations

import hashlib
import math

import msgspec
import pytest

import fruit
from parvis.core.clock import Instant
from parvis.core.verdict import Kind
from parvis.guard import learned, scored, wording
from parvis.guard.attributes import CLASSES, SCORES
from parvis.guard.edition import Edition, as_shipped
from parvis.guard.learned import Learned
from parvis.guard.modelfile import BadModel, read_model, written
from parvis.guard.rules import BadPack, Pack
from parvis.guard.scored import FLOOR
from parvis.guard.subject import Subject
from parvis.guard.views import Views
from toy import LABEL, TOY, model, numbers, row

MARKET = """
[[list]]
id = "market"
terms = ["au marché"]
"""


def threat(text: str, one: Learned | None = None) -> int:
    scores = (one or model()).score(Views(text), {})
    assert scores is not None
    return scores.by_class["threat"]


def test_a_file_holds_what_was_written_into_it() -> None:
    stored = read_model(written(LABEL, TOY))
    assert (stored.label, stored.numbers) == (LABEL, TOY)


@pytest.mark.parametrize("at", [0, 70, 400, -1])
def test_a_damaged_file_is_no_model(at: int) -> None:
    data = bytearray(written(LABEL, TOY))
    data[at] ^= 1
    with pytest.raises(BadModel, match="damaged"):
        read_model(bytes(data))


def test_a_file_whose_numbers_are_missing_is_no_model() -> None:
    for wrong in ({"rows": TOY.rows[:-1]}, {"bias": TOY.bias[1:]}, {"kin": {"a": ("nowhere",)}}, {"out": ()}):
        with pytest.raises(BadModel, match="fit together"):
            read_model(written(LABEL, msgspec.structs.replace(TOY, **wrong)))


def test_a_file_that_is_whole_and_says_nothing_is_no_model() -> None:
    rest = b"{}\nnothing"
    with pytest.raises(BadModel, match="cannot be read"):
        read_model(hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)


def test_scores_are_what_the_numbers_say() -> None:
    said = 0.05 * (120 + 60) / math.sqrt(3)
    share = math.exp(said) / (math.exp(said) + math.exp(4.0) + len(CLASSES) - 1)
    assert threat("tu vas saigner") == round(100 * share)


def test_the_layer_speaks_only_above_nought_and_kin_share_a_row() -> None:
    assert threat("un poignard poignard") > threat("un couteau couteau")
    assert threat("tranquille tranquille") == threat("couteau couteau")


def test_harm_is_what_is_not_harmless_and_the_likeliest_class_is_named() -> None:
    scores = model().score(Views("tu vas saigner saigner"), {})
    assert scores is not None
    assert scores.top == "threat"
    assert scores.harm >= scores.by_class["threat"] > 50


def test_what_is_hidden_in_a_long_text_counts_as_much() -> None:
    padding, said = "et puis voila " * 100, "tu vas saigner saigner saigner saigner"
    assert threat(padding) < FLOOR < threat(f"{padding}{said} {padding}")


@pytest.mark.parametrize("text", ["tu vas saigner saigner", "bonsoir tu vas saigner saigner et puis voila tout"])
def test_what_is_written_backwards_is_read(text: str) -> None:
    assert threat(text[::-1]) == threat(text)
    assert threat(" ".join(word[::-1] for word in text.split())) == threat(text)


def test_what_a_text_says_in_the_wrong_order_is_nobodys() -> None:
    talk = {pair: row() for pair in ("je vais", "vais te", "te revoir", "revoir demain")}
    one = model(numbers(**talk, **{"revoir te": row(threat=127), "arme": row()}))
    text = "je vais te revoir demain"
    assert threat(text[::-1], one) == threat(text, one) < threat("demain revoir te", one)
    both = model(
        numbers(**talk, **{"revoir te": row(threat=127), "te vais": row(), "demain revoir": row(), "arme": row()})
    )
    assert threat(text[::-1], both) > threat(text, both), "where nobody can tell which was meant, the worse counts"


def test_bars_of_ones_own_hide_nothing_that_is_written_backwards() -> None:
    assert threat("tu vas | saigner | saigner"[::-1]) >= threat("tu vas saigner saigner")


def test_numbers_alone_say_no_harm_but_pictures_and_letters_may() -> None:
    one = model(
        numbers(
            **{
                "15": row(threat=120),
                "0000000000": row(threat=120),
                "🔪": row(threat=120),
                "15f": row(threat=120),
                "arme": row(),
            }
        )
    )
    for text in ("15", "15 ?", "+0639981234", "15 € !", "?!", ""):
        scores = one.score(Views(text), {"hit.blood": True})
        assert scores is not None and scores.harm == 0
    assert min(threat(text, one) for text in ("à 15", "🔪", "15 🔪", "15f", "15 15f")) > 40


def test_a_text_that_takes_too_long_has_no_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "BUDGET_SECONDS", -1.0)
    one = model()
    assert one.score(Views("tu vas saigner " * 20), {}) is None
    assert one.counts == {"scored": 0, "late": 1, "failed": 0}


def test_a_check_that_fails_has_no_scores_and_is_counted() -> None:
    one = model()
    assert one.score(Views("tu vas saigner"), {"msg.age_self": "sixteen"}) is None
    assert one.counts == {"scored": 0, "late": 0, "failed": 1}


def test_remembered_words_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "REMEMBERED", 50)
    one = model()
    for number in range(300):
        threat(f"mot{number}x saigner", one)
    assert len(one._memory) <= 50


def test_words_are_read_as_training_reads_them() -> None:
    assert wording.words("j'ai 15 ans, 0639981234 !") == ["j", "ai", "15", "ans", "0000000000", "!"]
    assert wording.pieces("menaces") == ["menaces", "^menac"]
    assert wording.neighbours(["a", "b", "c"]) == ["a b", "b c", "a * c"]
    found = {"msg.age_self": 15, "msg.age_other": 40, "msg.prices": 2, "hit.blood": True, "sender.messages_1m": 3}
    assert wording.signs(found) == ["#msg.age_self<18", "#msg.age_other>=18", "#msg.prices", "#hit.blood"]


# ------------------------------------------------------------------------------------------------------ in an edition


def edition(*rules: str, scored: bool = True) -> Edition:
    return Edition([pack(*rules)], model=model() if scored else None)


def pack(*rules: str) -> Pack:
    return fruit.headed(fruit.LIST, MARKET, *rules)


def rule(when: str, actions: str = '[{ do = "refuse" }]') -> str:
    return f"""
[[rule]]
id = "tried"
title = {{ fr = "Essai", en = "Trial" }}
harm = "danger"
on = ["message"]
mode = "live"
when = '{when}'
actions = {actions}
text_key = "refuse-advert"
owner = "lead"
review_by = 2027-05-26
"""


def about(text: str) -> Subject:
    return Subject(kind=Kind.MESSAGE, views=Views(text), network="n", now=Instant(0), tick=0.0)


CASE = '[{ do = "case" }]'


def test_a_score_has_its_rule_asked_and_stands_in_the_finding() -> None:
    one = edition(rule("learned.threat >= 60", actions=CASE))
    (found,) = one.judge(about("tu vas saigner saigner"))
    assert int(found.values["learned.threat"]) >= 60
    assert found.values["learned.model"] == "toy@1"
    assert one.read(about("merci")).asked == ()


def test_scores_are_kept_with_what_was_found_for_trials_on_the_past() -> None:
    features = edition(rule("learned.threat >= 60", actions=CASE)).read(about("tu vas saigner saigner")).features
    assert int(features["learned.threat"]) >= 60
    assert features["learned.on"] is True
    assert "learned.hate" not in features


def test_without_a_model_a_rule_that_waits_for_a_score_is_not_asked() -> None:
    one = edition(rule("learned.threat >= 60", actions=CASE), scored=False)
    assert one.read(about("tu vas saigner saigner")).features == {}
    assert (
        edition(rule("learned.threat >= 60", actions=CASE)).scored_by(None).read(about("saigner saigner")).asked == ()
    )


def test_a_rule_of_lists_may_ask_for_a_score_while_there_is_a_model() -> None:
    agreed = rule("hit.fruit && (learned.harm >= 20 || !learned.on)")
    assert edition(agreed).judge(about("des pommes, merci")) == ()
    assert edition(agreed).judge(about("des pommes, tu vas saigner saigner"))
    assert edition(agreed, scored=False).judge(about("des pommes, merci"))


@pytest.mark.parametrize("act", ["hold", "refuse", "redact"])
@pytest.mark.parametrize(
    "when",
    [
        "learned.threat >= 99",
        "learned.threat >= 99 || hit.fruit",
        "learned.harm >= 90 && sender.reports_24h >= 2",
        "learned.harm >= 90 && (hit.fruit || learned.threat >= 99)",
        'learned.top == "threat" && learned.harm >= 90 && !hit.market',
    ],
)
def test_no_score_stops_a_text_by_itself(when: str, act: str) -> None:
    with pytest.raises(BadPack, match=f"would {act} by what the learned check says alone"):
        edition(rule(when, actions=f'[{{ do = "{act}" }}]'))


def test_beside_something_found_a_score_may_stop_a_text() -> None:
    one = edition(rule("learned.threat >= 60 && (hit.fruit || msg.prices > 0)"))
    assert [found.ruling.name for found in one.judge(about("tu vas saigner saigner pour 10 euros"))] == ["REFUSE"]
    assert one.judge(about("tu vas saigner saigner")) == ()


def test_a_rule_cannot_wait_for_a_score_beneath_the_floor() -> None:
    with pytest.raises(BadPack, match="where no list finds anything"):
        edition(rule(f"learned.threat >= {FLOOR - 1}", actions=CASE))


def test_scores_that_were_kept_say_the_same_again() -> None:
    one, kept = model(), edition(rule("learned.threat >= 60", actions=CASE)).read(about("tu vas saigner")).features
    made, first = scored.again(kept, one), one.score(Views("tu vas saigner"), {})
    assert made is not None and first is not None
    assert (made.harm, made.top) == (first.harm, first.top)
    assert all(abs(made.by_class[name] - score) < scored.TOLD for name, score in first.by_class.items())
    assert scored.again({**kept, "learned.model": "another@1"}, one) is None
    assert scored.again({}, one) is None


# ----------------------------------------------------------------------------------------------------------- padding


SILENCED = rule("hit.fruit") + "unless = 'learned.on && learned.harm < 30 && learned.worst < 60'\n"
THANKS = " merci" * 9


def test_a_low_score_silences_a_list_and_padding_does_not() -> None:
    one = edition(SILENCED)
    assert one.judge(about("bien le bonsoir, des pommes")) == ()
    assert one.judge(about("des pommes, tu vas saigner saigner saigner"))
    assert one.judge(about(f"merci{THANKS}, des pommes, tu vas saigner saigner saigner{THANKS}"))
    assert one.judge(about(f"des pommes, tu vas saigner saigner saigner {'bien merci. ' * 60}"))
    assert one.scored_by(None).judge(about("bien le bonsoir, des pommes")), "without a model the list decides alone"


def test_words_around_a_text_leave_its_worst_stretch_as_it_is() -> None:
    one, said = model(), "des pommes tu vas saigner"
    alone = one.worst([(said, [(4, 10)])], {})
    for before in ("", "merci ", "merci merci merci "):
        at = len(before) + 4
        assert one.worst([(f"{before}{said}{THANKS}", [(at, at + 6)])], {}) >= alone
    far = f"saigner saigner saigner{THANKS * 3} des pommes"
    assert one.worst([(far, [(len(far) - 6, len(far))])], {}) < alone


def test_a_stretch_is_scored_as_a_text_of_its_words_would_be() -> None:
    one, text = model(), "des pommes vas saigner"
    words, signs = wording.words(text), wording.signs({"hit.fruit": True})
    said = one._weighed(Views(text), one._by_words(words, signs), (0, len(words), False))
    assert one.worst([(text, [(0, len(text))])], {"hit.fruit": True}) == round(100 * (1.0 - said[-1]))


def test_what_cannot_be_weighed_in_time_silences_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one, text = model(), "bien le bonsoir, des pommes"
    assert one.worst([], {}) == 100
    assert one.worst([(text, [(0, 4)])], {"msg.age_self": "sixteen"}) == 100
    monkeypatch.setattr(learned, "STRETCHES_ABOUT", 0)
    assert one.worst([(text, [(0, 4)])], {}) == 100
    monkeypatch.setattr(learned, "STRETCHES_ABOUT", 100)
    monkeypatch.setattr(learned, "BUDGET_SECONDS", -1.0)
    assert one.worst([(text, [(0, 4)])], {}) == 100


def test_the_worst_stretch_excuses_and_does_nothing_else() -> None:
    with pytest.raises(BadPack, match="only an excuse"):
        edition(rule("hit.fruit && learned.worst < 45"))


def test_it_is_worked_out_only_where_it_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def harmless(*told: object) -> int:
        asked.append(told)
        return 0

    monkeypatch.setattr(Learned, "worst", harmless)
    one = edition(SILENCED.replace("unless = '", "unless = 'hit.market || "))
    one.judge(about("bien le bonsoir"))
    one.judge(about("des pommes, tu vas saigner saigner saigner"))
    one.judge(about("bien le bonsoir, des pommes au marché"))
    assert asked == []
    assert one.judge(about("bien le bonsoir, des pommes")) == ()
    assert len(asked) == 1


BEFORE, BEHIND = "kettle nephews tomates knitting bouilloire jumeaux", "basilic crochet teapot biscuits tricot broccoli"
"""Words that lower a score most, and are in no list that excuses."""


def test_the_shipped_rules_that_a_score_silences_are_not_silenced_by_padding() -> None:
    shipped, alone = as_shipped(), as_shipped().scored_by(None)
    rules = [one for one in shipped.rules if "learned.worst" in one.unless]
    texts = [(one, test.text) for one in rules for test in one.tests if test.expect == "match"]
    padded = [(one, about(f"{BEFORE} {text} {BEHIND}")) for one, text in texts]
    met = [(one, said) for one, said in padded if one in alone.read(said).matched]
    silent = [said.views.text for one, said in met if one not in shipped.read(said).matched]
    assert len(rules) == 5
    assert len(met) > 60
    assert len(silent) <= len(met) // 30, silent


def test_no_rule_is_silenced_by_the_score_of_a_whole_text_alone() -> None:
    silenced = [one for one in as_shipped().rules if "learned.harm <" in one.unless]
    assert [one.id for one in silenced if "learned.worst <" not in one.unless] == []


def test_every_class_has_a_score_and_none_is_private() -> None:
    names = {one.name for one in SCORES}
    assert {f"learned.{one}" for one in CLASSES} <= names
    assert not any(one.private for one in SCORES)
