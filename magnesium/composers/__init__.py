"""Answers that are put together from the tables: one module a topic.

Each composer takes the knowledge and a question and returns a reply, or None when the question names nothing of its
table; then an authored answer is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from magnesium.composers import (
    benefits,
    conditions,
    daily_intake,
    food_content,
    foods,
    interactions,
    supplement_forms,
)
from magnesium.question import Question
from magnesium.reply import Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

Composer = Callable[["Knowledge", Question], Reply | None]

COMPOSERS: Mapping[str, Composer] = {
    module.TOPIC: module.compose
    for module in (food_content, foods, daily_intake, supplement_forms, interactions, conditions, benefits)
}
"""Composer by topic id."""
