"""Rules in packs: what they say of a text, how they are refused when they are wrong, and that watching does nothing."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fruit
from parvis.core.clock import Instant, SystemClock
from parvis.core.config import LANGUAGES, Config
from parvis.core.ids import ConversationId, RoomId, VisitId
from parvis.core.talk import Room
from parvis.core.verdict import Finding, Kind, Ruling
from parvis.guard import rooms, standard, subject
from parvis.guard.attributes import Context, declared
from parvis.guard.cel import BadCondition, Cel, conjuncts
from parvis.guard.edition import Current, Edition, as_shipped
from parvis.guard.learned import shipped_twice
from parvis.guard.pipeline import Check, Pipeline
from parvis.guard.rules import BadPack, Pack, Rule, RuleTest, ends_of, lapses_on, outdated, read_pack
from parvis.guard.subject import Subject
from parvis.guard.trial import BadRow, Row, Trial, failed_tests, read_rows, scores, wrongful
from parvis.guard.views import Views
from parvis.web.i18n import Texts

LISTS = """
[parts]
fruit = "(?:pomme|poire)"
many = "<fruit>s"
[[list]]
id = "fruit"
patterns = ["\\\\b<many>\\\\b"]
[[list]]
id = "price"
terms = ["10 euros"]
[[list]]
id = "market"
terms = ["au marché"]
"""


def rule(when: str = "hit.fruit && hit.price", **more: str) -> str:
    fields = {
        "id": '"sale"', "title": '{ fr = "Vente", en = "Sale" }', "harm": '"spam"', "on": '["message"]',
        "mode": '"live"',
        "when": f"'{when}'", "actions": '[{ do = "refuse" }]', "text_key": '"refuse-advert"', "owner": '"lead"',
        "review_by": "2027-05-26",
    } | more  # fmt: skip
    return "[[rule]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items()) + "\n"


def pack(*rules: str, lists: str = LISTS) -> Pack:
    return fruit.headed(lists, *rules)


def about(text: str, kind: Kind = Kind.MESSAGE, key: str = "", context: Context | None = None) -> Subject:
    return Subject(
        kind=kind, views=Views(text), network="n", now=Instant(0), tick=0.0, conversation=ConversationId(key),
        context=context,
    )  # fmt: skip


def judged(text: str, *rules: str, kind: Kind = Kind.MESSAGE, key: str = "") -> list[tuple[str, str]]:
    found = Edition([pack(*rules)]).judge(about(text, kind, key))
    return [(one.check, one.told) for one in found]


SALE = "des pommes à 10 euros"


def test_a_rule_speaks_when_its_condition_holds_and_nothing_excuses_it() -> None:
    assert judged(SALE, rule()) == [("sale", "refuse")]
    assert judged("POIRES, 10 EUROS", rule()) == [("sale", "refuse")]
    assert judged("des pommes", rule()) == []
    excused = rule(unless="'hit.market'")
    assert judged(SALE, excused) == [("sale", "refuse")]
    assert judged(SALE + " au marche", excused) == []


@pytest.mark.parametrize(
    ("mode", "told"),
    [("live", ["refuse"]), ("shadow", ["shadow"]), ("canary:100%", ["refuse"]), ("canary:0%", ["shadow"]),
     ("draft", []), ("suspended", []), ("retired", [])],
)  # fmt: skip
def test_the_mode_decides_whether_a_rule_acts_watches_or_sleeps(mode: str, told: list[str]) -> None:
    assert [one for _, one in judged(SALE, rule(mode=f'"{mode}"'))] == told


def test_a_canary_is_the_same_for_one_conversation_and_met_by_about_its_share() -> None:
    edition = Edition([pack(rule(mode='"canary:25%"'))])
    met = [edition.judge(about(SALE, key=f"r:{number}"))[0].told == "refuse" for number in range(400)]
    assert met == [edition.judge(about(SALE, key=f"r:{number}"))[0].told == "refuse" for number in range(400)]
    assert 60 < sum(met) < 140


def test_a_rule_is_asked_only_of_what_it_is_for() -> None:
    assert judged(SALE, rule(), kind=Kind.NICKNAME) == []
    assert judged(SALE, rule(on='["nickname", "topic"]'), kind=Kind.TOPIC) == [("sale", "refuse")]


def test_what_only_watches_has_no_effect_and_no_place_among_reasons() -> None:
    watching = Edition([pack(rule(mode='"shadow"'))])
    guard = Pipeline(standard.checks(Config(), rules=Current(watching)))
    verdict = guard.judge_now(said(SALE))
    assert verdict.ruling is Ruling.ALLOW
    assert [one.told for one in verdict.findings] == ["shadow"]


def test_of_several_rules_the_strongest_wins_and_the_gravest_is_the_reason() -> None:
    mild = rule(id='"mild"', actions='[{ do = "hold" }]', text_key='"held-doubt"')
    grave = rule(id='"grave"', actions='[{ do = "hold" }]', text_key='"held-doubt"', harm='"danger"')
    help_only = rule(id='"kind"', actions='[{ do = "help", topic = "self-harm" }]', harm='"child-safety"')
    found = Edition([pack(mild, grave, help_only)]).judge(about(SALE))
    assert [one.check for one in found] == ["kind", "grave", "mild"]
    guard = Pipeline(
        standard.checks(Config(), rules=Current(Edition([pack(mild, grave, help_only)]))), doubt=Ruling.HOLD
    )
    verdict = guard.judge_now(said(SALE))
    assert verdict.ruling is Ruling.HOLD and verdict.reason is not None
    assert verdict.reason.check == "grave" and verdict.reason.version == "1"


def test_nothing_is_asked_where_nothing_is_found() -> None:
    edition = Edition([pack(rule())])
    assert edition.read(about("bonsoir")).asked == ()
    assert edition.read(about("10 euros")).asked + edition.read(about("pommes")).asked == ("sale",)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (rule("hit.fruits"), "hit.fruits, which is not declared. Did you mean hit.fruit?"),
        (rule("hit.fruit == 3"), "is no condition"),
        (rule("msg.length + 1"), "is not true or false"),
        (rule("hit.fruit &&"), "is no condition"),
        (rule("[1, 2].exists(x, x > 1) && hit.fruit"), "walks through a list"),
        (rule("msg.length > -1"), "can be true where no list finds anything"),
        (rule("!hit.fruit"), "can be true where no list finds anything"),
        (rule("hit.fruit || msg.length > 3"), "can be true where no list finds anything"),
        (rule(unless="'msg.length / 0 > 1'"), "could not be worked out"),
        (rule("hit.fruit && hit . price"), "hides what it reads"),
        (rule("hit.fruit && 1 < 2 // exists"), "hides what it reads"),
        (rule(unless="""\"'''it''' == msg.kind\""""), "hides what it reads"),
        (rule(unless="""\"r'x' == msg.kind\""""), "hides what it reads"),
        (rule(unless="'hit.nothing'"), "hit.nothing, which is not declared"),
        (rule(mode='"canary:101%"'), "in mode canary:101%"),
        (rule(id='"Sale"'), "is no id"),
        (rule() + rule(), "share the id sale"),
        (rule(actions="[]"), "does nothing"),
        (rule(text_key='""'), "has no sentence"),
        (rule(harm='"rain"'), "Invalid enum value 'rain'"),
        (rule(actions='[{ do = "shout" }]'), "Invalid enum value 'shout'"),
        (rule(actions='[{ do = "help" }]'), "wants to help, and does not say topic"),
        (rule(actions='[{ do = "limit", what = "breathe", for_s = 60 }]'), "limits breathe, which there is not"),
        (rule(actions='[{ do = "slow_room", every_s = 5 }]'), "wants to slow room, and does not say for_s"),
        (rule(actions='[{ do = "step_up", check = "passport" }]'), "asks for passport; there are pow and age"),
        (rule(stage='"async"'), "looks only after delivery (stage async): too late to refuse"),
        (rule(colour='"red"'), "unknown field `colour`"),
    ],
)
def test_a_wrong_rule_is_refused_in_one_sentence_that_names_it(wrong: str, why: str) -> None:
    with pytest.raises(BadPack) as told:
        Edition([pack(wrong)])
    assert why in str(told.value)
    assert "\n" not in str(told.value)


