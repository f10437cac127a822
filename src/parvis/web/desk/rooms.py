"""All routes of the desk in one list."""

from __future__ import annotations

from parvis.web.desk import (
    acts,
    case,
    contests,
    counting,
    drafts,
    evenings,
    flagging,
    home,
    keeping,
    opening,
    pairs,
    proposed,
    rules,
    sealed,
    second_look,
    training,
)

routes = [
    *home.routes, *case.routes, *acts.routes, *pairs.routes, *contests.routes, *second_look.routes, *counting.routes,
    *drafts.routes, *rules.routes, *flagging.routes, *opening.routes, *keeping.routes, *evenings.routes,
    *sealed.routes, *training.routes, *proposed.routes,
]  # fmt: skip
