"""Magnesium together with a medicine, a nutrient or a drink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magnesium.composers.wording import (
    CAUTION_SOURCES,
    as_named,
    caution,
    cued,
    heading,
    joined,
    next_questions,
    said,
    say,
    sources,
)
from magnesium.knowledge.records import Figure
from magnesium.knowledge.tables import Medicine, Nutrient
from magnesium.question import Entity, Question
from magnesium.reply import Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

TOPIC = "interactions"
_MOST = 2
_APART = ("mg_lowers_drug",)
ASK_SOURCES = ("fda_ppi_2011",)
"""What "do not stop a prescribed medicine on your own" rests on."""


def compose(knowledge: Knowledge, question: Question) -> Reply | None:
    """The answer, or None when no medicine and no nutrient is named."""
    named = [e for e in question.entities if e.kind in ("medicine", "nutrient")]
    medicines = {e.id: e for e in named if e.kind == "medicine"}
    nutrients = {e.id: e for e in named if e.kind == "nutrient" and not _inside(e, list(medicines.values()))}
    if not medicines and not nutrients:
        return None
    alone = len(medicines) + len(nutrients) == 1
    ids = [*medicines, *nutrients][:_MOST]
    records = [knowledge.medicines[i] if i in medicines else knowledge.nutrients[i] for i in ids]
    parts = []
    for record in records:
        if isinstance(record, Medicine):
            parts.append(_medicine(knowledge, medicines[record.id], question, alone))
        else:
            parts.append(_nutrient(knowledge, record, heading(question, record), alone))
    if not alone:
        parts.append(say(knowledge, "medicine.ask") if medicines else caution(knowledge))
    general = (_general(knowledge).source,) if any(_needs_general_gap(r) for r in records) else ()
    cited = sources(knowledge, *records, also=(*general, *(ASK_SOURCES if medicines else CAUTION_SOURCES)))
    buttons = next_questions(knowledge, "interactions", "how_to_take", "see_provider")
    return Reply(f"{TOPIC}:{'+'.join(ids)}", TOPIC, "\n\n".join(parts), cited, buttons=buttons)


def _medicine(knowledge: Knowledge, entity: Entity, question: Question, alone: bool) -> str:
    record = knowledge.medicines[entity.id]
    name = as_named(entity.text, record)
    stops = cued(question.text, knowledge.naming.stop_cues)
    return joined(
        (
            say(knowledge, "medicine.stop", medicine=name) if stops else "",
            said(record.say, record)
            if stops
            else say(knowledge, "medicine.said", medicine=name, say=said(record.say, record)),
            "" if stops or not alone else say(knowledge, "medicine.ask"),
            said(record.gap, record),
            say(knowledge, "medicine.general_gap", gap=_general(knowledge).text) if _needs_general_gap(record) else "",
            said(record.detail, record) if alone else "",
            say(knowledge, "medicine.any_form") if question.ids("form") and record.direction in _APART else "",
        )
    )


def _nutrient(knowledge: Knowledge, record: Nutrient, name: str, alone: bool) -> str:
    first = say(knowledge, "nutrient.said", nutrient=name, say=said(record.say, record))
    return joined((first, caution(knowledge), said(record.detail, record))) if alone else first


def _needs_general_gap(record: Medicine | Nutrient) -> bool:
    """Magnesium gets in its way, and no source told the hours for it."""
    return isinstance(record, Medicine) and record.direction in _APART and not record.gap


def _inside(entity: Entity, others: list[Entity]) -> bool:
    return any(o.start <= entity.start and entity.end <= o.end for o in others)


def _general(knowledge: Knowledge) -> Figure:
    return knowledge.figures["gap_any_medicine"]