def test_a_rule_that_is_meant_to_be_asked_of_everything_says_so() -> None:
    always = rule("msg.length > 10", always="true")
    assert judged("un texte assez long", always) == [("sale", "refuse")]
    assert judged("court", always) == []


def test_packs_of_another_schema_and_terms_of_nothing_are_refused() -> None:
    with pytest.raises(BadPack, match="schema 2"):
        read_pack(fruit.HEAD.replace("schema = 1", "schema = 2"))
    with pytest.raises(BadPack, match="nothing can be read"):
        Edition([pack(lists='[[list]]\nid = "empty"\nterms = ["\u200b"]')])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("hit.a && (hit.b || hit.c) && msg.kind == 'x && y'", ["hit.a", "(hit.b || hit.c)", "msg.kind == 'x && y'"]),
        ("hit.a && hit.b || hit.c", ["hit.a && hit.b || hit.c"]),
        ("hit.a ? hit.b : hit.c", ["hit.a ? hit.b : hit.c"]),
        ("hit.a", ["hit.a"]),
    ],
)
def test_a_condition_is_taken_apart_only_where_every_part_must_hold(text: str, parts: list[str]) -> None:
    assert conjuncts(text) == parts


def test_an_excuse_that_cannot_be_worked_out_lets_nothing_through() -> None:
    edition = Edition([pack(rule("hit.fruit", unless="'10 / (msg.length - 10) > 1000'"))])
    guard = Pipeline(standard.checks(Config(), rules=Current(edition)))
    assert guard.judge_now(said("des pommes")).findings[-1].text_key == "refuse-check-down", "it has ten letters"
    assert guard.judge_now(said("des poires !")).findings[-1].text_key == "refuse-advert"


