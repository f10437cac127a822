"""All routes of the desk in one list."""

from __future__ import annotations

from parvis.web.desk import acts, case, contests, counting, drafts, flagging, home, pairs, sealed, second_look, training

routes = [
    *home.routes, *case.routes, *acts.routes, *pairs.routes, *contests.routes, *second_look.routes, *counting.routes,
    *drafts.routes, *flagging.routes, *sealed.routes, *training.routes,
]  # fmt: skip
