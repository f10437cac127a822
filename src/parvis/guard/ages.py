"""Ages as people say them in a sentence: in digits, in words, as a class at school or a year of birth; whose they are.

What was, is imagined, is quoted or counts something else is no age. All texts here are plain small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = {
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "dix-sept": 17, "dix sept": 17, "dixsept": 17, "dix-huit": 18, "dix huit": 18, "dix-neuf": 19, "vingt": 20,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
UNIT = r"(?:ans|an(?![a-z])|anos|years?|yrs?|y[\s./]*o(?![a-z])|piges?|balais|berges|printemps)"
"""What makes a number an age, in names too."""
SCHOOL = {
    "cm1": 9, "cm2": 10, "6e": 11, "6eme": 11, "sixieme": 11, "5e": 12, "5eme": 12, "cinquieme": 12,
    "4e": 13, "4eme": 13,
    "quatrieme": 13, "3e": 14, "3eme": 14, "troisieme": 14, "2nde": 15, "2de": 15, "seconde": 15, "1ere": 16,
    "premiere": 16, "terminale": 17, "tle": 17, "term": 17,
}  # fmt: skip
"""French classes and how old most are who sit in them."""
PUPILS = {"collegien": 13, "collegienne": 13, "lyceen": 16, "lyceenne": 16, "ecolier": 9, "ecoliere": 9, "preado": 12}
ALMOST = 17
"""The age of somebody who says that they are not 18 yet."""
YEAR_TO_AGE, GRADE_TO_AGE = 4, 5
"""English school years and American grades."""
CLAIMS_MAX = 12
"""Ages looked at in one text."""
BEFORE, AFTER = 64, 40
"""Characters around an age that tell whose it is."""

_NUMBER = "|".join(sorted(WORDS, key=len, reverse=True))
_AGED = re.compile(rf"(?<![\w.,])(\d{{1,2}}|{_NUMBER})(?: et demie?)?[ -]?(?:{UNIT}(?: old)?|[mf])(?![a-z])")
_SELF_FR = re.compile(
    r"(?:^|[^a-z])(?:j' ?ai|jai|g|moi(?: c'est \w+)?,?|je viens d'avoir|je suis (?:une? )?(?:jeune )?"
    r"(?:fille|garcon|mec|meuf|femme|homme|nana|gars|ado)?,? ?(?:de|et j'ai)?|je m'appelle \w+,?(?: et)?(?: j'ai)?)"
    r"(?: (?:que|seulement|a peine|tout juste|juste|deja|actuellement|presque|bientot|encore|environ|"
    r"maintenant|genre|bien))*"
    r"[ ,]*$"
)
_NEXT_FR = re.compile(
    r"(?:^|[^a-z])(?:je vais (?:avoir|feter(?: mes)?)|j'aurai|j'ai (?:bientot|presque)|bientot(?: mes)?|"
    r"presque|pas encore(?: mes| les)?|i turn|i'?ll be|i will be|turning|almost|nearly) $"
)
_SELF_EN = re.compile(
    r"(?:^|[^a-z])(?:i'? ?m|i am|im|me:|i just turned|just turned)"
    r"(?: (?:only|just|actually|almost|nearly|still|a|an|like|about))* $"
)
_OTHER = re.compile(
    r"(?:(?:^|[^a-z])(?:il|elle|iel|qui|fille|fils|soeur|frere|niece|neveu|cousine?|copine|copain|eleve|"
    r"gamine?|ado|gosse|"
    r"petite|petit|enfant|nana|meuf) (?:n')?a(?: (?:que|seulement|a peine|presque|bientot|deja))?|"
    r"(?:^|[^a-z])(?:tu (?:n')?(?:as|a)|t'as?|vous avez)(?: (?:que|seulement|bien|deja))?|"
    r"(?:filles?|fils|garcons?|ados?|gamine?s?|gosses?|enfants?|minettes?|eleves?|mineure?s?|meufs?|"
    r"nanas?|jeunes?|soeur|"
    r"frere|niece|neveu|cousine?|copine|copain|lyceennes?|collegiennes?)(?: (?:de|entre|d'environ|agee?s? de)| \(?)|"
    r"(?:he|she|they|who|daughter|son|sister|brother|niece|nephew|cousin|kid|girl|boy|girlfriend|"
    r"boyfriend|friend|student)"
    r"(?:'s| is| are|s are|,)?(?: (?:only|just|about))?|(?:you'?re|you are|ur|u r)(?: only| just)?|moins de|under) $"
)
_NOT_NOW = re.compile(
    r"(?:quand|lorsque?|comme si|dirait que|crois que|croi[st] que|croyai\w+ que|pense(?:nt)? que|"
    r"impression (?:que|d'avoir)|"
    r"dans (?:ma|la) tete|mentalement|epoque|si|avais|avait|(?:elle|il|fille|fils|on|titre|chanson|film|"
    r"gamine?|ado|eleve)"
    r"(?: (?:me|te|lui|m'a|t'a|a|nous))? ?(?:dit|disait|dis|ecrit|repond\w*|crie|lance|"
    r":)(?: que)? ?[:,]? ?[\"'(«]?|\"|like|"
    r"when|as if|feel(?:s|ing)?|felt|think|thinks|pretend(?:ing)?|(?:she|he|they|daughter|son|"
    r"kid) (?:said|says|told me)(?: that)?:?)"
    r"[ ,:]*(?:que )?(?:j'ai|j'ai eu|i'?m|i am|i was)?(?: (?:like|eu|encore|toujours|que|a peine|presque))* ?$"
)
_DURATION_BEFORE = re.compile(
    r"(?:depuis|il y a|pendant|durant|dans|apres|avant|ca fait|fait|tous les|en|pour|passe|vecu|bosse|"
    r"travaille|pris|purge|"
    r"for|since|after|over|past|last|next|within|spent|did|served) (?:plus de |environ |presque |les |the )?$"
)
_SOMETHING_ELSE = re.compile(
    r" ?(?:de |d')(?:metier|experience|anciennete|mariage|pacs|boite|plus|moins|retard|ecart|difference|"
    r"sobriete|abstinence|"
    r"carriere|vie|relation|couple|celibat|prison|taule|permis|pratique|service|avance|trop|recul|travail|"
    r"boulot|bonheur|"
    r"galere|thanatopraxie|maison|these|amitie|amour|chat|forum|recherche|cotisation|malheur|silence|"
    r"tabac|the|credit|pret|"
    r"sport|judo|danse|piano|guitare|foot|musique|psy|therapie|combat|arret|clean|age)|"
    r" (?:que |qu'|ensemble|plus tard|plus tot|auparavant|deja (?:que|qu)|derriere|sans |apres|marie|pacse|cumules|"
    r"(?:of|in|into|sober|clean|older|younger|ago|later|married|together|away|experience|at|late|on the|"
    r"doing|working|since)(?![a-z]))"
)
_CORRECTED = re.compile(
    r"[^0-9]{0,16}(?:non|plutot|inverse|enfin|euh|no|jk|i mean|rather)[^0-9a-z][^0-9]{0,12}[2-9]\d(?!\d)"
)
_BARE_EN = re.compile(
    rf"(?:^|[^a-z])(?:(i'? ?m|i am|im)|(i turn|turning|i'?ll be|i will be)|(he(?:'s| is)|she(?:'s| is)|(?:daughter|"
    rf"son|sister|brother|niece|kid) is|you'?re|you are))"
    rf" (?:(?:only|just|actually|still|almost|nearly) )*(\d{{1,2}}|{_NUMBER})"
    r"(?= ?(?:$|[.,;!?)]|(?:and|but|so|btw|next|this|tomorrow|soon|on|in|lol|m|f|from|wbu|hbu|u|you|male|"
    r"female|girl|boy|if|is that)(?![a-z])))"
)
_NOT_18 = re.compile(
    r"(?<![a-z])(?:(?:bientot|presque|quasi|quasiment|pas encore|almost|nearly|not yet)(?: eu)?(?: mes|"
    r" les)? (?:18|dix[ -]?huit|"
    r"eighteen)(?!\d|[ -]?h(?![a-z])|[ -]?(?:euros?|€|%|mois|minutes?|jours?|heures?|personnes|months?|"
    r"days?|hours?))|"
    r"(?:pas|jamais) (?:encore |tout a fait )?majeure?|not (?:yet )?18(?: yet)?(?!\d)|under ?18|underage|under age)"
)
_I_AM = re.compile(
    r"(?:^|[^a-z])(?:je (?:ne )?suis|chuis|j'ai|je n'ai|moi|i'? ?m|i am|im|suis|sorry)(?: [a-z']+){0,3} $|^[^a-z]*$"
)
_MINOR = re.compile(
    r"(?<![a-z])(?:je suis (?:encore |toujours |une? |que )*(mineure?|collegien(?:ne)?|lyceen(?:ne)?|"
    r"ecolier(?:e)?|preado)|"
    r"(?:i'? ?m|i am|im) (?:still |only |just )*(a minor|underage|under 18))(?![a-z]| (?:de fond|dans|en |par|a l))"
)
_IN_CLASS = re.compile(
    rf"(?<![a-z])(?:je suis|chuis|je passe|je rentre|j'entre|suis)(?: (?:encore|toujours|actuellement|"
    rf"eleve|scolarisee?|juste))* en "
    rf"({'|'.join(SCHOOL)})(?![a-z])(?! (?:dans le|classe|annee|ligne|main|position|partie|vitesse|lecture|"
    rf"de (?:fac|licence)))"
)
_AT_SCHOOL = re.compile(
    r"(?<![a-z])(?:je suis (?:encore |toujours )?(?:au (college|lycee)(?! (?:comme|pour (?:un|une|le)|"
    r"ou je (?:bosse|travaille)))|"
    r"a l'ecole primaire)|je passe (?:le|mon) (brevet|bac)(?![a-z])|"
    r"(?:i'? ?m|i am|im) (?:still )?in (year|grade) (\d{1,2})(?!\d)|(?:i'? ?m|i am|"
    r"im) (?:still )?in (?:the )?(\d{1,2})(?:th|rd|st|nd) grade|"
    r"(?:i'? ?m|i am|im) (?:still )?in (high|middle) ?school)"
)
_PLACES = {"college": 13, "lycee": 16, "brevet": 14, "bac": 17, "high": 16, "middle": 12}
_BORN = re.compile(
    r"(?<![a-z])(?:nee? (?:en|le [\d/ a-z]{1,16})|born(?: in)?|"
    r"(?:je suis|chuis|i'?m|i am) (?:de|from)) ?((?:20|2k)\d\d)(?!\d)"
)
_BORN_SELF = re.compile(r"(?:je suis|chuis|i was|i am|i'?m|moi)|^(?:nee?|born)")
_SIGNED = re.compile(
    r"^(?:(?:salut|bonsoir|bonjour|coucou|hi|hey),? )?[fhm] ?(1\d)"
    r"(?= (?:de|du|sur|from|here|ici|looking|qui|cherche)|$)"
)
"""``F16 de Nantes``."""
ADULT = 18
_IF_EVER = re.compile(r"(?<![a-z])(?:si|quand|when|if) [^,]{0,20}$")
_IF = re.compile(r"(?<![a-z])(?:si|if|que|when|quand) $")
_INTRODUCED = re.compile(
    r"(?:(?:salut|bonsoir|bonjour|coucou|slt),? )?(?:une? )?(?:jeune )?(?:ado|fille|garcon|meuf|mec) (?:de )?"
)
_HERE = re.compile(r" (?:here|ici)(?![a-z])")
_ASV = re.compile(
    rf"^(?:asv ?:? ?)?(?:[fhm] ?[ ,/]? ?)?(\d{{1,2}}|{_NUMBER}) ?(?:ans?)?(?: ?[ ,/]? ?(?:[fhm](?![a-z'])|"
    rf"fille|garcon|mec|meuf|femme|homme))?"
    r"(?:$| ?[.,;!/]| (?:de |du |sur |a |ici)?[a-z-]{2,14}(?: et toi)?(?:$| ?[.,;!?]))"
)
_ASV_SIGN = re.compile(r"ans?(?![a-z])|(?<![a-z])[fhm](?![a-z'])|asv")
_COUNTS_ON = re.compile(
    r" (?:de|deja|que|qu|ensemble|pour|a |en |plus|moins|apres|avant|c'est|ca|et (?!toi)|sans|sur|d')"
)


@dataclass(frozen=True)
class Claim:
    """An age somebody is said to have, in years, and where it stands."""

    years: int
    own: bool
    """Whether it is the writer's."""
    start: int
    end: int


