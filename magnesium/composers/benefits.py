"""Does magnesium help with it: how good the evidence is, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magnesium.composers.wording import caution, heading, joined, next_questions, said, say, sources
from magnesium.knowledge.tables import Benefit
from magnesium.question import Question
from magnesium.reply import Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

TOPIC = "benefits"
_MOST = 2


def compose(knowledge: Knowledge, question: Question) -> Reply | None:
    """The answer for what is named, two things at most, or None when nothing of the table is named."""
    chosen = [knowledge.benefits[i] for i in question.ids("benefit")][:_MOST]
    if not chosen:
        return None
    parts = [_said(knowledge, b, heading(question, b)) for b in chosen]
    if len(chosen) == 1:
        text = joined((parts[0], caution(knowledge), said(chosen[0].detail, chosen[0])))
    else:
        text = "\n\n".join((*parts, caution(knowledge)))
    buttons = next_questions(knowledge, "compare_forms", "how_to_take", "side_effects")
    return Reply(f"{TOPIC}:{'+'.join(b.id for b in chosen)}", TOPIC, text, sources(knowledge, *chosen), buttons=buttons)


def _said(knowledge: Knowledge, benefit: Benefit, name: str) -> str:
    first = say(knowledge, "benefit.said", benefit=name, say=said(benefit.say, benefit))
    return joined((first, say(knowledge, f"benefit.{benefit.strength}")))
