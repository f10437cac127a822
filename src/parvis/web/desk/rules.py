"""The rules desk: what runs and how it fares, a rule's own page, its editor, a trial on the past, and who agreed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.approval import Approval, Kind, opinion_for
from parvis.core.rulebook import REASON_MAX, SOURCE_MAX, ModeChange, RuleText
from parvis.core.staff import Act, may
from parvis.guard.rules import MODES
from parvis.moderation.refusal import Refused
from parvis.rulebook import changing, drafted, figures, trying
from parvis.rulebook.book import Entry
from parvis.rulebook.changing import Said, Wanted
from parvis.store import approvals
from parvis.store import rulebook as stored
from parvis.store.database import Reading
from parvis.web.desk import frame, team
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.house import house_of

UNKNOWN = Refused(text_key="refuse-desk-unknown")
NO_TRIAL = Refused(text_key="refuse-rule-no-trial")
TYPED_MAX = 40
"""Digits of a version, letters of a mode."""
REFRESH_SECONDS = 2
STARTER = """[[rule]]
id = "house-example"
title = { fr = "…", en = "…" }
harm = "other"
on = ["message"]
mode = "draft"
when = 'hit.house_words'
actions = [ { do = "hold" } ]
text_key = "held-doubt"
owner = "lead"
review_by = 2027-06-30
[[rule.test]]
text = "…"
expect = "match"

[[list]]
id = "house_words"
terms = ["…"]
"""


async def listed(request: Request) -> Response:
    """Every rule with its mode, its week, how right it was, what it costs, who keeps it and until when."""
    house, now = house_of(request), now_of(request)
    rows = await figures.of_all(house.rulebook, now)
    model = house.rulebook.current.edition.model
    wanted = house.means.config.learned.enabled
    return frame.page(
        request, "desk_rules.html", rows=rows, broken=house.rulebook.broken, model=model, wants_model=wanted
    )


async def waiting(request: Request) -> list[Approval]:
    """Changes of rules that wait for a second person, for whoever may answer."""
    now = now_of(request)
    if not may(staff_of(request), Act.CHANGE_RULES):
        return []
    return await house_of(request).means.db.read(lambda conn: approvals.waiting(conn, now, Kind.RULE_CHANGE))


async def one(request: Request) -> Response:
    """A rule's own page."""
    return await _shown(request)


async def step(request: Request) -> Response:
    """Change its mode, or answer somebody who wants to; the gate has asked for a touch of the passkey."""
    book, who, form = house_of(request).rulebook, staff_of(request).id, await request.form()
    rule, words = request.path_params["rule"], str(form.get("words", "")).strip()
    done: ModeChange | Approval | Refused = UNKNOWN
    match form.get("do"):
        case "mode":
            version = frame.number_in(form.get("version"), 0, 10**6)
            mode = str(form.get("mode", ""))[:TYPED_MAX]
            if mode == "canary":
                mode = f"canary:{frame.number_in(form.get('share'), 1, 100)}%"
            done = await changing.change_mode(book, who, rule, mode, words, version or None)
        case "look":
            done = await changing.look(book, who, rule)
        case "agree":
            done = await changing.answer(book, who, rule, Said.AGREE, words)
        case "decline":
            done = await changing.answer(book, who, rule, Said.DECLINE, words)
        case "withdraw":
            done = await changing.withdraw(book, who, rule)
    if isinstance(done, Refused):
        return await _shown(request, done, 409)
    return frame.back(request.url.path)