def test_a_rule_that_sleeps_is_not_asked_and_can_break_nothing() -> None:
    edition = Edition([pack(rule("hit.fruit", mode='"draft"', unless="'10 / (msg.length - 10) > 1000'"))])
    verdict = Pipeline(standard.checks(Config(), rules=Current(edition))).judge_now(said("des pommes"))
    assert verdict.ruling is Ruling.ALLOW and verdict.findings == ()


def test_what_only_watches_cannot_refuse_by_being_at_a_loss() -> None:
    broken = rule("hit.fruit", mode='"shadow"', unless="'10 / (msg.length - 10) > 1000'")
    verdict = Pipeline(standard.checks(Config(), rules=Current(Edition([pack(broken)])))).judge_now(said("des pommes"))
    assert verdict.ruling is Ruling.ALLOW and verdict.findings == ()


def test_what_was_read_comes_with_the_finding_and_what_was_found_with_the_verdict() -> None:
    verdict = Pipeline(standard.checks(Config(), rules=Current(Edition([pack(rule())])))).judge_now(said(SALE))
    reason = verdict.reason
    assert reason is not None and reason.values == {"hit.fruit": True, "hit.price": True}
    assert [one.kind for one in reason.acts] == ["refuse"]
    assert verdict.features == {"hit.fruit": True, "hit.price": True, "msg.prices": 1}


def test_an_edition_is_swapped_whole_and_modes_are_decided_beside_the_pack() -> None:
    current = Current(Edition([pack(rule())]))
    guard = Pipeline(standard.checks(Config(), rules=current))
    assert guard.judge_now(said(SALE)).ruling is Ruling.REFUSE
    current.swap(Edition([pack(rule())], modes={"sale": "suspended"}))
    assert guard.judge_now(said(SALE)).ruling is Ruling.ALLOW
    with pytest.raises(BadPack, match="in mode loud"):
        Edition([pack(rule())], modes={"sale": "loud"})


