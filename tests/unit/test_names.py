"""Which nicknames may stand, which may not and why, and what is offered instead."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.disguises import DISGUISES, disguised
from parvis.core.clock import FakeClock
from parvis.core.config import Config
from parvis.core.settings import Entry
from parvis.core.text import tidy_nickname
from parvis.core.verdict import Kind, Ruling, Verdict
from parvis.guard import standard, subject
from parvis.guard.names import display_form
from parvis.guard.pipeline import Pipeline

CLOCK = FakeClock()  # November 2026
GUARD = standard.pipeline(Config(), random.Random(7).randbytes)


def verdict_on(name: str, guard: Pipeline = GUARD, kind: Kind = Kind.NICKNAME) -> Verdict:
    return guard.judge_now(subject.name(tidy_nickname(name), kind, network="n", now=CLOCK.now(), tick=CLOCK.tick()))


def reasons(name: str) -> set[str]:
    return {finding.text_key.removeprefix("refuse-nick-") for finding in verdict_on(name).findings}


MAY_STAND = (
    """
Adonis|Mado|Marina|Colline|Marie75|Paul_69|Lucas1985|ProfDeMaths|Marcel45ans|45ans|Marseille13|Avocado|marie32ans
aveyron12|Paul du 13|13Marseille|La Rochelle 17|Charente16|Paris15|Lyon 3e|Nice06|75011 Paris|Aix 13
Julian|Alban|Julians|Louis|Steen|Eldorado|Desperado|Licence|Ingénieur|Terminal|Minority|Dylan|lea7|Paul5|Catherine2
Prof Lycée Nantes|Troisième âge|3e age|Années80|Paul 1815|Soixantequinze ans|Le 5 à 7|Nina2008|Sexa60|Marcel_18
Snape|Snapdragon|Instant|Igor|Igloo|Tigre|Kiki|Rose|Rose33|Bisou|Telma|Lydia|Marie.de.Paris|Paul 1985|Un deux
Badminton|Stafford|Commode|Modeste|Modigliani|Polissonne|Botaniste|Équinoxe|Roberta|Parmentier
Jean-Paul|O’Neil|D'Artagnan|Zoé|Béatrice|Björn|Étienne|Дмитрий|Ελένη|李明明|Marie-Noël|Nguyễn
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize("name", MAY_STAND)
def test_an_ordinary_nickname_may_stand(name: str) -> None:
    assert verdict_on(name).ruling is Ruling.ALLOW, verdict_on(name)


