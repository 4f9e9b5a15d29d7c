"""Rich foods that fit a diet, an allergy or a kind of food."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magnesium.composers import food_content
from magnesium.composers.food_lists import listed
from magnesium.composers.wording import cued
from magnesium.question import Question
from magnesium.reply import Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

TOPIC = "foods"
_LONGEST = 80  # characters; "is quinoa a good source" asks about quinoa, a story asks for ideas


def compose(knowledge: Knowledge, question: Question) -> Reply | None:
    """A list that fits what was named; None when nothing limits it (the authored answer is the general list)."""
    filters = knowledge.naming.chosen(question.ids("diet"))
    if filters:
        return listed(knowledge, filters, TOPIC)
    if len(question.ids("food")) != 1 or cued(question.text, knowledge.naming.free_cues):
        return None  # foods told as background, or as what is not wanted: the general list is the answer
    reply = food_content.compose(knowledge, question) if len(question.text) <= _LONGEST else None
    return replace(reply, topic=TOPIC) if reply else None
