"""What a client has seen, and what a frame means to it: new, heard before, or a sign that something is missing.

``rev`` of a conversation is gapless, so the arithmetic is a comparison. A client that meets a gap says hello again with
`have`; the changes that come back are told here as the frames that would have come had the line never broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parvis.core import protocol as p

Change = p.Msg | p.Edit | p.Gone
"""What takes a ``rev`` of its conversation."""


class GapError(Exception):
    """Something before this change is missing."""


class Following:
    """The cursors of one client. What is to be told comes out once, in the order of ``rev``."""

    def __init__(self) -> None:
        self._seen: dict[str, p.Seen] = {}
        self._held: dict[str, list[Change]] = {}
        self.pos: int | None = None
        """The last personal frame."""

    @property
    def have(self) -> Mapping[str, p.Seen]:
        """What to say in `Hello`."""
        return dict(self._seen)

    def hold(self, conv: str) -> bool:
        """Keep back what comes, for a page is on its way; False when one was already."""
        if conv in self._held:
            return False
        self._held[conv] = []
        return True

    def begin(self, page: p.PageFrame) -> None:
        """Follow a conversation from this page on, as after a join; nothing changes when it is followed already."""
        self._seen.setdefault(page.conv, p.Seen(n=page.last_n, rev=page.rev))

    def end(self, conv: str) -> None:
        """Follow it no longer."""
        self._seen.pop(conv, None)
        self._held.pop(conv, None)

    def release(self, conv: str) -> Iterator[Change]:
        """The page has come: judge what was held back. Raises GapError."""
        for change in self._held.pop(conv, []):
            yield from self.take(change)

    def take(self, change: Change) -> Iterator[Change]:
        """Judge a change that came by itself: told, unless it is a repeat or not followed. Raises GapError."""
        if change.conv in self._held:
            self._held[change.conv].append(change)
            return
        seen = self._seen.get(change.conv)
        if seen is None or change.rev <= seen.rev:
            return
        if change.rev > seen.rev + 1:
            raise GapError(change.conv)
        self._seen[change.conv] = p.Seen(n=max(seen.n, change.n), rev=change.rev)
        yield change

    def catch_up(self, page: p.PageFrame) -> list[Change]:
        """What happened while the line was down; several changes of one message are one.

        ``page`` is one with ``since``; or all pages after the last ``n``, under the counters of the first of them, for
        a conversation that cannot be proved: then changes to messages seen before stay unknown.
        """
        seen = self._seen.get(page.conv)
        if seen is None:
            return []
        self._seen[page.conv] = p.Seen(n=max(seen.n, page.last_n), rev=max(seen.rev, page.rev))
        changes = [told for item in page.items if (told := _as_it_would_have_come(item, seen, page)) is not None]
        return sorted(changes, key=lambda change: change.rev)


def _as_it_would_have_come(item: p.Msg | p.Gone, seen: p.Seen, page: p.PageFrame) -> Change | None:
    """What comes after the page's counters comes again by itself, and is left out here."""
    if item.n > seen.n:
        return item if item.n <= page.last_n else None
    if not seen.rev < item.rev <= page.rev:
        return None
    if isinstance(item, p.Gone):
        return item
    return p.Edit(conv=item.conv, n=item.n, rev=item.rev, mid=item.mid, text=item.text, edited=item.edited or item.ts)
