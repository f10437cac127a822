"""What is exported to the DSA Transparency Database passes its published rules and says nothing of anybody."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest

from parvis.core.casework import (
    Action,
    ActionState,
    Automated,
    Ground,
    Identity,
    Statement,
    StatementKind,
    Wish,
)
from parvis.core.clock import DAY, Instant
from parvis.core.ids import ActionId, CaseId, DecisionId, PassId, StatementId, VisitId
from parvis.core.policy import HARMS, MEASURES, Feature, Harm, Measure
from parvis.moderation import tdb

AT = Instant(1_795_000_000_000)
PRIVATE = "Jean Dupont, jean.dupont@example.org, 06 12 34 56 78, 12 rue des Lilas 69003 Lyon"
RESTRICTING = [one for one, policy in MEASURES.items() if policy.restricts]
MISSING = object()


def action(measure: Measure, ends: bool = True) -> Action:
    feature = Feature.WRITE_IN_ROOM if measure is Measure.LIMIT else None
    timed = MEASURES[measure].timed and ends
    return Action(
        id=ActionId(measure.value), decision=DecisionId("d"), case=CaseId("c"), state=ActionState.ACTIVE, starts_at=AT,
        wish=Wish(measure=measure, feature=feature), ends_at=Instant(AT + 7 * DAY) if timed else None,
    )  # fmt: skip


def statement(*measures: Measure, **changes: Any) -> Statement:
    """A statement in whose every free field stands what must never leave."""
    usual: dict[str, Any] = {
        "id": StatementId("s"), "puid": "0123456789abcdef" * 2, "kind": StatementKind.MEASURE, "case": CaseId("c"),
        "decision": DecisionId("d"), "lang": "fr", "measures": [action(one) for one in measures],
        "addressee": Identity(visit=VisitId("v" * 20), pass_id=PassId("p" * 20), device="d" * 32, nickname="Capucine"),
        "harm": Harm.HARASSMENT, "ground": Ground.TERMS, "rule": 2, "legal_ground": PRIVATE, "explanation": PRIVATE,
        "facts": {"fr": PRIVATE, "en": PRIVATE}, "source": "SOURCE_ARTICLE_16", "automated_detection": False,
        "automated": Automated.NOT, "content_at": AT, "quoted": PRIVATE, "terms_version": "2026-11-26",
        "issued_at": AT, "expires_at": Instant(AT + DAY), "decided_by": 12,
    }  # fmt: skip
    return Statement(**usual | changes)


@pytest.mark.parametrize(("measure", "harm", "ground"), list(product(RESTRICTING, Harm, Ground)))
def test_every_measure_harm_and_ground_passes_the_rules(measure: Measure, harm: Harm, ground: Ground) -> None:
    one = statement(measure, harm=harm, ground=ground, rule=HARMS[harm].rule)
    assert tdb.is_owed(one)
    assert tdb.faults(tdb.payload(one, "https://square.example")) == []


@pytest.mark.parametrize("measures", [(Measure.REMOVE, Measure.SUSPEND), (Measure.REFUSE, Measure.REMOVE, Measure.BAN,
                                       Measure.MUTE), (Measure.BAN, Measure.SUSPEND)])  # fmt: skip
def test_several_measures_in_one_decision_pass_too(measures: tuple[Measure, ...]) -> None:
    assert tdb.faults(tdb.payload(statement(*measures), "https://square.example")) == []


@pytest.mark.parametrize("automated", Automated)
@pytest.mark.parametrize("source", tdb.SOURCE_TYPES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_source_and_share_of_a_program_passes(automated: Automated, source: str, lang: str) -> None:
    one = statement(Measure.MUTE, automated=automated, source=source, lang=lang, automated_detection=True)
    found = tdb.payload(one, "https://square.example")
    assert tdb.faults(found) == []
    assert found["content_language"] == lang.upper()
    assert found["automated_detection"] == "Yes"


def test_an_automatic_refusal_is_owed_and_passes() -> None:
    one = statement(kind=StatementKind.REFUSAL, case=None, decision=None, automated=Automated.FULLY, decided_by=None)
    assert tdb.is_owed(one)
    assert tdb.faults(tdb.payload(one, "https://square.example")) == []


def test_a_warning_and_a_letter_that_gives_back_are_not_owed() -> None:
    assert not tdb.is_owed(statement(Measure.WARN, kind=StatementKind.WARNING))
    assert not tdb.is_owed(statement(Measure.LIFT, kind=StatementKind.REVERSAL))


@pytest.mark.parametrize(("measure", "ground"), list(product(RESTRICTING, Ground)))
def test_nothing_a_person_wrote_and_nobody_at_all_is_in_it(measure: Measure, ground: Ground) -> None:
    told = json.dumps(tdb.payload(statement(measure, ground=ground), "https://square.example"), ensure_ascii=False)
    for private in ("Dupont", "@", "06 12", "Lilas", "Capucine", "v" * 20, "p" * 20, "d" * 32, "n°", "12 "):
        assert private not in told


def test_it_says_when_and_how_long_and_where() -> None:
    found = tdb.payload(statement(Measure.SUSPEND), "https://square.example")
    assert found["decision_account"] == "DECISION_ACCOUNT_SUSPENDED"
    assert found["content_date"] == found["application_date"] == "2026-11-18"
    assert found["end_date_account_restriction"] == "2026-11-25"
    assert isinstance(found["territorial_scope"], list)
    assert len(found["territorial_scope"]) == 30
    assert "end_date_account_restriction" not in tdb.payload(statement(Measure.BAN), "https://square.example")


BAD: list[tuple[str, dict[str, object], str]] = [
    ("a puid with a space", {"puid": "a b"}, "puid has signs that are not allowed."),
    ("no puid", {"puid": MISSING}, "puid is missing."),
    ("a puid that is too long", {"puid": "a" * 501}, "puid has more than 500 characters."),
    ("no decision at all", {"decision_visibility": MISSING}, "None of the four decisions is there."),
    ("an unknown visibility", {"decision_visibility": ["DECISION_VISIBILITY_GONE"]}, "decision_visibility 'DECISION"),
    ("a visibility that is no list", {"decision_visibility": "DECISION_VISIBILITY_CONTENT_REMOVED"},
     "decision_visibility is not a list"),
    ("other without its words", {"decision_visibility": ["DECISION_VISIBILITY_OTHER"]},
     "decision_visibility_other belongs to"),
    ("words without other", {"decision_visibility_other": "x"}, "decision_visibility_other belongs to"),
    ("an unknown provision", {"decision_provision": "DECISION_PROVISION_SOME"}, "decision_provision 'DECISION"),
    ("an unknown account", {"decision_account": "DECISION_ACCOUNT_GONE"}, "decision_account 'DECISION"),
    ("money without its words", {"decision_monetary": "DECISION_MONETARY_OTHER"}, "decision_monetary_other belongs"),
    ("an unknown account type", {"account_type": "ACCOUNT_TYPE_OTHER"}, "account_type 'ACCOUNT"),
    ("no ground", {"decision_ground": MISSING}, "decision_ground is missing."),
    ("illegal with the words of the terms", {"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"},
     "illegal_content_legal_ground belongs to"),
    ("the terms with the words of the law", {"illegal_content_explanation": "x"}, "explanation belongs"),
    ("the terms without explanation", {"incompatible_content_explanation": MISSING}, "explanation belongs"),
    ("too long an explanation", {"incompatible_content_explanation": "x" * 2_001}, "has more than 2000 characters."),
    ("illegal in another word", {"incompatible_content_illegal": "Maybe"}, "incompatible_content_illegal 'Maybe'"),
    ("no content type", {"content_type": []}, "content_type is not a list"),
    ("other content without words", {"content_type": ["CONTENT_TYPE_OTHER"]}, "content_type_other belongs to"),
    ("an unknown category", {"category": "STATEMENT_CATEGORY_RUDE"}, "category 'STATEMENT"),
    ("a keyword that is none", {"category_specification": ["rude"]}, "category_specification 'rude' is not a keyword."),
    ("another keyword without words", {"category_specification": ["KEYWORD_OTHER"]}, "category_specification_other"),
    ("Greece by its other code", {"territorial_scope": ["EL"]}, "territorial_scope 'EL'"),
    ("the United Kingdom", {"territorial_scope": ["FR", "GB"]}, "territorial_scope 'GB'"),
    ("a language in small letters", {"content_language": "fr"}, "content_language has signs"),
    ("a day with slashes", {"content_date": "2026/11/18"}, "content_date is not YYYY-MM-DD."),
    ("a day that does not exist", {"content_date": "2026-02-30"}, "content_date is not a day."),
    ("content before 2000", {"content_date": "1999-12-31"}, "content_date is not between"),
    ("applied before 2020", {"application_date": "2019-12-31"}, "application_date is not between"),
    ("applied after 2038", {"application_date": "2038-01-02"}, "application_date is not between"),
    ("an end before the beginning", {"end_date_visibility_restriction": "2026-11-01"}, "lies before application_date."),
    ("no facts", {"decision_facts": "  "}, "decision_facts is not a text."),
    ("facts without end", {"decision_facts": "x" * 5_001}, "decision_facts has more than 5000 characters."),
    ("an unknown source", {"source_type": "SOURCE_GOSSIP"}, "source_type 'SOURCE_GOSSIP'"),
    ("a notifier where nobody notified", {"source_type": "SOURCE_VOLUNTARY", "source_identity": "x"},
     "source_identity has no place"),
    ("detection in another word", {"automated_detection": True}, "automated_detection True"),
    ("an unknown automation", {"automated_decision": "AUTOMATED_DECISION_HALF"}, "automated_decision 'AUTOMATED"),
    ("a field that is none", {"nickname": "Capucine"}, "nickname is not a field of the database."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "fault"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_the_database_would_refuse_is_found(change: dict[str, object], fault: str) -> None:
    good = tdb.payload(statement(Measure.REMOVE), "https://square.example")
    assert tdb.faults(good) == []
    bad = {field: value for field, value in (good | change).items() if value is not MISSING}
    assert any(fault in one for one in tdb.faults(bad)), tdb.faults(bad)
