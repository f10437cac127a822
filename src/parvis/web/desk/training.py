"""Practice: made-up cases, the desk's own pane, and what would have followed. Nothing is kept, nobody is touched."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parvis.core.casework import Choice
from parvis.core.clock import Instant
from parvis.core.drafting import DraftText
from parvis.core.ids import RoomId
from parvis.core.policy import HARMS, RULES
from parvis.core.staff import Act, may
from parvis.moderation import measures, practice, starters
from parvis.moderation.cases import CaseView
from parvis.moderation.exercises import EXERCISES, Exercise
from parvis.moderation.practice import Scene
from parvis.moderation.refusal import Refused
from parvis.web.desk import case as pages
from parvis.web.desk import deciding, frame, previews
from parvis.web.desk.deciding import Draft
from parvis.web.desk.dossier import Dossier
from parvis.web.desk.frame import now_of, staff_of
from parvis.web.desk.previews import Preview
from parvis.web.house import house_of

UNKNOWN = Refused(text_key="refuse-training-unknown")


async def exercises(request: Request) -> Response:
    """All of them, in their order."""
    return frame.page(
        request, "desk_training.html", exercises=EXERCISES, only_practises=not may(staff_of(request), Act.SEE_DESK)
    )


async def exercise(request: Request) -> Response:
    """One of them, to be read and decided."""
    one = practice.find(request.path_params["exercise"])
    return frame.refused(request, UNKNOWN, 404) if one is None else _shown(request, one)


async def attempt(request: Request) -> Response:
    """What the choice would do, the letter, and what a colleague would have decided; or what is still missing."""
    one = practice.find(request.path_params["exercise"])
    if one is None:
        return frame.refused(request, UNKNOWN, 404)
    form = await request.form()
    scene, languages = _scene(request, one), house_of(request).means.config.square.languages
    found = _dossier(scene)
    draft = deciding.read(dict(form), [str(each) for each in form.getlist("measure")], scene.case, languages)
    if form.get("do") == "fill":
        return _shown(request, one, draft=deciding.filled(draft, _templates(now_of(request))))
    choice = deciding.choice_of(draft, found)
    fault = choice if isinstance(choice, Refused) else measures.objection(scene.case, choice, scene.world)
    if fault is not None or isinstance(choice, Refused):
        return _shown(request, one, draft=draft, problem=fault, status=422)
    return _shown(request, one, draft=draft, choice=choice)


def _shown(
    request: Request, one: Exercise, *, draft: Draft | None = None, choice: Choice | None = None,
    problem: Refused | None = None, status: int = 200,
) -> Response:  # fmt: skip
    house, scene = house_of(request), _scene(request, one)
    found = _dossier(scene)
    points = practice.compared(one, choice) if choice else []
    return frame.page(
        request, "desk_exercise.html", status, exercise=one, dossier=found, case=scene.case, problem=problem,
        draft=draft or deciding.empty(scene.case), preview=_preview(request, scene, choice) if choice else None,
        fits=deciding.offered(found), form=deciding.OFFERED, harms=practice.harms_of(one), rules=RULES,
        grounds=HARMS[one.opens_as].grounds, templates=_templates(now_of(request)), points=points,
        languages=house.means.config.square.languages, advice=one.advice, place=pages.place_of(house, scene.case),
        agrees=all(point.agrees for point in points), following=practice.after(one.slug),
        has_letter=practice.has_letter(frozenset(one.advice.measures)), own=False, step=2, count=len(EXERCISES),
    )  # fmt: skip


def _scene(request: Request, one: Exercise) -> Scene:
    """In the reader's language, in the first room of the house."""
    house = house_of(request)
    room = next((each.id for each in house.square.rooms.values()), RoomId("practice"))
    return practice.stage(one, request.state.lang, room, now_of(request))


def _dossier(scene: Scene) -> Dossier:
    view = CaseView(
        case=scene.case, events=[], reports=scene.reports, exhibits=[], decisions=[], actions=[], statements=[],
        running=[], similar=[], earlier=[],
    )  # fmt: skip
    is_held = scene.case.subject.n is None
    return Dossier(view=view, evidence=scene.evidence, is_held=is_held, is_removed=False, hits=[])


def _preview(request: Request, scene: Scene, choice: Choice) -> Preview:
    house = house_of(request)
    writers = [house.writer(lang) for lang in house.means.config.square.languages]
    number = staff_of(request).number
    return previews.rehearse(scene.case, choice, scene.evidence, now_of(request), number, writers)


def _templates(now: Instant) -> list[DraftText]:
    """Those that come with Parvis."""
    return [
        DraftText(id=name, version=0, harm=harm, facts={"fr": fr, "en": en}, at=now)
        for name, harm, fr, en in starters.STARTERS
    ]


routes = [
    Route("/desk/training", exercises),
    Route("/desk/training/{exercise}", exercise),
    Route("/desk/training/{exercise}", attempt, methods=["POST"]),
]
