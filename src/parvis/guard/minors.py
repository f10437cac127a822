"""Whether a name claims that its owner is under 18: an age, a school, a birth year, however it is spelled."""

from __future__ import annotations

import re

from parvis.core.people import ADULT_FROM
from parvis.guard.ages import UNIT
from parvis.guard.views import Views, loose_words

AGE = re.compile(rf"(?<!\d)(\d{{1,2}}|[il][0-7]|1[os])[\s._'’-]*{UNIT}", re.IGNORECASE)
"""A number and what makes it an age; also ``l5ans`` and ``1Oans``."""
_SPOKEN = re.compile(
    r"(?<!soixante)(?<!vingt)(?:onze|douze|treize|quatorze|quinze|seize|dixsept|dix)ans"
    r"|(?:thirteen|fourteen|fifteen|sixteen|seventeen)(?!\d)"
)
_ALMOST = re.compile(r"(?:presque|bientot|quasi|pasencore|moinsde|almost|nearly|notyet|under|below)(?:mes|les)?18")
_UNDER = re.compile(r"(?<![a-z])u[\s.-]?1\d(?!\d)")
_ROUND = re.compile(r"(?<![\d])1o(?![a-z0-9])|(?<=[a-z\s._-])I[0-7](?!\d)|(?<!\d)\|[0-7](?!\d)")
_NOUGHTIES = re.compile(r"(?<!\d)2k(\d{1,2})(?!\d)")
_GRADE = re.compile(r"(?<!\d)([3-6])[\s._-]*(?:i?eme|e)(?![a-z0-9])(?![\s._-]*age)|(?<![a-z])c[em][\s._-]*[12](?!\d)")
_CLASS = re.compile(
    r"(?<![a-z])en[\s._-]*(?:2nde|seconde|premiere|1ere|troisieme|quatrieme|cinquieme|sixieme)(?![a-z])"
)
_GRADED_CITY = re.compile(r"(?:paris|lyon|marseille)[\s._-]*$")

# Written `loose` (l as i), to be found anywhere in a chunk.
_SCHOOL = re.compile(
    "iyce+n|coi+egie+n|ecoi+er|terminaie(?!m)|adoiesce|preado|teenage|schooi(?:giri|boy)|(?:high|middie)schooi|underage"
    "|jaiibait"
)
_MIRRORED = re.compile("iycee+n|coi+egie+n|ecoi+er|adoiesce|schooi(?:giri|boy)")
"""What is looked for in a chunk read backwards: the longer words, for short ones turn up by chance."""
_SPLIT_SCHOOL = re.compile("iyce+nn?e?s?|coi+egie+n|ecoi+er|adoiescen|schooi(?:giri|boy)|highschooi")
_WORDS = loose_words("""
    ado ados teen teens teenie mineur mineure mineurs mineures minor minors fillette fillettes preteen terminale
    lyceen lyceenne
""")
_SEXES = frozenset("fhgmb")

# Places of the départements whose number could be an age; given names among them (Aude, Aube) are left out on purpose.
_PLACES = {
    10: "troyes romilly",
    11: "carcassonne narbonne castelnaudary limoux lezignan",
    12: "aveyron rodez millau villefranche decazeville",
    13: "marseille aix aixenprovence arles martigues aubagne istres salon cassis laciotat ciotat vitrolles marignane "
        "bouchesdurhone gardanne miramas",
    14: "calvados caen lisieux bayeux deauville trouville honfleur cabourg falaise normandie",
    15: "cantal aurillac saintflour stflour mauriac",
    16: "charente angouleme cognac ruffec confolens",
    17: "charentemaritime charente larochelle rochelle saintes royan rochefort oleron iledere",
}  # fmt: skip
_LONG_NAME = 8
_DISTRICTS = {"paris": range(10, 18), "marseille": range(10, 17)}
_NUMBER_OF = re.compile(r"(?:^|\s)(?:du|dept|departement|dep|dpt|dans le|gars du|fille du)$")


