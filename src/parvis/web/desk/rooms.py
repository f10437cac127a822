"""All routes of the desk in one list."""

from __future__ import annotations

from parvis.web.desk import counting, drafts, flagging, home, second_look

routes = [
    *home.routes, *second_look.routes, *counting.routes, *drafts.routes,
    *flagging.routes,
]  # fmt: skip
