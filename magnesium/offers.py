"""Buttons: what a reader may ask next."""

from __future__ import annotations

from collections.abc import Sequence

from magnesium.knowledge.load import Knowledge
from magnesium.knowledge.records import Answer
from magnesium.reply import Button


def button(answer: Answer) -> Button:
    """A button that gives exactly this answer; it asks what the button says."""
    return Button(title=answer.title, ask=answer.title, topic=answer.topic, answer=answer.id)


def next_questions(knowledge: Knowledge, ids: Sequence[str]) -> tuple[Button, ...]:
    """Buttons for these answer ids; drafts and withdrawn answers are not offered."""
    return tuple(button(knowledge.answers[i]) for i in ids if knowledge.answers[i].state == "in_force")


def topics(knowledge: Knowledge, ids: Sequence[str]) -> tuple[Button, ...]:
    """A button for the main question of each topic."""
    main = (knowledge.by_topic[t][0] for t in ids if t in knowledge.by_topic and t != "smalltalk")
    return tuple(Button(title=a.title, ask=a.title, topic=a.topic) for a in main)
