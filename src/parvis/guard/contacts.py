"""Ways to be reached elsewhere, and prices, where a name should stand: phone numbers, links, services, tariffs."""

from __future__ import annotations

import re

from parvis.guard.extractors import DOMAIN, PRICE
from parvis.guard.views import Views, loose_words

DIGITS_MAX = 5
"""A French postal code has five digits; more of them is a number to call, or a date of birth nobody should give."""
SPOKEN_MIN = 3
"""Number words in a row that make a telephone number."""

_NOUGHT = re.compile(r"(?<![a-z])o(?=[\s._'’-]*\d)|(?<=\d)o(?![a-z])")
_SPOKEN = loose_words("""
    zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante
    cinquante soixante one two three four five seven eight nine
""")
_SPOKEN_PREFIX = re.compile("zero(?:six|sept)")
_PHONE = loose_words("tel phone telephone gsm numero")

_LINK = re.compile(r"https?|www\d?\.|://|@|(?:^|[^a-z])t\.me")
_DOT_WORD = re.compile(r"(?:point|dot)(?:com|fr|net|org|me)$")
_SERVICES = loose_words("""
    snap snapp snp snapchat insta instagram instagrame ig tg telegram telgram whatsapp whatsap watsap watsapp wapp wsp
    tiktok kik discord onlyfans mym skype facebook fb messenger twitter viber wechat threema www
""")
_SERVICE_PART = re.compile("snapchat|instagram|teiegram|wh?ats?app|wh?atsap|oniyfans|tiktok|discord|facebook")
_SERVICE_START = re.compile(r"(?:snap(?!es?$|dragon|shot|per)|insta(?!n|b|r|i|u))\w{3,}")
_SERVICE_END = re.compile(r"\w{3,}(?:snap|insta)$")

_PRICE = re.compile(
    r"\d+\s*(?:roses?|bisous?|kiss(?:es)?)(?![a-z])|\d\s*(?:[€$£¥₿]|(?:eur(?:os?)?)(?![a-z]))|[€$£]\s*\d"
)
"""What is too little for a price in a sentence is one in a name."""
_TRADE = loose_words("""
    tarif tarifs tarife tarifee tarifes tarifees payant payante payants paypal paysafecard paylib
    escort escorte escorts escortgirl escortboy venal venale michetonneuse michto
""")


def holds_phone(views: Views) -> bool:
    """Six digits or more however they are set apart or spelled, or the word for a number."""
    digits = sum(char.isdigit() for char in _NOUGHT.sub("0", views.plain))
    if digits > DIGITS_MAX or views.words & _PHONE:
        return True
    spoken = sum(word in _SPOKEN for word in views.words)
    return spoken >= SPOKEN_MIN or bool(_SPOKEN_PREFIX.search(views.compact))


def holds_link(views: Views) -> bool:
    """A domain, an at sign, or the name of another service."""
    if _LINK.search(views.plain) or DOMAIN.search(views.plain) or _DOT_WORD.search(views.compact):
        return True
    if views.words & _SERVICES or any(_SERVICE_PART.search(chunk) for chunk in views.chunks):
        return True
    return any(_SERVICE_START.match(piece) or _SERVICE_END.match(piece) for piece in views.pieces)


def holds_price(views: Views) -> bool:
    """A number with a currency (or the roses and kisses that stand for one), or a word of the trade."""
    return bool(PRICE.search(views.plain) or _PRICE.search(views.plain) or views.words & _TRADE)