def test_a_rule_of_a_later_stage_is_asked_then_and_not_before() -> None:
    later = Edition([pack(rule(stage='"async"', actions='[{ do = "case" }]'))])
    assert later.judge(about(SALE)) == ()
    assert [one.check for one in later.after(about(SALE))] == ["sale"]
    asked = rule("msg.length > 3", always="true", stage='"async"', actions='[{ do = "case" }]')
    always = Edition([pack(asked)])
    assert always.judge(about("bonsoir")) == ()
    assert [one.check for one in always.after(about("bonsoir"))] == ["sale"]
    assert Edition([pack(rule())]).after(about(SALE)) == ()


def test_what_a_condition_reads_is_known_but_not_what_stands_in_its_texts() -> None:
    engine = Cel(declared(["a"]))
    assert engine.compile("hit.a && msg.kind == 'hit.b'").reads == {"hit.a", "msg.kind"}
    with pytest.raises(BadCondition):
        engine.compile("hit.b")


def test_a_topic_is_judged_like_the_name_of_its_room() -> None:
    edition = Edition([pack(rule(on='["room_name", "topic"]'))])
    guard = Pipeline(standard.checks(Config(), rules=Current(edition)))
    room = Room(id=RoomId("marche"), name={"fr": "Marché", "en": "Market"}, topic={"fr": SALE, "en": "Fruit."})
    assert [(found.id, lang, why.check) for found, lang, why in rooms.refused(guard, [room], SystemClock())] == [
        ("marche", "fr", "sale")
    ]


# ---------------------------------------------------------------- the shipped packs

EDITION = as_shipped().scored_by(shipped_twice())  # as `parvis rules test` and a quiet server read
TESTS = [(one, test) for one in EDITION.rules for test in one.tests]


@pytest.mark.parametrize(("one", "test"), TESTS, ids=[f"{one.id}-{at}" for at, (one, _) in enumerate(TESTS)])
def test_every_test_in_the_shipped_packs(one: Rule, test: RuleTest) -> None:
    if test.given or one.stage != "sync":
        found = EDITION.read(about(test.text, test.kind or one.on[0])).features
        matched = EDITION.ask(one.id, {**found, **test.given})
    else:
        matched = one in EDITION.read(about(test.text, test.kind or one.on[0])).matched
    assert matched == (test.expect == "match")


@pytest.mark.parametrize("one", EDITION.rules, ids=lambda one: one.id)
def test_every_shipped_rule_is_tried_both_ways_and_somebody_answers_for_it(one: Rule) -> None:
    assert sum(test.expect == "match" for test in one.tests) >= 3
    assert sum(test.expect == "no match" for test in one.tests) >= 3
    assert one.owner and one.breaker is not None


def test_every_sentence_of_a_shipped_rule_is_there_in_both_languages() -> None:
    texts = Texts(strict=True)
    for one in EDITION.rules:
        if one.text_key:
            assert [texts.text(lang, one.text_key) for lang in LANGUAGES]


# ---------------------------------------------------------------- the order of checks, and trials


def said(text: str) -> subject.Subject:
    return subject.message(
        text, visit=VisitId("v"), conversation=ConversationId("r:x"), network="n", ref="c", now=Instant(0), tick=0.0
    )


@given(st.lists(st.sampled_from(list(Ruling)), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_no_order_of_checks_lets_a_refused_text_through(rulings: list[Ruling], chance: random.Random) -> None:
    made = [
        Check(f"c{at}", frozenset(Kind), lambda _, at=at, one=one: (Finding(check=f"c{at}", ruling=one, text_key="x"),))  # type: ignore[misc]
        for at, one in enumerate(rulings)
    ]
    chance.shuffle(made)
    assert Pipeline(made, doubt=Ruling.HOLD).judge_now(said("x")).ruling is max(rulings)


LATE = (
    "The rule sale was to be reviewed by 2027-05-26; it is lead's. "
    "From 2027-06-25 on it only watches, unless the team has decided about it since its review was due."
)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2027, 5, 26), []),
        (date(2027, 5, 27), [LATE]),
        (
            date(2027, 11, 27),
            ["The pack test expired on 2027-11-26.", LATE.replace("From 2027-06-25 on", "Since 2027-06-25")],
        ),
    ],
)
def test_what_is_past_its_date_is_told_with_what_follows(today: date, told: list[str]) -> None:
    assert outdated([pack(rule())], today) == told
    assert outdated([pack(rule(mode='"retired"'))], date(2027, 6, 1)) == []


