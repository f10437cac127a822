"""What a text says that no list can hold: numbers to call, links, names elsewhere, prices, ages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from ahocorasick_rs import BytesAhoCorasick, Implementation

from parvis.guard import ages, phones
from parvis.guard.citing import View
from parvis.guard.views import Views
from parvis.guard.vocabulary import everyday

Span = tuple[int, int]

MOST = 16
"""Of one kind that are counted in one text."""

DOMAIN = re.compile(
    r"(?<![a-z0-9@])[a-z0-9-]{2,40}\s?(?:\.|[(\[{]?\s?(?<![a-z])(?:point|dot)(?![a-z])\s?[)\]}]?)\s?"
    r"(?:(?:com|fr|net|org|info|biz|eu|lu|uk|ru|io|cc|tv|gg|tk|ly|xyz|app|club|link|live|online|site|page|cam|chat|love|sex|"
    r"porn|xxx|vip|bio|pro|dev|example)(?![a-z])|(?:be|ch|ca|de|es|it|us|me|co|to)(?=$|/\w))"
)
"""A name and the end of an address; with short ends, only where something follows that makes it one."""
LINK = re.compile(
    r"(?:https?|hxxps?) ?:? ?/ ?/|(?<![a-z])www ?\.|(?<![a-z])t ?(?:\.|point|dot) ?me ?(?:/|$)|(?<!\w)wa\.me/"
)
_MAIL = re.compile(r"[\w.+-]{2,40} ?(?:@|\(at\)|\[at\]| arobase ) ?[a-z0-9-]{2,40} ?(?:\.|point|dot) ?[a-z]{2,10}")
_AT = re.compile(r"(?<![\w@.])@ ?[a-z][\w.]{2,30}")
SERVICES = (
    "snapchat", "snap", "insta", "instagram", "ig", "telegram", "tg", "telegramme", "whatsapp", "wsp", "whats app",
    "kik",
    "tiktok", "discord", "skype", "onlyfans", "mym", "facebook", "fb", "messenger", "twitter", "viber", "signal",
    "wechat",
)  # fmt: skip
_ELSEWHERE = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(SERVICES, key=len, reverse=True))})(?![a-z])"
    r"(?: ?(?::|=|->|>|→) ?@?([a-z0-9][\w.-]{2,30})|"
    r" (?:c'est|c|is|me|moi|s'appelle|pseudo|:|=|@)+ ?@?([a-z0-9][\w.-]{2,30})"
    r"| @?([a-z]+[._\d][\w.-]{1,30}))"
)
PRICE = re.compile(
    r"(?<![\d.,])(?:\d{1,5}(?:[.,]\d\d)?\s*(?:[€$£¥₿🌹💋]|eur(?:os?)?(?![a-z])|"
    r"(?:usd|chf|dollars?|balles|btc|pounds?|quid|bucks)"
    r"(?![a-z])|/\s?(?:h|heure|hour|hr|nuit|night)(?![a-z])|"
    r"(?:de l'|l'|par |per |an |the )(?:heure|hour|nuit|night)(?![a-z]))|"
    r"\d{2,4}\s*(?:roses?|bisous?|kiss(?:es)?)(?![a-z])|(?:[3-9]\d|[1-9]\d\d)\s?e(?![a-z0-9]))|[€$£]\s*\d{1,5}(?!\d)"
)
"""A number with a currency, with the roses and kisses that stand for one, or by the hour."""

_CUES: dict[str, tuple[str, ...]] = {
    "digit": tuple("0123456789"),
    "spoken": ("zero", "oh seven"),
    "link": (
        "http", "hxxp", "www", ".com", ".fr", ".net", ".org", ".me", "point", "dot", " . ", ".io", ".gg", ".be",
        ".ch", ".eu", ".ly", ".app", ".link", ".info", ".example", ".cc", ".tv", ".xyz", ".site", ".online", ".club",
        ".uk", ".ru", "t .me", "arobase", "(at)", "[at]",
    ),
    "at": ("@",),
    "service": SERVICES,
    "price": (
        "€", "$", "£", "¥", "₿", "eur", "rose", "bisou", "kiss", "balle", "dollar", "pound", "quid", "buck", "btc",
        "chf", "usd", "/h", "/ h", "/n", "heure", "hour", "nuit", "night", "🌹", "💋",
        *(f"{digit}e" for digit in range(10)), *(f"{digit} e" for digit in range(10)),
    ),
    "age": (
        *(word for word in ages.WORDS if " " not in word), "majeur", "mineur", "minor", "colleg", "lycee", "ecol",
        "terminale", "seconde", "premiere", "sieme", "school", "grade", "brevet", " bac", "tle", "preado",
        "underage", "under age",
    ),
}  # fmt: skip
"""Without one of these a text says nothing of a kind; all are looked for in one pass."""
_WORDS = [(cue, kind) for kind, cues in _CUES.items() for cue in cues]
_KINDS = [kind for _, kind in _WORDS]
_CUED = BytesAhoCorasick([cue.encode() for cue, _ in _WORDS], implementation=Implementation.DFA)


class Said:
    """What was found: values by the names of attributes, and where in the original text each of it stands."""

    def __init__(self, views: Views, year: int) -> None:
        self._views = views
        self._places: dict[str, list[tuple[View, Span]]] = {}
        self.values: dict[str, int] = {}
        self._read("restored", views.restored, year)
        if views.mirrored is not views.bare:
            self._read("mirrored", views.mirrored, year)

    def spans(self, names: Iterable[str]) -> list[Span]:
        """Places of these in the original text."""
        return [self._views.cite(view, *span) for name in names for view, span in self._places.get(name, ())]

    def _read(self, view: View, text: str, year: int) -> None:
        found = _CUED.find_matches_as_indexes(text.encode(), overlapping=True)
        if not found:
            return
        kinds = {_KINDS[place] for place, _, _ in found}
        for name, needs, read in READERS:
            if not kinds.isdisjoint(needs):
                places = list(itertools.islice(read(text), MOST))
                if places:
                    self._places.setdefault(name, []).extend([(view, span) for span in places])
                    self.values[name] = len(self._places[name])
        if "age" in kinds or "digit" in kinds:
            self._read_ages(view, text, year)

    def _read_ages(self, view: View, text: str, year: int) -> None:
        """The lowest age that is said of each: whoever names several is judged by that."""
        for claim in itertools.islice(ages.claims(text, year), MOST):
            name = "msg.age_self" if claim.own else "msg.age_other"
            self.values[name] = min(claim.years, self.values.get(name, claim.years))
            self._places.setdefault(name, []).append((view, (claim.start, claim.end)))


def _urls(text: str) -> Iterator[Span]:
    """Addresses, each once, with what follows up to the next space."""
    last = 0
    for start, end in sorted(one.span() for pattern in (LINK, _MAIL, DOMAIN) for one in pattern.finditer(text)):
        if start >= last:
            gap = text.find(" ", end)
            last = gap if gap >= 0 else len(text)
            yield start, last


def _handles(text: str) -> Iterator[Span]:
    yield from _mentions(text)
    for found in _ELSEWHERE.finditer(text):
        named = found[2] or ""
        if not _AT.search(found[0]) and (
            named not in everyday().known or text[: found.start()].endswith(("mon ", "my "))
        ):
            yield found.span()


def _mentions(text: str) -> Iterator[Span]:
    return (found.span() for found in _AT.finditer(text))


def _prices(text: str) -> Iterator[Span]:
    return (found.span() for found in PRICE.finditer(text))


Reader = Callable[[str], Iterator[Span]]
READERS: tuple[tuple[str, frozenset[str], Reader], ...] = (
    ("msg.phones", frozenset({"digit"}), phones.numbers),
    ("msg.phones", frozenset({"spoken"}), phones.spoken),
    ("msg.urls", frozenset({"link"}), _urls),
    ("msg.handles", frozenset({"at", "service"}), _handles),
    ("msg.mentions", frozenset({"at"}), _mentions),
    ("msg.prices", frozenset({"price"}), _prices),
)
"""Each attribute that counts, the cues without which there is none, and what finds them."""