OWN, OTHERS = True, False


def claims(text: str, year: int) -> Iterator[Claim]:
    """Every age that is said in it; ``year`` is the current one. What cannot be there is not looked for."""
    yield from _with_unit(text)
    if any(cue in text for cue in ("i'm", "im ", "i am", "'s ", " is ", "re ", "turn", " be ")):
        yield from _in_english(text)
    if any(cue in text for cue in ("18", "dix", "majeur", "under", "eighteen")):
        yield from _nearly(text)
    if any(cue in text for cue in ("mineur", "minor", "under", "ien", "een", "ecolier", "preado")):
        yield from _minor(text)
    if any(cue in text for cue in (" en ", "au ", "school", "ecole", "year", "grade", "brevet", "bac")):
        yield from _at_school(text)
    if found := _SIGNED.match(text):
        yield Claim(int(found[1]), OWN, *found.span(1))
    if "20" in text or "2k" in text:
        yield from _born(text, year)


def _born(text: str, year: int) -> Iterator[Claim]:
    for found in _BORN.finditer(text):
        years = year - int(found[1].replace("2k", "20"))
        if 0 < years < 100:
            own = _BORN_SELF.search(text[max(found.start() - 16, 0) : found.end()]) is not None
            yield Claim(years, own, *found.span())