def test_a_list_can_expire_before_its_pack() -> None:
    made = pack(rule(), lists=LISTS.replace('id = "price"', 'id = "price"\nexpires = 2027-01-01'))
    assert outdated([made], date(2027, 2, 1)) == ["The list price of test expired on 2027-01-01."]


def test_a_list_that_has_ended_counts_as_a_review_that_is_due() -> None:
    made = pack(rule(), lists=LISTS.replace('id = "price"', 'id = "price"\nexpires = 2027-01-01'))
    assert lapses_on(made.rules[0], ends_of([made])) == date(2027, 1, 31)
    assert lapses_on(made.rules[0], {}) == date(2027, 6, 25)


def test_a_trial_counts_each_class_and_language_and_what_was_wrongly_stopped() -> None:
    trial = Trial([pack(rule())])
    lines = [
        '{"kind": "message", "lang": "fr", "text": "des pommes à 10 euros", "class": "advert", "expect": "act"}',
        '{"kind": "message", "lang": "fr", "text": "achetez mes fruits", "class": "advert", "expect": "act"}',
        "",
        '{"kind": "message", "lang": "fr", "text": "les poires, 10 euros pièce !", "class": "advert", '
        '"expect": "allow", "group": "lgbtq"}',
        '{"kind": "message", "lang": "en", "text": "hello", "class": "advert", "expect": "allow"}',
    ]
    found = list(trial.run(read_rows(lines, "c.jsonl")))
    english, french = scores(found)
    assert (french.caught, french.missed, french.wrongly, french.recall, french.precision) == (1, 1, 1, 0.5, 0.5)
    assert (english.recall, english.precision, english.passed) == (None, None, 1)
    assert (wrongful(found), wrongful(found, "lgbtq")) == ((1, 2), (1, 1))


def test_a_trial_sees_what_only_watches_when_it_is_asked_to() -> None:
    row = Row(kind=Kind.MESSAGE, lang="fr", text=SALE, topic="advert", expect="act")
    watching = [pack(rule(mode='"shadow"'))]
    assert [one.acted for one in Trial(watching).run([row])] == [False]
    assert [one.acted for one in Trial(watching, all_live=True).run([row])] == [True]


def test_a_line_that_is_no_row_is_named_with_its_number() -> None:
    with pytest.raises(BadRow, match="line 2"):
        read_rows(["", '{"kind": "shout"}'], "c.jsonl")


def test_an_explanation_tells_views_lists_values_and_the_winner() -> None:
    told = Trial([pack(rule(unless="'hit.market'"))]).explain(Kind.MESSAGE, "Des POMMES à 10 euros")
    assert told["lists"] == ["hit.fruit", "hit.price"]
    assert told["values"] == {"hit.fruit": True, "hit.price": True, "hit.market": False}
    assert (told["ruling"], told["decided_by"]) == ("refuse", "sale")
    assert told["found"] == [
        {"list": "hit.fruit", "start": 4, "end": 10, "text": "POMMES"},
        {"list": "hit.price", "start": 13, "end": 21, "text": "10 euros"},
    ]
    assert [(one["id"], one["spans"], one["wins"]) for one in told["rules"]] == [("sale", ((4, 10), (13, 21)), True)]  # type: ignore[attr-defined]


def test_an_inline_test_that_fails_is_told_with_its_text() -> None:
    wrong = rule() + '[[rule.test]]\ntext = "bonsoir"\nexpect = "match"\n'
    assert failed_tests([pack(wrong)]) == ["sale: «bonsoir» was to give match."]
