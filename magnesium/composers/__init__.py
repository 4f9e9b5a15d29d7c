"""Answers that are put together from the tables: one module a topic.

Each composer takes the knowledge and a question and returns a reply, or None when the question names nothing of its
table; then an authored answer is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from magnesium.composers import food_content
from magnesium.question import Question
from magnesium.reply import Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

Composer = Callable[["Knowledge", Question], Reply | None]

COMPOSERS: Mapping[str, Composer] = {
    food_content.TOPIC: food_content.compose,
}
"""Composer by topic id."""
