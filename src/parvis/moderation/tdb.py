"""Statements for the DSA Transparency Database (Regulation (EU) 2022/2065, Art. 24(5)): payloads, and its rules.

Nothing a person wrote leaves by this way: every free field is made from codes, in English, because facts, explanations
and even legal grounds as typed may name somebody. The rules are those published with the database's schema version 2
(repository digital-services-act/transparency-database, `StatementStoreRequest` and its API documentation, 2026-06-24).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import msgspec

from parvis.core.casework import Automated, Ground, Statement, StatementKind
from parvis.core.clock import Instant, day_of
from parvis.core.policy import HARMS, MEASURES, TERRITORY, Category, Measure
from parvis.moderation.wording import KNOWN_GROUNDS

Payload = dict[str, object]
ALONE = {
    StatementKind.REFUSAL: MEASURES[Measure.REFUSE].other,
    StatementKind.LEFT_OUT: "Published without a part of it, which was left out before delivery",
}
"""What a program does to a text by itself, without a measure that lasts; in English, as the database asks."""
OTHER_KEYWORD = "KEYWORD_OTHER"
OTHER_MEANING = "Against the service's own rules of conduct, in a way that no other keyword names"
STRONGEST = ("DECISION_ACCOUNT_TERMINATED", "DECISION_ACCOUNT_SUSPENDED")
BY_ITSELF = "The service found it by itself."
UNREAD = "Nothing was detected: it waited to be read by a person, as first messages do there, and was not in time."
SHORTLY = {StatementKind.REFUSAL: "refused before delivery", StatementKind.LEFT_OUT: "a part left out before delivery"}
LEFT_UNNAMED = "A provision of national law, named to the recipient in the statement of reasons"

# ---------------------------------------------------------------- the payload


def is_owed(one: Statement) -> bool:
    """Whether the database is to hear of it: something was restricted."""
    if one.kind is StatementKind.MEASURE:
        return any(MEASURES[action.wish.measure].restricts for action in one.measures)
    return one.kind in ALONE


def payload(one: Statement, origin: str) -> Payload:
    """A statement as the database takes it; `faults` of it are none, a test sees to that for every measure."""
    policy = HARMS[one.harm]
    found: Payload = {
        "puid": one.puid,
        **_decisions(one),
        **_ground(one, origin),
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": policy.category.value,
        "territorial_scope": list(TERRITORY),
        "content_language": one.lang.upper(),
        "content_date": day_of(one.content_at),
        "application_date": day_of(_applied(one)),
        "decision_facts": _facts(one),
        "source_type": one.source,
        "automated_detection": "Yes" if one.automated_detection else "No",
        "automated_decision": one.automated.value,
    }
    if policy.keyword:
        found["category_specification"] = [policy.keyword]
        if policy.keyword == OTHER_KEYWORD:
            found["category_specification_other"] = OTHER_MEANING
    return found


def lines(issued: Iterable[Statement], origin: str) -> tuple[list[str], list[str]]:
    """One JSON object for each statement that is owed, and a sentence for each that the database would refuse."""
    found: list[str] = []
    wrong: list[str] = []
    for one in filter(is_owed, issued):
        made = payload(one, origin)
        missed = faults(made)
        if missed:
            wrong.append(f"Statement {one.puid} was left out: {' '.join(missed)}")
        else:
            found.append(msgspec.json.encode(made).decode())
    return found, wrong


def _decisions(one: Statement) -> Payload:
    """What was restricted, and until when; an end that is not set is indefinite."""
    taken = [(MEASURES[action.wish.measure], action) for action in one.measures]
    if one.kind in ALONE:
        return {"decision_visibility": ["DECISION_VISIBILITY_OTHER"], "decision_visibility_other": ALONE[one.kind]}
    found: Payload = {}
    visibility = list(dict.fromkeys(policy.visibility for policy, _ in taken if policy.visibility))
    if visibility:
        found["decision_visibility"] = visibility
    if "DECISION_VISIBILITY_OTHER" in visibility:
        found["decision_visibility_other"] = next(policy.other for policy, _ in taken if policy.other)
    provisions = [(policy.provision, action) for policy, action in taken if policy.provision]
    if provisions:
        found["decision_provision"] = provisions[0][0]
        found |= _end("end_date_service_restriction", [action.ends_at for _, action in provisions])
    accounts = [(policy.account, action) for policy, action in taken if policy.account]
    if accounts:
        strongest = min((code for code, _ in accounts), key=STRONGEST.index)
        found["decision_account"], found["account_type"] = strongest, "ACCOUNT_TYPE_PRIVATE"
        found |= _end(
            "end_date_account_restriction", [action.ends_at for code, action in accounts if code == strongest]
        )
    return found


def _applied(one: Statement) -> Instant:
    """When it began to hold; what a program did to a text held at once, not when reasons were asked for."""
    at_once = one.content_at if one.kind in ALONE else one.issued_at
    return min((action.starts_at for action in one.measures), default=at_once)


def _end(field: str, ends: list[Instant | None]) -> Payload:
    known = [end for end in ends if end is not None]
    return {field: day_of(max(known))} if known and len(known) == len(ends) else {}


def _ground(one: Statement, origin: str) -> Payload:
    rules = f"{origin}/rules"
    if one.ground is Ground.ILLEGAL:
        law = one.legal_ground if one.legal_ground in KNOWN_GROUNDS else LEFT_UNNAMED
        return {
            "decision_ground": one.ground.value,
            "decision_ground_reference_url": rules,
            "illegal_content_legal_ground": law,
            "illegal_content_explanation": (
                f"What was written in a text chat is held to fall under this provision ({_about(one)})."
            ),
        }
    return {
        "decision_ground": one.ground.value,
        "decision_ground_reference_url": rules,
        "incompatible_content_ground": f"Rule {one.rule} of the terms, version {one.terms_version}",
        "incompatible_content_explanation": (
            f"What was written in a text chat is held to be against rule {one.rule} ({_about(one)})."
        ),
        "incompatible_content_illegal": "No",
    }


def _about(one: Statement) -> str:
    return one.harm.value.replace("-", " ")


def _facts(one: Statement) -> str:
    """The facts in a neutral sentence; the recipient's own statement has them in full."""
    measures = [action.wish.measure.value.replace("-", " ") for action in one.measures] or [SHORTLY.get(one.kind, "")]
    came = {
        "SOURCE_ARTICLE_16": "A notice was submitted about it.",
        "SOURCE_TRUSTED_FLAGGER": "A trusted flagger submitted a notice about it.",
    }.get(one.source, BY_ITSELF if one.automated_detection or one.automated is Automated.NOT else UNREAD)
    decided = {
        Automated.FULLY: "A program decided, without a person.",
        Automated.PARTIALLY: "A program prepared the decision, a person took it.",
        Automated.NOT: "A person decided after reading it in its context.",
    }[one.automated]
    return (
        f"Written content in an anonymous text chat without accounts, found to concern {_about(one)}. {came} {decided} "
        f"Measure: {', '.join(dict.fromkeys(measures))}. The recipient has the facts of the case in the statement of "
        "reasons; they are left out here because they may name people."
    )


