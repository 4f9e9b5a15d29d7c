"""Answers composed from the tables of knowledge/: a function for each topic that names things in them."""

from __future__ import annotations

from collections.abc import Callable

from magnesium.knowledge.load import Knowledge
from magnesium.question import Question
from magnesium.reply import Reply

COMPOSERS: dict[str, Callable[[Knowledge, Question], Reply | None]] = {}
"""Topic id -> its composer. A composer returns None when the question names nothing that it knows."""
