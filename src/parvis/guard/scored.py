"""What becomes of a model's scores in an edition: which wake rules, which are kept, and what they may not do."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.core.verdict import Value
from parvis.guard.attributes import HARM_SCORE, HIT, LEARNED, MODEL_NAME, MODEL_ON, SAID, TOP_SCORE, Attribute
from parvis.guard.cel import Condition, conjuncts
from parvis.guard.learned import Learned, Scores
from parvis.guard.rules import BadPack, Rule, RuleEngine

FLOOR = 30
"""A score that reaches it has the rules asked that wait for it; beneath it only rules that are asked anyway read it."""
TOLD = 5
"""Scores beneath this are not kept."""
TIE = 0.001
"""Decides which of two classes is the likeliest where both have the same whole number, and changes none."""
ALONE = frozenset({"allow", "prompt", "help", "warn_recipient", "case", "step_up"})
"""What may follow from scores alone: nothing that takes a text or a right from anybody."""
_FOUND = frozenset(one.name for one in SAID)


def raised(scores: Scores | None) -> list[str]:
    """Attributes whose scores reach the floor; nearly always none."""
    if scores is None or scores.harm < FLOOR:
        return []
    return [HARM_SCORE, *(LEARNED + name for name, score in scores.by_class.items() if score >= FLOOR)]


def as_values(scores: Scores | None, model: Learned | None) -> dict[str, Value]:
    """All of them, as attributes; none where nothing was scored."""
    if scores is None or model is None:
        return {}
    made: dict[str, Value] = {LEARNED + name: score for name, score in scores.by_class.items()}
    return made | {HARM_SCORE: scores.harm, TOP_SCORE: scores.top, MODEL_ON: True, MODEL_NAME: model.version}


def of(features: Mapping[str, Value]) -> dict[str, Value]:
    """The scores among what was found in a text, for another look at the same text."""
    return {name: value for name, value in features.items() if name.startswith(LEARNED)}


def again(before: Mapping[str, Value], model: Learned | None) -> Scores | None:
    """Scores that were made of the same text ``before``; None where there are none, or another model made them.

    What was too little to be kept is nought.
    """
    if model is None or before.get(MODEL_NAME) != model.version:
        return None
    shares = [int(before.get(LEARNED + name, 0)) / 100 for name in model.label.classes]
    top = before.get(TOP_SCORE)
    if top in model.label.classes:
        shares[model.label.classes.index(str(top))] += TIE
    return Scores(model.label.classes, [*shares, 1.0 - int(before.get(HARM_SCORE, 0)) / 100])


def kept(features: dict[str, Value]) -> dict[str, Value]:
    """What was found and scored, without the scores that say nothing."""
    if MODEL_ON not in features:
        return features
    return {
        name: value
        for name, value in features.items()
        if not name.startswith(LEARNED) or type(value) is not int or value >= TOLD
    }


def with_model(values: dict[str, Value], features: Mapping[str, Value]) -> dict[str, Value]:
    """What a rule read; if scores are among it, also whose they are."""
    if MODEL_NAME in features and any(name.startswith(LEARNED) for name in values):
        values[MODEL_NAME] = features[MODEL_NAME]
    return values


def may_guard(part: Condition, known: Mapping[str, Attribute]) -> bool:
    """Whether a rule may wait for the scores a part of its condition reads: it must be false beneath the floor."""
    scores = [name for name in part.reads if name.startswith(LEARNED)]
    rest = {name: known[name].default for name in part.reads}
    return not any(part.holds(rest | dict.fromkeys(scores, value)) for value in range(FLOOR))


def check_alone(rule: Rule, when: Condition, engine: RuleEngine, known: Mapping[str, Attribute]) -> None:
    """No score stops anything by itself; BadPack for a rule that would.

    A part of its condition, joined by ``&&``, must ask for something found by a list or an extractor, and be false
    where nothing was.
    """
    acts = sorted({act.kind for act in rule.actions} - ALONE)
    if not acts or not any(name.startswith(LEARNED) for name in when.reads):
        return
    for text in conjuncts(rule.when):
        part = engine.compile(text)
        by_finding = bool(part.reads) and all(name.startswith(HIT) or name in _FOUND for name in part.reads)
        if by_finding and not part.holds({name: known[name].default for name in part.reads}):
            return
    raise BadPack(
        f"The rule {rule.id} would {acts[0].replace('_', ' ')} by what the learned check says alone: join it with "
        f"something that a list or an extractor finds (`… && hit.x`)."
    )
