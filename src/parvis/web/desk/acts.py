"""What somebody does to a case: take it, pass it on, note, rest, decide, undo, protect. Each is one form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.casework import Decision, DecisionState
from parvis.core.clock import later
from parvis.core.ids import DecisionId, ReportId
from parvis.core.policy import Harm
from parvis.core.wellbeing import asks_for_a_pause
from parvis.moderation import actions, reports, service, texts, wellbeing
from parvis.moderation import cases as casework
from parvis.moderation.refusal import Refused
from parvis.web import backstage
from parvis.web.desk import case as pages
from parvis.web.desk import deciding, frame, home, previews
from parvis.web.desk.dossier import Dossier
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.house import house_of

UNKNOWN = Refused(text_key="refuse-desk-unknown")
STALE = Refused(text_key="desk-stale")
NO_TOUCH = Refused(text_key="refuse-step-up")
"""A ban, and the passkey was not touched lately; the script asks for it before it sends the form."""
MOVED = "refuse-case-moved"
Done = str | Refused
"""Where to look now, or why it was not done."""
Act = Callable[[Request, Dossier, FormData], Awaitable[Done]]


async def step(request: Request) -> Response:
    """One of `ACTS`."""
    found = await pages.dossier_of(request)
    if isinstance(found, Response):
        return found
    form = await request.form()
    act = ACTS.get(str(form.get("do", "")))
    done = UNKNOWN if act is None else await act(request, found, form)
    if isinstance(done, Refused):
        return await pages.shown(request, found, problem=done, status=409)
    return frame.back(done)


def _here(found: Dossier) -> str:
    return f"/desk/case/{found.case.id}"


def _words(form: FormData, name: str = "words") -> str:
    return str(form.get(name, "")).strip()


async def _claim(request: Request, found: Dossier, _form: FormData) -> Done:
    house, staff = house_of(request), staff_of(request)
    if (await wellbeing.meter(house.office, staff.id)).is_full:
        return home.FULL
    done = await casework.claim(house.office, staff.id, found.case.id)
    return done if isinstance(done, Refused) else _here(found)


async def _free(request: Request, found: Dossier, _form: FormData) -> Done:
    done = await casework.free(house_of(request).office, staff_of(request).id, found.case.id)
    return done if isinstance(done, Refused) else "/desk"


async def _skip(request: Request, found: Dossier, _form: FormData) -> Done:
    done = await casework.skip(house_of(request).office, staff_of(request).id, found.case.id)
    return done if isinstance(done, Refused) else "/desk"


async def _note(request: Request, found: Dossier, form: FormData) -> Done:
    done = await casework.note(house_of(request).office, staff_of(request).id, found.case.id, _words(form))
    return done if isinstance(done, Refused) else _here(found)


async def _escalate(request: Request, found: Dossier, form: FormData) -> Done:
    done = await casework.escalate(house_of(request).office, staff_of(request).id, found.case.id, _words(form))
    return done if isinstance(done, Refused) else "/desk"


async def _hold(request: Request, found: Dossier, form: FormData) -> Done:
    rest = dict(pages.RESTS).get(str(form.get("for", "")), pages.RESTS[0][1])
    until = later(now_of(request), rest)
    office, who = house_of(request).office, staff_of(request).id
    done = await casework.hold(office, who, found.case.id, until, _words(form))
    return done if isinstance(done, Refused) else "/desk"


async def _resume(request: Request, found: Dossier, _form: FormData) -> Done:
    done = await casework.resume(house_of(request).office, staff_of(request).id, found.case.id)
    return done if isinstance(done, Refused) else _here(found)


async def _classify(request: Request, found: Dossier, form: FormData) -> Done:
    harm = next((one for one in Harm if one.value == form.get("harm")), None)
    if harm is None:
        return UNKNOWN
    done = await casework.classify(house_of(request).office, staff_of(request).id, found.case.id, harm)
    if isinstance(done, Refused):
        return done
    return _here(found) if done.state.queue is found.case.state.queue else "/desk"


async def _protect(request: Request, found: Dossier, _form: FormData) -> Done:
    done = await actions.protect(house_of(request).office, staff_of(request).id, found.case.id)
    return done if isinstance(done, Refused) else _here(found)


async def _undo(request: Request, found: Dossier, form: FormData) -> Done:
    decision = DecisionId(str(form.get("decision", "")))
    done = await actions.undo(house_of(request).office, staff_of(request).id, decision)
    return done if isinstance(done, Refused) else _here(found)


async def _revealed(request: Request, found: Dossier, _form: FormData) -> Done:
    await wellbeing.revealed(house_of(request).office, staff_of(request).id, found.case.state.harm)
    return _here(found)


async def _unfounded(request: Request, found: Dossier, form: FormData) -> Done:
    report, unfounded = ReportId(str(form.get("report", ""))), form.get("unfounded") == "1"
    if report not in {one.id for one in found.reports}:
        return UNKNOWN
    done = await reports.judge(house_of(request).office, staff_of(request).id, report, unfounded=unfounded)
    return done if isinstance(done, Refused) else _here(found)


async def _answer(request: Request, found: Dossier, form: FormData) -> Done:
    house = house_of(request)
    langs = house.means.config.square.languages
    question, answered = (
        {lang: _words(form, f"{name}-{lang}") for lang in langs} for name in ("question", "answer")
    )  # fmt: skip
    done = await service.answer(house.office, staff_of(request).id, found.case.id, question, answered)
    return done if isinstance(done, Refused) else _here(found)


ACTS: Mapping[str, Act] = {
    "claim": _claim, "free": _free, "skip": _skip, "note": _note, "escalate": _escalate, "hold": _hold,
    "resume": _resume, "classify": _classify, "protect": _protect, "undo": _undo, "revealed": _revealed,
    "unfounded": _unfounded, "answer": _answer,
}  # fmt: skip
"""Every step but the decision itself, by what its button says."""


# ---------------------------------------------------------------- deciding


async def decide(request: Request) -> Response:
    """First the consequences, then, for exactly that choice, the deed."""
    found = await pages.dossier_of(request)
    if isinstance(found, Response):
        return found
    house, staff, form = house_of(request), staff_of(request), await request.form()
    langs = house.means.config.square.languages
    draft = deciding.read(dict(form), [str(one) for one in form.getlist("measure")], found.case, langs)
    if form.get("do") == "fill":
        filled = deciding.filled(draft, await texts.offered(house.office))
        return await pages.shown(request, found, draft=filled)
    choice = deciding.choice_of(draft, found)
    if isinstance(choice, Refused):
        return await pages.shown(request, found, problem=choice, status=422, draft=draft)
    writers = [house.writer(lang) for lang in langs]
    preview = await previews.preview(house.office, found.case, choice, found.evidence, staff.number, writers)
    if isinstance(preview, Refused):
        return await pages.shown(request, found, problem=preview, status=422, draft=draft)
    if form.get("do") != "confirm" or form.get("seen") != preview.digest:
        return await pages.shown(request, found, draft=draft, preview=preview)
    if preview.needs_two and backstage.needs_touch(request):
        return await pages.shown(request, found, problem=NO_TOUCH, status=403, draft=draft, preview=preview)
    done = await actions.take(
        house.office, staff.id, choice, seen=frame.number_in(form.get("seq"), 0, 2**31), opinion=draft.opinion
    )
    if isinstance(done, Refused):
        again = STALE if done.text_key == MOVED else done
        return await pages.shown(request, found, problem=again, status=409, draft=draft)
    return frame.back(_after(found, done))


def _after(found: Dossier, done: Decision) -> str:
    """The case itself while its decision can be undone, with the offer of a pause after a grave one."""
    pause = "?pause=1" if asks_for_a_pause(found.case.state.harm) else ""
    if done.state is DecisionState.PROPOSED:
        return f"/desk/approvals/{done.id}"
    return f"/desk/case/{found.case.id}{pause}"


routes = [
    Route("/desk/case/{case}/step", step, methods=["POST"]),
    Route("/desk/case/{case}/decide", decide, methods=["POST"]),
]
