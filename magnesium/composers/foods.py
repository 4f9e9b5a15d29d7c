"""Rich foods that fit a diet, an allergy or a kind of food."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magnesium.composers import food_content
from magnesium.composers.food_lists import listed
from magnesium.question import Question
from magnesium.reply import Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

TOPIC = "foods"


def compose(knowledge: Knowledge, question: Question) -> Reply | None:
    """A list that fits what was named; None when nothing limits it (the authored answer is the general list)."""
    filters = knowledge.naming.chosen(question.ids("diet"))
    if filters:
        return listed(knowledge, filters, TOPIC)
    reply = food_content.compose(knowledge, question) if question.ids("food") else None
    return replace(reply, topic=TOPIC) if reply else None
