"""All routes of the desk in one list."""

from __future__ import annotations

from parvis.web.desk import acts, case, counting, drafts, flagging, home, pairs, second_look

routes = [
    *home.routes, *case.routes, *acts.routes, *pairs.routes, *second_look.routes, *counting.routes, *drafts.routes,
    *flagging.routes,
]  # fmt: skip