CLAIMS_MINOR = (
    """
ines15ans|ines 15 ans|ines15|15ines|ines_1_5|ines⑮|ＩＮＥＳ１５|14f|f14|h 16|14f marseille|f13marseille
9ans|12 yo|16y/o|17yrs|15piges|1Oans|l5ans|quinze ans|seize_ans|sweetsixteen|bientot18|presque 18 ans|u18
lyceenne16|lyceenne18|lyc33nne|l.y.c.e.e.n|lycéen|LyCéEnNe|lyсéen|l\u200bycéenne|lyc_eenne|ly.cee.nne|lycéeeeenne
collégienne|Écolière|terminale|3eme|4ème|5e|6 eme|CM2|cm 1|en seconde|schoolgirl|school_girl|highschool
ado|Ado14|BelleAdo|4d0|ado du 13|teen|TeenGirl|t33n|minor|mineur|mineure|fillette|preado
Inès2010|ines2009|ines2012|2k10|in\u200bes1\u200b5|inesI5|charles13|paix13|Aude11|marseille13ans|A12
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize("name", CLAIMS_MINOR)
def test_a_nickname_that_claims_to_be_under_18_is_refused_as_that(name: str) -> None:
    assert "minor" in reasons(name)
    assert verdict_on(name).findings[0].text_key == "refuse-nick-minor"  # the help lines come first


REFUSED_AS = {
    "phone": "0612345678|06.12.34.56|06 12 34|Julie O6 12 34|zero six douze trente|zerosixdouze|tel julie",
    "link": "julie.com|julie . fr|www.lea|julie@snap|snapjulie|julie snap|insta_lea|tg julie|telegramjulie|wh4tsapp"
    "|julie.sn4p|leapointcom|MarieSnap|t.me.lea|whatsappelea",
    "price": "100roses|80€|Julie100euros|50e|julie 150 roses|tarif doux|Escort Lea|20 bisous|t4rif",
    "reserved": "admin|4dm1n|Modérateur|modératrice|MarieModo|modo paul|a.d.m.i.n|Équipe Parvis|parvis_team|Police"
    "|gendarmerie69|M0dération|admin_marie|adminmarie|MarieAdmin|Staff|STAFF1|le staff|Systeme|système|Ρolice",
    "mixed": "Mаrie|Paυl|аdmin",
    "form": "Zoé😀|a!b!c|123|x\u200by z|<b>Jo|...",
    "short": "|é|Jo",
    "long": "abcdefghijklmnopqrstuvwxy",
}


@pytest.mark.parametrize(
    ("why", "name"), [(why, name) for why, names in REFUSED_AS.items() for name in names.split("|")]
)
def test_a_nickname_is_refused_with_its_reason(why: str, name: str) -> None:
    assert why in reasons(name)


def test_the_years_of_birth_move_with_the_calendar() -> None:
    def in_year(year: int, name: str) -> Ruling:
        return GUARD.judge_now(
            subject.name(name, Kind.NICKNAME, network="n", now=FakeClock(_new_year(year)).now(), tick=0.0)
        ).ruling

    assert in_year(2026, "ines2009") is Ruling.REFUSE
    assert in_year(2027, "ines2009") is Ruling.ALLOW


def test_the_operators_own_words_are_reserved_however_they_are_spelled() -> None:
    config = Config(entry=Entry(reserved_words=["Le Refuge"]))
    guard = standard.pipeline(config, random.Random(7).randbytes)
    for name in ("Le Refuge", "le_refuge", "L3R3fug3", "LeRefugeParis"):
        assert verdict_on(name, guard).ruling is Ruling.REFUSE, name
    assert verdict_on("Refuge", guard).ruling is Ruling.ALLOW


@pytest.mark.parametrize("name", [*CLAIMS_MINOR, *"|".join(REFUSED_AS.values()).split("|")])
def test_whoever_is_refused_is_offered_a_nickname_that_may_stand(name: str) -> None:
    offer = next((one.alternative for one in verdict_on(name).findings if one.alternative), None)
    assert offer is not None
    assert verdict_on(offer).ruling is Ruling.ALLOW


@pytest.mark.parametrize(("name", "offer"), [("ines15ans", "ines"), ("MarieModo", "Marie"), ("insta_lea", "lea")])
def test_the_offer_keeps_what_was_fine(name: str, offer: str) -> None:
    assert verdict_on(name).findings[0].alternative == offer


@given(st.text(max_size=40))
def test_any_text_gets_an_answer_and_an_offer(name: str) -> None:
    verdict = verdict_on(name)
    assert verdict.ruling in (Ruling.ALLOW, Ruling.REFUSE)
    assert all(finding.text_key != "refuse-check-down" for finding in verdict.findings)
    assert (verdict.ruling is Ruling.ALLOW) is (not verdict.findings)


def test_a_nickname_keeps_its_capitals_and_accents() -> None:
    assert display_form("Élise  du Nord") == "Élise du Nord"
    assert display_form("Ｍａｒｉｅ") == "Marie"


@pytest.mark.parametrize(
    "name",
    [
        "1yc33nn316", "l y c e e n n e 1 6", "lусеenne16", "ly\u200bce\u200benne16", "lÿcêënnë16", "🅻🆈🅲🅴🅴🅽🅽🅴16",
        "lllyyyceeeennnne16", "LyCeEnNe16", "l.y-c_e.e'n.n*e/16", "lisséène16", "61enneecyl", "1.у.c.3.é.n.n.3",
    ],
)  # fmt: skip
def test_a_pupil_gets_in_under_none_of_twelve_spellings(name: str) -> None:
    assert verdict_on(name).ruling is Ruling.REFUSE


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("kind", [Kind.NICKNAME, Kind.ROOM_NAME])
def test_a_pupils_name_is_seen_in_all_twelve_disguises(disguise: str, kind: Kind) -> None:
    for seed in range(6):
        name = disguised(disguise, "lycéenne16", "fr", seed)
        assert verdict_on(name, kind=kind).ruling is Ruling.REFUSE, name


@pytest.mark.parametrize("name", ["Necyl", "Élysée", "Cyril", "Nicole", "Lysenne", "Elise", "Recoin"])
def test_a_name_that_only_resembles_one_read_backwards_may_stand(name: str) -> None:
    assert reasons(name) == set()


@pytest.mark.parametrize("name", ["Lecture", "Paris 15e", "Les 17 arpents", "Cuisine & jardin", "Années 2010", "Nord"])
def test_a_room_may_be_called_so(name: str) -> None:
    assert verdict_on(name, kind=Kind.ROOM_NAME).ruling is Ruling.ALLOW, verdict_on(name, kind=Kind.ROOM_NAME)


@pytest.mark.parametrize(
    "name", ["Lycéennes", "14 ans", "snap julie", "06 12 34 56 78", "100 roses", "a", " ", "x" * 41]
)
def test_a_room_may_not_be_called_so(name: str) -> None:
    assert verdict_on(name, kind=Kind.ROOM_NAME).ruling is Ruling.REFUSE


def _new_year(year: int) -> datetime:

    return datetime(year, 1, 1, tzinfo=UTC)


# ---------------------------------------------------------------- rooms of those who look after somebody


@pytest.mark.parametrize(
    "name",
    ["Parents d'ados", "Parents d’ados", "PARENTS D'ADOS", "Parents de lycéens", "Mamans d'ados en crise",
     "Papas d'ado",
     "Grands-parents d'adolescents", "Parents d'enfants mineurs", "Profs de collégiens", "Beaux-parents d'ados",
     "Le café des parents d'ados", "Familles d'adolescentes", "Parents of teenagers", "Parents of teens",
     "Mums of teenage boys", "Teachers of teenagers", "Parents d'un ado qui boude", "Parents à bout", "Foster carers"],
)  # fmt: skip
def test_a_room_of_those_who_look_after_somebody_under_age_is_one_of_adults(name: str) -> None:
    verdict = verdict_on(name, kind=Kind.ROOM_NAME)
    assert verdict.ruling is Ruling.ALLOW, verdict.findings


@pytest.mark.parametrize(
    "name",
    ["Ados", "Ados 69", "Salon ado", "Ados et parents", "Parents et ados", "Ados sans parents", "Teen parents",
     "Parents ados", "Amis d'ados", "Amateurs d'ados", "Parents d'ados et ados", "Rencontres d'ados",
     "Parents d'ados, ados bienvenus", "Ados de parents divorcés", "Lycéens", "Teens only", "Filles de parents, ados",
     "P4rents d'4dos 14 ans", "Papa cherche ados", "Enfants d'ados", "Copains de lycéennes", "Teens of parents",
     "Parents d'ados-rencontres ados", "Dads and teens", "Teenage parents"],
)  # fmt: skip
def test_a_room_of_or_for_those_under_age_is_refused_whoever_else_is_named(name: str) -> None:
    assert "refuse-nick-minor" in {one.text_key for one in verdict_on(name, kind=Kind.ROOM_NAME).findings}


@pytest.mark.parametrize("name", ["Parents d'ados", "maman d'ados"])
def test_of_a_nickname_that_names_them_nothing_is_left_out(name: str) -> None:
    assert "minor" in reasons(name)
