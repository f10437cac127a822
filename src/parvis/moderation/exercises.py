"""Practice cases that come with Parvis, French and English: made up, mild, each with what a colleague would decide.

Nobody said any of this. Each teaches one thing; ``why`` says it. `parvis.moderation.practice` lays a case out.
"""

from __future__ import annotations

import msgspec

from parvis.core.casework import Channel
from parvis.core.clock import DAY, HOUR
from parvis.core.policy import Harm, Measure, Reason

Both = dict[str, str]
"""A text by language."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the scene."""

    nickname: str
    text: Both


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody experienced would decide, and why."""

    measures: dict[Measure, int | None]
    """Each with its length; None where it needs none."""
    also: tuple[frozenset[Measure], ...] = ()
    """Other sets of measures that are as good."""
    harm: Harm
    rule: int
    facts: Both
    """Empty where nobody gets a letter."""
    why: Both


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """One practice case."""

    slug: str
    title: Both
    opens_as: Harm
    """What it was taken for when it came; not always right."""
    before: tuple[Said, ...]
    said: Said
    after: tuple[Said, ...] = ()
    reports: tuple[tuple[Reason, Both], ...] = ()
    """What reporters said; none where the guard held the message."""
    held: bool = False
    advice: Advice

    @property
    def channel(self) -> Channel:
        """How it came."""
        return Channel.GUARD if self.held else Channel.VISITOR


def _both(fr: str, en: str) -> Both:
    return {"fr": fr, "en": en}


def _said(nickname: str, fr: str, en: str) -> Said:
    return Said(nickname=nickname, text=_both(fr, en))


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        slug="insult",
        title=_both("Un mot de trop dans un salon", "One word too many in a room"),
        opens_as=Harm.HARASSMENT,
        before=(
            _said("Mirabelle", "Je trouve cette chanson un peu longue.", "I find that song a little long."),
            _said("Fenouil", "Elle est parfaite.", "It is perfect."),
            _said("Mirabelle", "Chacun ses goûts.", "To each their own."),
        ),
        said=_said(
            "Fenouil", "Tais-toi, espèce d’idiote, personne ne t’a parlé.", "Shut up, you idiot, nobody asked you.",
        ),
        after=(_said("Anis", "Oh, on se calme.", "Hey, let us calm down."),),
        reports=((Reason.HARASSMENT, _both("Il m’insulte pour rien.", "He insults me for nothing.")),),
        advice=Advice(
            measures={Measure.WARN: None, Measure.REMOVE: None},
            also=(frozenset({Measure.REMOVE}), frozenset({Measure.WARN})),
            harm=Harm.HARASSMENT, rule=2,
            facts=_both(
                "Dans un salon, vous avez dit « idiote » à une personne et lui avez ordonné de se taire. "
                "Elle n’y avait pas répondu sur ce ton.",
                "In a room, you called somebody an idiot and told them to shut up. They had not spoken in that tone.",
            ),
            why=_both(
                "Une insulte isolée, légère, sans insistance. Le message est retiré ; un avertissement dit la règle. "
                "Suspendre serait plus que ce qui suffit, et une première fois s’explique avant de se punir.",
                "A single, mild insult, and no insisting. The message goes; a warning names the rule. A suspension "
                "would be more than is enough: a first time is explained before it is punished.",
            ),
        ),
    ),
    Exercise(
        slug="paid-offer",
        title=_both("Une annonce avec un prix", "An advert with a price"),
        opens_as=Harm.SPAM,
        before=(_said("Cerfeuil", "Bonsoir le salon.", "Good evening, room."),),
        said=_said(
            "Romarin", "Cherche compagnie ce soir, 80 l’heure, réponse rapide.",
            "Looking for company tonight, 80 an hour, quick answer.",
        ),
        after=(_said("Cerfeuil", "Euh, non merci.", "Er, no thank you."),),
        reports=((Reason.SPAM, _both("C’est de la pub.", "This is advertising.")),),
        advice=Advice(
            measures={Measure.REMOVE: None, Measure.SUSPEND: 3 * DAY},
            also=(
                frozenset({Measure.REMOVE, Measure.MUTE}), frozenset({Measure.REMOVE, Measure.WARN, Measure.SUSPEND}),
            ),
            harm=Harm.EXPLOITATION, rule=4,
            facts=_both(
                "Vous avez écrit à tout un salon que vous cherchiez de la compagnie contre de l’argent, à l’heure.",
                "You wrote to a whole room that you were looking for company in exchange for money, by the hour.",
            ),
            why=_both(
                "Le motif donné était la publicité ; un prix à l’heure pour de la compagnie, c’est une rencontre "
                "payée. Appelez un dossier par ce qu’il est : son horloge et ses suites en dépendent. Le message est "
                "retiré, l’entrée suspendue quelques jours. Sans jugement dans les mots : qui écrit cela peut aussi "
                "être sous la contrainte d’une autre personne.",
                "The reason given was advertising; a price by the hour for company is a paid meeting. Call a case what "
                "it is: its clock and what follows depend on it. The message goes, entry is suspended for some days. "
                "Without judgement in the words: whoever writes this may be under somebody else’s constraint.",
            ),
        ),
    ),
    Exercise(
        slug="perhaps-minor",
        title=_both("Une personne peut-être mineure", "Somebody who may be under 18"),
        opens_as=Harm.MINOR_PRESENT,
        before=(
            _said("Sureau", "Vous faites quoi demain ?", "What are you all doing tomorrow?"),
            _said("Pissenlit", "Contrôle de maths à huit heures.", "Maths test at eight."),
            _said("Sureau", "Tu es prof ?", "Are you a teacher?"),
        ),
        said=_said(
            "Pissenlit", "Non, en seconde. Ma mère veut que je dorme, je file.",
            "No, year eleven. My mum wants me asleep, I am off.",
        ),
        reports=((Reason.MINOR, _both("Je crois que c’est un ado.", "I think this is a teenager.")),),
        advice=Advice(
            measures={Measure.SUSPEND: 30 * DAY},
            also=(
                frozenset({Measure.REMOVE, Measure.SUSPEND}), frozenset({Measure.BAN}),
                frozenset({Measure.REMOVE, Measure.BAN}),
            ),
            harm=Harm.MINOR_PRESENT, rule=1,
            facts=_both(
                "Plusieurs messages laissent penser que vous avez moins de 18 ans : vous parlez de votre classe et de "
                "l’heure du coucher. Ce n’est pas un reproche. La place est réservée aux adultes.",
                "Several messages suggest that you are under 18: you speak of your class and of bedtime. This is not a "
                "reproach. The square is for adults.",
            ),
            why=_both(
                "Rien de mal n’a été fait, et rien n’est à punir : il s’agit de protéger. L’entrée se ferme tout de "
                "même, car un doute sérieux suffit. La lettre le dit sans reproche et explique comment contester. "
                "Personne ne demande de pièce d’identité, et personne n’en discute dans le salon.",
                "Nothing wrong was done, and nothing is to be punished: this is about protecting. Entry closes all the "
                "same, for a serious doubt is enough. The letter says so without reproach, and how to contest it. "
                "Nobody asks for an identity document, and nobody discusses it in the room.",
            ),
        ),
    ),
    Exercise(
        slug="rude",
        title=_both("Désagréable, et c’est tout", "Unpleasant, and that is all"),
        opens_as=Harm.HARASSMENT,
        before=(
            _said("Estragon", "Je suis sûr que la Terre tourne plus vite.", "I am sure the Earth is spinning faster."),
            _said("Câpre", "N’importe quoi.", "Nonsense."),
            _said("Estragon", "Je l’ai lu.", "I read it."),
        ),
        said=_said(
            "Câpre", "C’est l’idée la plus bête de la soirée, franchement.",
            "That is the silliest idea of the evening, frankly.",
        ),
        after=(_said("Estragon", "Tu exagères.", "You are exaggerating."),),
        reports=((Reason.HARASSMENT, _both("Ça me vexe.", "I am offended.")),),
        advice=Advice(
            measures={Measure.NOTHING: None},
            harm=Harm.HARASSMENT, rule=2, facts={},
            why=_both(
                "C’est une idée qui est traitée de bête, pas une personne. Ce n’est pas aimable, et ce n’est pas "
                "contraire aux règles : on peut ne pas être d’accord sur une place. Ne rien faire est une décision ; "
                "la personne qui a signalé lit la réponse.",
                "An idea is called silly, not a person. It is not kind, and it breaks no rule: on a square people may "
                "disagree. Doing nothing is a decision; whoever reported reads the answer.",
            ),
        ),
    ),
    Exercise(
        slug="support-talk",
        title=_both("Retenu par un programme", "Held by a program"),
        opens_as=Harm.HATE,
        before=(
            _said("Myrtille", "Dure journée ?", "Hard day?"),
            _said("Safran", "On m’a crié dessus dans la rue.", "Somebody shouted at me in the street."),
        ),
        said=_said(
            "Safran", "Il a dit que les gens comme moi devraient rester chez eux. J’en tremble encore.",
            "He said that people like me should stay at home. I am still shaking.",
        ),
        held=True,
        advice=Advice(
            measures={Measure.RELEASE: None},
            harm=Harm.HATE, rule=2, facts={},
            why=_both(
                "Les mots ressemblent à de la haine ; ils la racontent. Qui l’a subie demande du soutien, et se "
                "verrait punir deux fois. Lisez qui parle, à qui, et de quoi. Le message est remis tout de suite : une "
                "chose retenue attend toujours une réponse.",
                "The words look like hatred; they tell of it. Whoever went through it asks for support, and would be "
                "punished twice. Read who speaks, to whom, about what. The message is delivered at once: what is held "
                "always waits for an answer.",
            ),
        ),
    ),
    Exercise(
        slug="crowd",
        title=_both("Trois signalements, une personne", "Three reports, one person"),
        opens_as=Harm.HARASSMENT,
        before=(
            _said("Laurier", "Viens en parler ailleurs.", "Come and talk elsewhere."),
            _said("Verveine", "Non merci.", "No thank you."),
            _said("Laurier", "Allez.", "Come on."),
        ),
        said=_said(
            "Verveine", "J’ai dit non. Je préfère rester dans le salon, bonne soirée.",
            "I said no. I would rather stay in the room, good evening.",
        ),
        reports=(
            (Reason.HARASSMENT, _both("Elle est agressive.", "She is aggressive.")),
            (Reason.HARASSMENT, _both("Pareil, à exclure.", "Same here, throw her out.")),
            (Reason.HARASSMENT, _both("Tout le monde le dit.", "Everybody says so.")),
        ),
        advice=Advice(
            measures={Measure.NOTHING: None},
            harm=Harm.HARASSMENT, rule=2, facts={},
            why=_both(
                "Le nombre de signalements ne dit rien de ce qui a été écrit. Ici, une personne répond non, poliment, "
                "à quelqu’un qui insiste : c’est elle qu’il faut laisser tranquille. Au bureau, ces signalements "
                "seraient jugés manifestement infondés, et l’insistance de l’autre se lirait dans un dossier à part.",
                "How many reported says nothing about what was written. Here somebody says no, politely, to a person "
                "who insists: they are the one to be left in peace. At the desk these reports would be marked "
                "manifestly unfounded, and the other one’s insisting would be read in a case of its own.",
            ),
        ),
    ),
    Exercise(
        slug="threat",
        title=_both("Une phrase qui annonce quelque chose", "A sentence that announces something"),
        opens_as=Harm.DANGER,
        before=(
            _said("Basilic", "On ne se verra plus, c’est décidé.", "We will not meet again, that is settled."),
            _said("Chicorée", "Tu vas le regretter.", "You will regret that."),
        ),
        said=_said(
            "Chicorée", "Je sais à quelle heure tu sors. Je t’attends demain, et tu auras mal.",
            "I know when you leave work. I will be waiting tomorrow, and it will hurt.",
        ),
        reports=((Reason.DANGER, _both("J’ai peur de sortir demain.", "I am afraid to go out tomorrow.")),),
        advice=Advice(
            measures={Measure.REMOVE: None, Measure.SUSPEND: 30 * DAY},
            also=(frozenset({Measure.REMOVE, Measure.BAN}), frozenset({Measure.SUSPEND}), frozenset({Measure.BAN})),
            harm=Harm.DANGER, rule=5,
            facts=_both(
                "Vous avez annoncé à une personne que vous l’attendriez le lendemain et qu’elle aurait mal.",
                "You announced to somebody that you would be waiting for them the next day and that it would hurt.",
            ),
            why=_both(
                "Un lieu, une heure, une personne : ce n’est plus une dispute. D’abord protéger (au bureau, la touche "
                "p suspend tout de suite pour 24 heures), puis confier à la coordination, qui voit s’il faut "
                "prévenir les secours. Une exclusion sans terme est possible aussi ; elle se décide à deux.",
                "A place, a time, a person: this is no quarrel any more. Protect first (at the desk, the key p "
                "suspends at once for 24 hours), then hand it to the lead, who sees whether the emergency services "
                "must know. A ban is possible too; it takes two people.",
            ),
        ),
    ),
    Exercise(
        slug="private-life",
        title=_both("Ce qui ne regarde que l’autre", "What is somebody else’s business"),
        opens_as=Harm.HARASSMENT,
        before=(
            _said("Sauge", "Tu travailles dans quoi ?", "What do you do for work?"),
            _said("Aneth", "Je préfère ne pas le dire.", "I would rather not say."),
        ),
        said=_said(
            "Sauge", "Moi je le dis : Aneth, c’est la personne de l’accueil à la piscine des Tilleuls.",
            "Then I will: Aneth is the one at the front desk of the Linden swimming pool.",
        ),
        after=(_said("Aneth", "Pourquoi tu fais ça ?", "Why do you do that?"),),
        reports=((Reason.PRIVACY, _both("On dit où je travaille.", "They say where I work.")),),
        advice=Advice(
            measures={Measure.REMOVE: None, Measure.MUTE: 24 * HOUR},
            also=(
                frozenset({Measure.REMOVE, Measure.SUSPEND}), frozenset({Measure.REMOVE, Measure.WARN}),
                frozenset({Measure.REMOVE, Measure.WARN, Measure.MUTE}),
            ),
            harm=Harm.PRIVACY, rule=3,
            facts=_both(
                "Devant d’autres, vous avez donné ce qui permet de reconnaître une personne dans sa vie (sans le "
                "répéter ici). Elle venait de dire qu’elle préférait le taire.",
                "In front of others, you gave what lets people recognise somebody in their life (not repeated here). "
                "They had just said that they would rather not tell.",
            ),
            why=_both(
                "Ce n’est pas une injure : c’est la vie privée d’une personne, sur une place où l’on vient sans nom. "
                "On le retire vite, car d’autres lisent. Et la lettre ne répète pas ce qui a été révélé : elle le "
                "révélerait encore.",
                "This is no insult: it is somebody’s private life, on a square where people come without a name. It "
                "goes quickly, for others are reading. And the letter does not repeat what was revealed: it would "
                "reveal it again.",
            ),
        ),
    ),
)  # fmt: skip
"""In the order in which somebody new meets them."""
