"""May a record be served on a given day? Drafts never, withdrawn ones never, overdue ones with a notice for a while."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from magnesium.knowledge.records import Governed

GRACE = timedelta(days=90)
"""How long past its review date a record is still served, with a notice."""


class Serving(Enum):
    IN_FORCE = "in force"
    WITH_NOTICE = "with notice"
    UNDER_REVIEW = "under review"
    DRAFT = "draft"


def serving(record: Governed, today: date) -> Serving:
    """How `record` is served on `today`.

    >>> serving(answer, answer.review_by + timedelta(days=90)), serving(answer, answer.review_by + timedelta(days=91))
    (<Serving.WITH_NOTICE: 'with notice'>, <Serving.UNDER_REVIEW: 'under review'>)
    """
    if record.state == "draft":
        return Serving.DRAFT
    if record.state == "withdrawn" or today > record.review_by + GRACE:
        return Serving.UNDER_REVIEW
    return Serving.WITH_NOTICE if today > record.review_by else Serving.IN_FORCE
