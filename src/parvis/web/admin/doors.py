"""All routes of the administration in one list."""

from __future__ import annotations

from parvis.web.admin import closing, lists, numbers, overview, settings

routes = [*overview.routes, *numbers.routes, *settings.routes, *lists.routes, *closing.routes]