async def _shown(request: Request, problem: Refused | None = None, status: int = 200) -> Response:
    house, staff, now = house_of(request), staff_of(request), now_of(request)
    rule = request.path_params["rule"]
    entry = house.rulebook.entries.get(rule)
    if entry is None:
        return frame.refused(request, changing.NO_RULE, 404)

    def look(conn: Reading) -> tuple[list[ModeChange], list[RuleText], Approval | None]:
        asked = changing.asked_for(conn, house.rulebook, rule)
        return stored.history(conn, rule), stored.texts_of(conn, rule), asked

    history, texts, asked = await house.means.db.read(look)
    week = (await figures.of_all(house.rulebook, now, only=rule))[0]
    return frame.page(
        request, "desk_rule.html", status, entry=entry, rule=entry.rule, row=week, history=history, texts=texts,
        asked=asked, wanted=changing.wanted_by(asked) if asked else None, modes=MODES,
        opinion=opinion_for(asked, staff) if asked else None, names=await team.numbers(house.means),
        takes_two=drafted.restricts(entry.rule.actions), reason_max=REASON_MAX, problem=problem,
        proposed=_proposed(entry, changing.wanted_by(asked)) if asked else None,
    )  # fmt: skip


def _proposed(entry: Entry, wanted: Wanted) -> str:
    """The text that would run, for whoever is to agree; nothing for a rule of a pack, which stands on the page."""
    for text in (entry.text, entry.newest):
        if text is not None and text.version == wanted.version:
            return text.source
    return ""


# ---------------------------------------------------------------- the editor


async def editor(request: Request) -> Response:
    """A new rule, or the next text of one of the house's own."""
    entry = house_of(request).rulebook.entries.get(request.query_params.get("rule", ""))
    text = entry.newest if entry else None
    return _editor(request, text.source if text else STARTER, [])


async def write(request: Request) -> Response:
    """Look it over, keep it, or try it on the past."""
    house, form = house_of(request), await request.form()
    source = str(form.get("source", ""))[: SOURCE_MAX + 1].replace("\r\n", "\n")
    faults = changing.faults_in(house.rulebook, source)
    if faults:
        return _editor(request, source, faults, 422)
    if form.get("do") == "try":
        trial = house.trials.begin(house.rulebook, changing.rule_of(house.rulebook, source), source)
        return frame.back(f"/desk/rules/trials/{trial}")
    if form.get("do") != "keep":
        return _editor(request, source, [], checked=True)
    kept = await changing.write(house.rulebook, staff_of(request).id, source)
    if isinstance(kept, Refused):
        return _editor(request, source, [], 409, problem=kept)
    return frame.back(f"/desk/rules/{kept.rule}")


def _editor(
    request: Request, source: str, faults: list[str], status: int = 200, *, checked: bool = False,
    problem: Refused | None = None,
) -> Response:  # fmt: skip
    edition = house_of(request).rulebook.current.edition
    return frame.page(
        request, "desk_rule_text.html", status, source=source, faults=faults, checked=checked, problem=problem,
        attributes=sorted(edition.known.values(), key=lambda one: one.name), source_max=SOURCE_MAX,
    )  # fmt: skip


# ---------------------------------------------------------------- the past


async def begin_trial(request: Request) -> Response:
    """Try a rule that is kept, in its newest text, on what was judged in the last weeks."""
    house = house_of(request)
    entry = house.rulebook.entries.get(request.path_params["rule"])
    if entry is None:
        return frame.refused(request, changing.NO_RULE, 404)
    source = entry.newest.source if entry.newest else ""
    rule = changing.rule_of(house.rulebook, source) if source else entry.rule
    return frame.back(f"/desk/rules/trials/{house.trials.begin(house.rulebook, rule, source)}")


async def trial(request: Request) -> Response:
    """How far it is; then what became of it."""
    found = house_of(request).trials.find(request.path_params["trial"])
    if found is None:
        return frame.refused(request, NO_TRIAL, 404)
    answer = frame.page(request, "desk_trial.html", outcome=found, days=trying.DAYS)
    if not found.is_done:
        answer.headers["Refresh"] = str(REFRESH_SECONDS)
    return answer


routes = [
    Route("/desk/rules", listed),
    Route("/desk/rules/text", editor),
    Route("/desk/rules/text", write, methods=["POST"]),
    Route("/desk/rules/trials/{trial}", trial),
    Route("/desk/rules/{rule}", one),
    Route("/desk/rules/{rule}", step, methods=["POST"]),
    Route("/desk/rules/{rule}/trial", begin_trial, methods=["POST"]),
]