def value(number: str) -> int:
    """A number in digits or words."""
    return WORDS[number] if number in WORDS else int(number)


def _with_unit(text: str) -> Iterator[Claim]:
    for count, found in enumerate(_AGED.finditer(text)):
        if count >= CLAIMS_MAX:
            return
        before, after = text[max(found.start() - BEFORE, 0) : found.start()], text[found.end() : found.end() + AFTER]
        if _SOMETHING_ELSE.match(after) or _CORRECTED.match(after) or _NOT_NOW.search(before):
            continue
        years = value(found[1])
        if _NEXT_FR.search(before):
            yield Claim(years - 1, OWN, *found.span())
        elif _SELF_FR.search(before) or _SELF_EN.search(before) or _is_introduced(text, found, before, after):
            yield Claim(years, OWN, *found.span())
        elif _is_of_another(before, found[0]):
            yield Claim(years, OTHERS, *found.span())


def _is_of_another(before: str, said: str) -> bool:
    if before.endswith((" a ", " an ")) or before in ("a ", "an "):
        return "y" in said or bool(_OTHER.search(before))
    return not _DURATION_BEFORE.search(before) and bool(_OTHER.search(before))


def _is_introduced(text: str, found: re.Match[str], before: str, after: str) -> bool:
    """``15 ans f lyon`` or ``ado de 15 ans`` at the beginning, or "15 yo here"."""
    if _HERE.match(after) or _INTRODUCED.fullmatch(before):
        return True
    whole = _ASV.match(text) if found.start() < 12 else None
    return bool(whole and whole.end(1) == found.end(1) and not _COUNTS_ON.match(after))


