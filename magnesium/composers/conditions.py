"""Magnesium with a health condition or in a life stage: may a supplement be taken, why, what to watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magnesium.composers.wording import CAUTION_SOURCES, caution, heading, joined, next_questions, said, say, sources
from magnesium.knowledge.tables import Condition
from magnesium.question import Question
from magnesium.reply import Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

TOPIC = "conditions"
_MOST = 2
_CHILD_TO, _OLD_FROM = 18.0, 65.0
_STRICTEST = ("avoid_unless_clinician", "ask_first", "usually_ok_within_ul")
_OF_STAGE = {"pregnant": "pregnancy", "breastfeeding": "breastfeeding"}


def compose(knowledge: Knowledge, question: Question) -> Reply | None:
    """The answer, or None when no condition and no life stage is named."""
    stages = (_OF_STAGE[s] for s in question.ids("life_stage") if s in _OF_STAGE)
    ids = dict.fromkeys((*question.ids("condition"), *stages, *_of_age(question)))
    named = [knowledge.conditions[i] for i in ids if i in knowledge.conditions]
    if not named:
        return None
    chosen = sorted(named, key=lambda c: _STRICTEST.index(c.stance))[:_MOST]
    parts = [_first(knowledge, chosen[0], heading(question, chosen[0]), alone=len(chosen) == 1)]
    parts += [_further(knowledge, c, heading(question, c)) for c in chosen[1:]]
    also = CAUTION_SOURCES if chosen[0].stance == _STRICTEST[-1] else ()
    buttons = next_questions(knowledge, "testing", "interactions", "see_provider")
    ids_said = "+".join(c.id for c in chosen)
    return Reply(
        f"{TOPIC}:{ids_said}", TOPIC, "\n\n".join(parts), sources(knowledge, *chosen, also=also), buttons=buttons
    )


def _of_age(question: Question) -> tuple[str, ...]:
    """The life stage that an age stands for: "my 5 year old", "im 82"."""
    ages = [float(age) for age in question.ids("age")]
    if ages and min(ages) < _CHILD_TO:
        return ("children",)
    return ("older_adults",) if ages and max(ages) >= _OLD_FROM else ()


def _first(knowledge: Knowledge, condition: Condition, name: str, alone: bool) -> str:
    free = condition.stance == _STRICTEST[-1]
    return joined(
        (
            say(knowledge, f"condition.{condition.stance}", condition=name),
            caution(knowledge) if free else "",
            said(condition.say, condition),
            said(condition.detail, condition) if alone else "",
            said(condition.caution, condition),
        )
    )


def _further(knowledge: Knowledge, condition: Condition, name: str) -> str:
    """A second condition: the stance of the first, stricter one stands for both."""
    own = say(knowledge, "condition.also", condition=name, say=said(condition.say, condition))
    return joined((own, said(condition.caution, condition)))