# ---------------------------------------------------------------- the rules of the database

VISIBILITIES = tuple(
    f"DECISION_VISIBILITY_{name}"
    for name in ("CONTENT_REMOVED", "CONTENT_DISABLED", "CONTENT_DEMOTED", "CONTENT_AGE_RESTRICTED",
                 "CONTENT_INTERACTION_RESTRICTED", "CONTENT_LABELLED", "OTHER")
)  # fmt: skip
MONETARIES = tuple(f"DECISION_MONETARY_{name}" for name in ("SUSPENSION", "TERMINATION", "OTHER"))
PROVISIONS = tuple(
    f"DECISION_PROVISION_{name}"
    for name in ("PARTIAL_SUSPENSION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "TOTAL_TERMINATION")
)
ACCOUNTS = ("DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED")
CONTENT_TYPES = tuple(
    f"CONTENT_TYPE_{name}" for name in ("APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER")
)
CATEGORIES = (
    *(one.value for one in Category), "STATEMENT_CATEGORY_ANIMAL_WELFARE", "STATEMENT_CATEGORY_CONSUMER_INFORMATION",
    "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN", "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
    "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS", "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE",
)  # fmt: skip
SOURCE_TYPES = (
    "SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"
)  # fmt: skip
FIRST_CONTENT, FIRST_APPLIED, LAST = date(2000, 1, 1), date(2020, 1, 1), date(2038, 1, 1)
GROUND_FIELDS = {
    Ground.ILLEGAL.value: ("illegal_content_legal_ground", "illegal_content_explanation"),
    Ground.TERMS.value: ("incompatible_content_ground", "incompatible_content_explanation"),
}
"""What each ground needs, and the other must not have."""


@dataclass(frozen=True)
class Rule:
    """What the database asks of one field; ``wrong`` says of a value that is there what is wrong with it."""

    field: str
    wrong: Callable[[object], str]
    required: bool = False


def _of(allowed: tuple[str, ...]) -> Callable[[object], str]:
    return lambda value: "" if value in allowed else f"{value!r} is not a code of the database"


def _some_of(allowed: tuple[str, ...]) -> Callable[[object], str]:
    def wrong(value: object) -> str:
        if not isinstance(value, list) or not value:
            return "is not a list with something in it"
        return next((f"{one!r} is not a code of the database" for one in value if one not in allowed), "")

    return wrong


def _text(most: int, pattern: str = "") -> Callable[[object], str]:
    def wrong(value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            return "is not a text"
        if len(value) > most:
            return f"has more than {most} characters"
        return "" if not pattern or re.fullmatch(pattern, value) else "has signs that are not allowed"

    return wrong


def _keywords(value: object) -> str:
    if not isinstance(value, list) or not value:
        return "is not a list with something in it"
    return next((f"{one!r} is not a keyword" for one in value if not re.fullmatch(r"KEYWORD_[A-Z_]+", str(one))), "")


def _day(first: date) -> Callable[[object], str]:
    def wrong(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return "is not YYYY-MM-DD"
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return "is not a day"
        return "" if first <= day <= LAST else f"is not between {first} and {LAST}"

    return wrong


RULES = (
    Rule("puid", _text(500, r"[A-Za-z0-9\-_]+"), required=True),
    Rule("decision_visibility", _some_of(VISIBILITIES)),
    Rule("decision_visibility_other", _text(500)),
    Rule("decision_monetary", _of(MONETARIES)),
    Rule("decision_monetary_other", _text(500)),
    Rule("decision_provision", _of(PROVISIONS)),
    Rule("decision_account", _of(ACCOUNTS)),
    Rule("account_type", _of(("ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE"))),
    Rule("decision_ground", _of(tuple(GROUND_FIELDS)), required=True),
    Rule("decision_ground_reference_url", _text(500)),
    Rule("illegal_content_legal_ground", _text(500)),
    Rule("illegal_content_explanation", _text(2_000)),
    Rule("incompatible_content_ground", _text(500)),
    Rule("incompatible_content_explanation", _text(2_000)),
    Rule("incompatible_content_illegal", _of(("Yes", "No"))),
    Rule("content_type", _some_of(CONTENT_TYPES), required=True),
    Rule("content_type_other", _text(500)),
    Rule("category", _of(CATEGORIES), required=True),
    Rule("category_addition", _some_of(CATEGORIES)),
    Rule("category_specification", _keywords),
    Rule("category_specification_other", _text(500)),
    Rule("territorial_scope", _some_of(TERRITORY)),
    Rule("content_language", _text(2, r"[A-Z]{2}")),
    Rule("content_date", _day(FIRST_CONTENT), required=True),
    Rule("application_date", _day(FIRST_APPLIED), required=True),
    Rule("end_date_visibility_restriction", _day(FIRST_APPLIED)),
    Rule("end_date_monetary_restriction", _day(FIRST_APPLIED)),
    Rule("end_date_service_restriction", _day(FIRST_APPLIED)),
    Rule("end_date_account_restriction", _day(FIRST_APPLIED)),
    Rule("decision_facts", _text(5_000), required=True),
    Rule("source_type", _of(SOURCE_TYPES), required=True),
    Rule("source_identity", _text(500)),
    Rule("automated_detection", _of(("Yes", "No")), required=True),
    Rule("automated_decision", _of(tuple(one.value for one in Automated)), required=True),
)
"""Field by field; what hangs together stands in `_together`."""
OTHERS = (
    ("decision_visibility_other", "decision_visibility", "DECISION_VISIBILITY_OTHER"),
    ("decision_monetary_other", "decision_monetary", "DECISION_MONETARY_OTHER"),
    ("content_type_other", "content_type", "CONTENT_TYPE_OTHER"),
    ("category_specification_other", "category_specification", OTHER_KEYWORD),
)
"""A text that must stand beside the code for something else, and only there."""
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")


def faults(found: Payload) -> list[str]:
    """What the database would refuse about a payload: one sentence each, none when it would take it."""
    known = {rule.field for rule in RULES}
    wrong = [f"{field} is not a field of the database." for field in found if field not in known]
    for rule in RULES:
        if rule.field in found:
            fault = rule.wrong(found[rule.field])
            wrong += [f"{rule.field} {fault}."] if fault else []
        elif rule.required:
            wrong.append(f"{rule.field} is missing.")
    return [*wrong, *_together(found)]


def _together(found: Payload) -> Iterator[str]:
    if not any(field in found for field in DECISIONS):
        yield "None of the four decisions is there."
    for field, code_field, code in OTHERS:
        codes = found.get(code_field)
        is_other = code in codes if isinstance(codes, list) else code == codes
        if is_other != (field in found):
            yield f"{field} belongs to {code}, and to nothing else."
    for ground, fields in GROUND_FIELDS.items():
        for field in fields:
            if (found.get("decision_ground") == ground) != (field in found):
                yield f"{field} belongs to {ground}, and to nothing else."
    if "incompatible_content_illegal" in found and found.get("decision_ground") != Ground.TERMS.value:
        yield "incompatible_content_illegal belongs to what is against the terms."
    if found.get("source_type") == "SOURCE_VOLUNTARY" and "source_identity" in found:
        yield "source_identity has no place where nobody notified."
    yield from _ends(found)


def _ends(found: Payload) -> Iterator[str]:
    applied = found.get("application_date")
    for field, value in found.items():
        if field.startswith("end_date_") and isinstance(value, str) and isinstance(applied, str) and value < applied:
            yield f"{field} lies before application_date."