def _in_english(text: str) -> Iterator[Claim]:
    for found in _BARE_EN.finditer(text):
        if not _NOT_NOW.search(text[max(found.start() - BEFORE, 0) : found.start()]):
            yield Claim(value(found[4]) - bool(found[2]), bool(found[1] or found[2]), found.start(4), found.end(4))


def _nearly(text: str) -> Iterator[Claim]:
    for found in _NOT_18.finditer(text):
        before = text[max(found.start() - BEFORE, 0) : found.start()]
        if _I_AM.search(before) and not _IF_EVER.search(before):
            yield Claim(ALMOST, OWN, *found.span())


def _minor(text: str) -> Iterator[Claim]:
    for found in _MINOR.finditer(text):
        before = text[max(found.start() - BEFORE, 0) : found.start()]
        if not _NOT_NOW.search(before) and not _IF.search(before):
            yield Claim(PUPILS.get(found[1] or "", ALMOST), OWN, *found.span())


def _at_school(text: str) -> Iterator[Claim]:
    for found in _IN_CLASS.finditer(text):
        yield Claim(SCHOOL[found[1]], OWN, *found.span())
    for found in _AT_SCHOOL.finditer(text):
        place, exam, kind, number, grade, school = found.groups()
        if number or grade:
            years = int(number or grade) + (YEAR_TO_AGE if kind == "year" else GRADE_TO_AGE)
        else:
            years = _PLACES.get(place or exam or school or "", 9)
        if years < ADULT:
            yield Claim(years, OWN, *found.span())