# Who looks after somebody under age, and the words that tie the two: what follows says whose parents they are.
_CARERS = (
    r"(?:grands?-?|beaux?-?|belles?-?|step-?|foster |grand-?)?(?:parents?|peres?|meres?|papas?|mamans?|famill?es?|"
    r"mothers?|fathers?|mums?|moms?|dads?|famil(?:y|ies))|tut(?:eurs?|rices?)|profs?|professeure?s?|enseignante?s?|"
    r"instits?|educat(?:eurs?|rices?)|animat(?:eurs?|rices?)|infirmi(?:ers?|eres?)|carers?|guardians?|teachers?|tutors?"
)
_CARED_FOR = (
    r"(?:pre-?)?(?:ados?|adolescente?s?|lyceen(?:ne)?s?|collegien(?:ne)?s?|ecolier(?:e)?s?|"
    r"(?:(?:enfants?|filles?|fils|eleves?|jeunes|children|kids) )?(?:mineure?s?|minors)|teens|teenagers?|"
    r"teenage (?:sons|daughters|children|kids|boys|girls)|schoolchildren|schoolkids)"
)
_THEIR_OWN = re.compile(
    rf"(?<![\w-])({_CARERS}) (?:d'(?:une? )?|de |des |de nos |d' |of (?:a |an |our )?|to (?:a )?|with )"
    rf"{_CARED_FOR}(?![\w'-])"
)


def without_cared_for(views: Views) -> Views:
    """The name without those whose parents, teachers or carers it names: "Parents d'ados" is a room of adults.

    Only where the one word governs the other and both are written plainly. "Ados et parents" and "Teen parents" are
    what they say.
    """
    left = _THEIR_OWN.sub(r"\1", views.bare)
    return views if left == views.bare else Views(left)


def claims_age(views: Views) -> bool:
    """An age under 18 with its unit, in digits or in words, or an age that is not quite 18."""
    if any(_value(found[1]) < ADULT_FROM for found in AGE.finditer(views.plain)):
        return True
    if _ROUND.search(views.cased) or _UNDER.search(views.plain):
        return True
    return bool(_SPOKEN.search(views.compact) or _ALMOST.search(views.compact))


def claims_school(views: Views) -> bool:
    """A school, a class, or a word for somebody under age; leet, separators, accents and a mirror do not hide it."""
    if views.words & _WORDS or any(_SCHOOL.search(chunk) or _MIRRORED.search(chunk[::-1]) for chunk in views.chunks):
        return True
    if any(not _GRADED_CITY.search(views.plain[: found.start()]) for found in _GRADE.finditer(views.plain)):
        return True
    return bool(_CLASS.search(views.plain)) or _spelled_apart(views.chunks)


def _spelled_apart(chunks: tuple[str, ...]) -> bool:
    """A school word broken up by separators (``ly.cee.nne``); "lycée Nantes" is a place of work, not a pupil."""
    for found in _SPLIT_SCHOOL.finditer("".join(chunks)):
        ends, at = set[int](), 0
        for chunk in chunks:
            at += len(chunk)
            ends.add(at)
        inside = [end for end in ends if found.start() < end < found.end()]
        whole = found.start() in ends | {0} and inside == [found.start() + len("lycee")]
        if inside and not (whole and found.end() not in ends):
            return True
    return False


def claims_number(views: Views, year: int) -> bool:
    """A bare 10 to 17 that is no département, or a year of birth of somebody under 18 in ``year``."""
    pieces = views.pieces
    for at, piece in enumerate(pieces):
        if not piece.isdigit():
            continue
        if len(piece) == 2 and 10 <= int(piece) < ADULT_FROM and not _is_place(pieces, at):
            return True
        if len(piece) == 4 and year - ADULT_FROM < int(piece) <= year:
            return True
    return any(year - ADULT_FROM < 2000 + int(found[1]) <= year for found in _NOUGHTIES.finditer(views.plain))


def _is_place(pieces: tuple[str, ...], at: int) -> bool:
    """Whether a number plainly names a département or an arrondissement: Marseille 13, "du 13"."""
    number = int(pieces[at])
    around = pieces[max(at - 1, 0) : at] + pieces[at + 1 : at + 2]
    if any(neighbour in _SEXES for neighbour in around):
        return False
    names = _PLACES[number].split() + [city for city, districts in _DISTRICTS.items() if number in districts]
    if any(_ends_with(pieces[:at], name) or _begins_with(pieces[at + 1 :], name) for name in names):
        return True
    return _NUMBER_OF.search(" ".join(pieces[:at])) is not None


def _ends_with(pieces: tuple[str, ...], name: str) -> bool:
    """Whole pieces, so that Charles is not Arles; a long name may also stand at the end of a longer piece."""
    whole = any("".join(pieces[start:]) == name for start in range(len(pieces)))
    return whole or (len(name) >= _LONG_NAME and "".join(pieces).endswith(name))


def _begins_with(pieces: tuple[str, ...], name: str) -> bool:
    whole = any("".join(pieces[:end]) == name for end in range(1, len(pieces) + 1))
    return whole or (len(name) >= _LONG_NAME and "".join(pieces).startswith(name))


def _value(digits: str) -> int:
    """``15``, but also ``l5`` and ``1o``."""
    return int(digits.lower().translate(str.maketrans("ilozsb", "110258")))
