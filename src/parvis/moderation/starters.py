"""The templates that come with Parvis, French and English: facts as an addressee should read them.

They say what was done, not what somebody is; ``###`` marks what only the moderator can know. Editing one at the desk
keeps a version of the house's own and leaves this list alone.
"""

from __future__ import annotations

from parvis.core.policy import Harm

STARTERS: tuple[tuple[str, Harm, str, str], ...] = (
    (
        "insult-room", Harm.HARASSMENT,
        "Dans un salon, vous avez adressé à une autre personne des mots blessants : « ### ». "
        "Elle n’y avait pas répondu sur ce ton.",
        "In a room, you addressed hurtful words to another person: “###”. They had not answered in that tone.",
    ),
    (
        "insisting", Harm.HARASSMENT,
        "Une personne vous a dit qu’elle ne voulait pas poursuivre. Vous lui avez encore écrit ### fois ensuite.",
        "Somebody told you that they did not wish to go on. You wrote to them ### more times after that.",
    ),
    (
        "sexual-unwanted", Harm.HARASSMENT,
        "Vous avez écrit à une personne des propos sexuels qu’elle n’avait pas demandés : ###.",
        "You wrote sexual remarks to somebody who had not asked for them: ###.",
    ),
    (
        "hate-group", Harm.HATE,
        "Vous avez écrit que des personnes valent moins, ou devraient subir du mal, pour ce qu’elles sont : « ### ».",
        "You wrote that people are worth less, or should come to harm, for what they are: “###”.",
    ),
    (
        "private-data", Harm.PRIVACY,
        "Vous avez donné, devant d’autres, ce qui permet de reconnaître ou de joindre une personne : ### "
        "(sans le répéter ici).",
        "In front of others, you gave what lets people recognise or reach somebody: ### (not repeated here).",
    ),
    (
        "threat", Harm.DANGER,
        "Vous avez annoncé que vous feriez du mal à quelqu’un : « ### ».",
        "You announced that you would harm somebody: “###”.",
    ),
    (
        "minor-likely", Harm.MINOR_PRESENT,
        "Plusieurs messages laissent penser que vous avez moins de 18 ans : ###. Ce n’est pas un reproche. "
        "La place est réservée aux adultes.",
        "Several messages suggest that you are under 18: ###. This is not a reproach. The square is for adults.",
    ),
    (
        "paid-offer", Harm.EXPLOITATION,
        "Vous avez proposé ou demandé une rencontre contre de l’argent ou un avantage : ###.",
        "You offered or asked for a meeting in exchange for money or an advantage: ###.",
    ),
    (
        "blackmail", Harm.BLACKMAIL,
        "Vous avez dit à une personne que quelque chose serait montré ou révélé si elle ne faisait pas ce que vous "
        "demandiez : ###.",
        "You told somebody that something would be shown or revealed unless they did what you asked: ###.",
    ),
    (
        "goods-offered", Harm.DRUGS,
        "Vous avez proposé un produit dont la vente est interdite : ###.",
        "You offered goods whose sale is forbidden: ###.",
    ),
    (
        "money-asked", Harm.SCAM,
        "Vous avez demandé de l’argent en racontant une situation selon toute apparence inventée : ###.",
        "You asked for money with a story that everything suggests was made up: ###.",
    ),
    (
        "posing-team", Harm.IMPERSONATION,
        "Vous avez laissé croire que vous étiez de l’équipe, ou une personne qui existe : ###.",
        "You presented yourself as one of the team, or as somebody who exists: ###.",
    ),
    (
        "flood", Harm.SPAM,
        "En ### minutes, vous avez envoyé ### messages presque semblables ; le salon ne pouvait plus être lu.",
        "Within ### minutes you sent ### messages that were nearly the same; the room could not be read any more.",
    ),
    (
        "advertising", Harm.SPAM,
        "Vous avez fait de la publicité pour : ###.",
        "You advertised: ###.",
    ),
    (
        "nothing-against-rules", Harm.OTHER,
        "Nous avons relu ce qui a été signalé et ce qui l’entoure. Rien n’y est contraire aux règles : ###.",
        "We read again what was reported and what stands around it. Nothing in it breaks the rules: ###.",
    ),
    (
        "service-answer", Harm.SERVICE,
        "Vous nous avez écrit au sujet de la place elle-même. Voici ce que nous avons vérifié : ###. "
        "Voici ce que nous changeons, ou pourquoi nous ne changeons rien : ###.",
        "You wrote to us about the square itself. This is what we checked: ###. "
        "This is what we change, or why we change nothing: ###.",
    ),
)  # fmt: skip
