"""The daily summary in words, for a letter and for a chat's webhook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from parvis.core.config import Config, team_origin
from parvis.core.daily import KINDS, LEAST
from parvis.core.summary import Summary
from parvis.web.i18n import Argument, Texts
from parvis.web.render import BABEL_LOCALES


class Scribe:
    """Writes a summary in one language; plain text, so without direction marks."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._texts = Texts((lang,), isolating=False)

    def _say(self, key: str, /, **args: Argument) -> str:
        return self._texts.text(self.lang, key, **args)

    def _day(self, what: Summary, form: str) -> str:
        return str(format_date(date.fromisoformat(what.day), form, locale=BABEL_LOCALES[self.lang]))

    def subject(self, what: Summary) -> str:
        """The square and the day."""
        return self._say("summary-subject", square=what.square, day=self._day(what, "EEEE d MMMM"))

    def text(self, what: Summary, config: Config) -> str:
        """Everything, a line for each thing."""
        parts = (
            [self._say("summary-title", square=what.square, day=self._day(what, "full"))],
            list(self._of_the_day(what)),
            [self._say("summary-now"), *(f"- {line}" for line in self._of_now(what))],
            list(self._ending(config)),
        )
        return "\n\n".join("\n".join(part) for part in parts if part) + "\n"

    def _of_the_day(self, what: Summary) -> Iterator[str]:
        if what.counts is None or what.hours_staffed is None:
            yield self._say("summary-not-counted")
            return
        for kind in KINDS:
            yield self._line(kind, self._few(what.counts[kind]))
        yield self._line("staffed", self._number(what.hours_staffed))

    def _line(self, kind: str, value: str) -> str:
        return "- " + self._say("summary-line", what=self._say(f"numbers-{kind}"), count=value)

    def _number(self, value: float) -> str:
        return str(format_decimal(value, locale=BABEL_LOCALES[self.lang]))

    def _few(self, count: int | None) -> str:
        return self._say("numbers-few", least=LEAST) if count is None else self._number(count)

    def _of_now(self, what: Summary) -> Iterator[str]:
        if what.closed:
            yield self._say(f"summary-closed-{what.closed}")
        if what.missing:
            missing = (self._say(one.text_key, **one.args).rstrip(" \u00a0;.") for one in what.missing)
            yield self._say("summary-missing", what=", ".join(missing))
        if not what.closed and not what.missing:
            yield self._say("summary-open")
        yield self._say("summary-waiting", count=self._few(what.waiting))
        yield (
            self._say("summary-in-time")
            if what.overdue == 0
            else self._say("summary-overdue", count=self._few(what.overdue))
        )
        yield self._of_backups(what)
        yield self._say("summary-disk-fills" if what.disk_level else "summary-disk", percent=what.disk_percent)

    def _of_backups(self, what: Summary) -> str:
        if what.backup_hours is None:
            return self._say("summary-backup-none")
        key = "summary-backup-late" if what.backup_late else "summary-backup"
        return self._say(key, hours=what.backup_hours)

    def _ending(self, config: Config) -> Iterator[str]:
        origin = team_origin(config)
        if origin:
            yield self._say("summary-more", address=f"{origin}/admin/numbers")
