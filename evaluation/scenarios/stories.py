"""What happens in the scenarios, in mild words: who comes, what they try, and somebody innocent who sounds like them.

These lines stand in no corpus. Whoever means harm here says it plainly, then tries again in other words and spellings.
"""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.policy import Reason

Said = tuple[str, str]
"""Room and text."""


@dataclass(frozen=True)
class Story:
    """One harm. ``attempts`` are shared out among the offenders in turn."""

    key: str
    title: str
    offenders: tuple[str, ...]
    """Nicknames, one for each person."""
    attempts: tuple[Said, ...]
    innocent: str
    harmless: tuple[Said, ...]
    reason: Reason
    """What somebody who is reached reports."""
    tries_at_the_door: tuple[tuple[str, int], ...] = ()
    """Nickname and age given before, by the first offender."""
    age: int = 34
    """What the offenders say at the door in the end."""
    newcomers: bool = False
    """Whether those who are reached come in one by one, just before they are spoken to."""


MINOR = Story(
    "minor",
    "A minor at the door and in a room",
    ("Lou du 44",),
    (
        ("accueil", "salut moi j'ai 15 ans et vous"),
        ("accueil", "bon ok je suis en troisième, ça change quoi ?"),
        ("musique", "jsuis pas majeure en vrai, 16 dans deux mois"),
        ("accueil", "q u i n z e ans c'est pas si jeune"),
        ("musique", "demain j'ai contrôle de maths au collège"),
        ("accueil", "i'm in year 10, english people here?"),
    ),
    "Mam'Annie",
    (
        ("accueil", "ma fille a quinze ans et ne me dit plus rien"),
        ("accueil", "moi à son âge j'étais déjà à l'usine"),
        ("musique", "elle a contrôle de maths demain, je révise avec elle"),
        ("musique", "ça fait 15 ans que je vis à Nantes"),
    ),
    Reason.MINOR,
    tries_at_the_door=(("Lou Mariette", 15), ("lou15ans", 19), ("collegienne44", 19)),
    age=19,
)
SEEKER = Story(
    "seeker",
    "An adult who seeks minors, across rooms",
    ("Ben Quarante",),
    (
        ("accueil", "y a des collégiennes par ici ? j'ai 43 ans, je suis gentil"),
        ("musique", "je cherche une fille de moins de 16 ans pour parler"),
        ("ecrans", "tu vas encore au lycée toi ? n'en parle pas à tes parents"),
        ("cuisine", "l'âge m'est égal, 13 ou 14 ça me va"),
        ("nuit", "ch. 4do pour di5cuter en priv3, h 43"),
        ("lyon", "les mineures sont les bienvenues, je garde le secret"),
        ("paris", "any schoolgirls here? older guy, very kind"),
    ),
    "Coach Denis",
    (
        ("accueil", "j'entraîne des filles de moins de 16 ans au hand, quelle énergie"),
        ("musique", "mon ado de 14 ans écoute du jazz, je suis fier"),
        ("ecrans", "je cherche une amie de lycée perdue de vue, j'ai 43 ans"),
        ("cuisine", "les lycéens de la cantine mangent mieux que nous"),
    ),
    Reason.SEEKS_MINORS,
)
PROCURING = Story(
    "procuring",
    "An advert of a procurer",
    ("Agence Velours",),
    (
        ("accueil", "trois filles disponibles ce soir, 150 l'heure, 06 39 98 20 20"),
        ("paris", "mes filles se déplacent à l'hôtel, je m'occupe du rendez-vous"),
        ("lyon", "cherche jeunes femmes, je fournis l'appart et les clients, on partage"),
        ("lille", "f1lles dispo, dem4nde le t4rif, c'est moi qui gère"),
        ("marseille", "choose a girl from the photos, you pay me, driver included"),
    ),
    "Traiteur Nadia",
    (
        ("accueil", "mes trois filles font le service samedi, elles adorent ça"),
        ("paris", "je cherche deux serveuses, je fournis le logement, 12 euros de l'heure"),
        ("lyon", "on partage la location du four, 150 la journée"),
    ),
    Reason.PAID_SEX,
)
DRUGS = Story(
    "drugs",
    "An advert of a dealer",
    ("Livreur Express",),
    (
        ("accueil", "beuh et shit, 10 le g, livraison ce soir"),
        ("paris", "coke dispo, 70 le g, menu en privé"),
        ("lyon", "C 0 K E  et  M D, je bouge dans toute la ville"),
        ("lille", "❄️ 🍁 ouvert jusqu'à 4h, viens avec l'appoint"),
        ("marseille", "weed and pills tonight, ask for the list"),
        ("nuit", "qui veut de la b3uh, bon plan"),
    ),
    "Herboriste Paul",
    (
        ("accueil", "j'ai arrêté l'herbe il y a un an, je dors enfin"),
        ("paris", "la tisane de thym, 4 euros le sachet au marché"),
        ("lyon", "beaucoup de neige ce matin, le bus n'est pas passé"),
        ("lille", "pour ou contre la légalisation, vous ?"),
    ),
    Reason.DRUGS,
)
LURE = Story(
    "lure",
    "A lure repeated to several people",
    ("Tendre Karl",),
    (
        ("accueil", "toi là, rejoins-moi ce soir 23h derrière le vieux parking, viens seul, pas de photo pas d'appel"),
        ("arc-en-ciel", "ce soir 23 h derrière le vieux parking, viens seul, pas d'appel ni photo, rejoins-moi"),
        ("nuit", "rejoins moi à 23h derrière le vieux parking, seul, ni photo ni appel"),
        ("paris", "23h ce soir, derrière le vieux parking, viens seul et préviens personne"),
        ("lyon", "je t'attends 23h derrière le vieux parking, seul surtout, pas d'appel avant"),
        ("lille", "viens seul à 23h derrière le vieux parking, on s'appelle pas, tu verras"),
    ),
    "Chorale Midi",
    (
        ("accueil", "la chorale répète ce soir à 20h derrière la mairie, venez nombreux"),
        ("paris", "rappel : répétition à 20h derrière la mairie, c'est ouvert à tous"),
        ("lyon", "on se retrouve à 20h derrière la mairie pour chanter"),
    ),
    Reason.DANGER,
)
HARASSMENT = Story(
    "harassment",
    "Sexual harassment of newcomers",
    ("Gros Relou",),
    (
        ("accueil", "hé la nouvelle, t'es bonne, montre tes seins"),
        ("accueil", "salut toi, envoie une photo de ton cul"),
        ("accueil", "réponds, t'as envie de moi je le sais, salope"),
        ("accueil", "t u  s u c e s  la nouvelle ?"),
        ("accueil", "new here? show tits or leave"),
        ("accueil", "tu portes quoi dessous ma jolie"),
    ),
    "Doux Gabin",
    (
        ("accueil", "bienvenue à la nouvelle, tu as un joli pseudo"),
        ("accueil", "tu fais quoi de beau dans la vie ?"),
        ("accueil", "j'aimerais bien t'offrir un café un de ces jours"),
    ),
    Reason.SEXUAL,
    newcomers=True,
)
RAIDERS = (
    "Vrai Blanc",
    "Dur Demon",
    "Sang Net",
    "Le Juste",
    "Front Uni",
    "Cri Noble",
    "Gros Bras",
    "Fer de Lance",
    "Mur Porteur",
    "Grand Tri",
    "Loup Seul",
    "Poing Clos",
)
RAID = Story(
    "raid",
    "A raid of hate",
    RAIDERS,
    (
        ("accueil", "sales arabes, rentrez chez vous"),
        ("accueil", "dehors les pédés, vous êtes malades"),
        ("accueil", "les juifs contrôlent ce tchat, virez-les"),
        ("accueil", "la france aux français de souche, les autres dehors"),
        ("arc-en-ciel", "bande de tapettes, on va vous guérir"),
        ("arc-en-ciel", "les trans c'est des fous à enfermer"),
        ("accueil", "s4les 4r4bes d3hors"),
        ("accueil", "jews out, blacks out, this is our room now"),
        ("accueil", "tous ces noirs, on se croirait au zoo"),
        ("arc-en-ciel", "p é d é s au feu"),
        ("accueil", "mort aux musulmans, c'est tout ce qu'ils comprennent"),
        ("arc-en-ciel", "lesbiennes = malades mentales"),
    ),
    "Nour de Sète",
    (
        ("accueil", "je suis arabe et fière, et je vous souhaite une belle soirée"),
        ("arc-en-ciel", "nous les pédés on fait la fête samedi, venez"),
        ("accueil", "on m'a traitée de sale arabe hier, j'en ai pleuré"),
        ("accueil", "mon mari est juif, ma belle-mère cuisine divinement"),
    ),
    Reason.HATE,
)
STORIES = (MINOR, SEEKER, PROCURING, DRUGS, LURE, HARASSMENT, RAID)
