"""A question becomes a reply: composed from the tables where it names something in them, else chosen from the answers.

switched off? --> pinned by a button? --> composer of the topic --> authored answer by `for` --> by `asked_as`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from magnesium import card_text, offers
from magnesium.composers import COMPOSERS, food_cards, wording
from magnesium.governance import Serving, serving
from magnesium.knowledge.load import Knowledge
from magnesium.knowledge.records import Answer, fill
from magnesium.language import Languages
from magnesium.question import EntityKind, Question
from magnesium.reply import ComparisonCard, Reply

Rank = Callable[[str, Sequence[str]], Sequence[float]]
"""Likeness of a text to each of others, higher is more alike."""

_OWN = 0.03
"""A lead in likeness that an answer of another topic (`also`) must have over those of the topic itself."""
_MAIN = 0.03
"""A lead that any answer must have over the main one, the first of its file."""
_CLEAR = 0.4
"""Likeness below which no answer is clearly asked for; the main one is given."""

_NAMED = 2
"""Up to so many answers are selected by what a question names (`for`); a longer list of things asks in general."""

_TABLE_OF: dict[EntityKind, str] = {
    "food": "foods",
    "form": "forms",
    "medicine": "medicines",
    "nutrient": "nutrients",
    "condition": "conditions",
    "benefit": "benefits",
}


def answer(
    knowledge: Knowledge,
    question: Question,
    *,
    rank: Rank | None,
    today: date,
    topics_off: frozenset[str] = frozenset(),
    pinned: str = "",
) -> Reply:
    """The reply to one question.

    `rank` tells which answer of a topic is asked for; without it the main one is given. `pinned` is an answer id that a
    button stands for; an unknown one is ignored. Past its review date an answer carries a notice, later it is replaced
    by "under review"; topics in `topics_off` are not answered.
    """
    if question.topic in topics_off:
        return phrase(knowledge, "fallback.switched_off", question.topic)
    if question.topic == "out_of_scope":
        return strange(knowledge, question.text) or phrase(knowledge, "fallback.out_of_scope")
    if pinned in knowledge.answers:
        return _served(knowledge, knowledge.answers[pinned], question.topic, today)
    left, notice, held_back = _in_force(knowledge, question, today)
    compose = COMPOSERS.get(question.topic)
    composed = compose(knowledge, left) if compose else None
    if composed:
        return _noticed(knowledge, composed) if notice else composed
    if held_back:
        return phrase(knowledge, "fallback.reviewed", question.topic)
    chosen = choose(knowledge, question, rank, today)
    return _served(knowledge, chosen, question.topic, today) if chosen else phrase(
        knowledge, "fallback.reviewed", question.topic
    )  # fmt: skip


def unsure(knowledge: Knowledge, text: str, suggestions: Sequence[str]) -> Reply:
    """What to say when it is not clear what was asked: a fitting text, and the suggested topics as buttons."""
    fitting = strange(knowledge, text)
    if fitting:
        return fitting
    reply = phrase(knowledge, "fallback.unsure")
    return replace(reply, buttons=offers.topics(knowledge, suggestions) or reply.buttons)


def phrase(knowledge: Knowledge, name: str, topic: str = "out_of_scope") -> Reply:
    """A text of knowledge/phrases.yml as a reply."""
    return render(knowledge, knowledge.phrases[name], topic)


def choose(knowledge: Knowledge, question: Question, rank: Rank | None, today: date) -> Answer | None:
    """The authored answer that fits best; None when the topic has none that may be served."""
    served = [a for a in knowledge.by_topic.get(question.topic, ()) if _may_be_served(a, today)]
    named = [a for a in served if any(set(ids) & set(question.ids(kind)) for kind, ids in a.for_.items())]
    candidates = named if 0 < len(named) <= _NAMED else served
    if rank is None or len(candidates) < 2:
        return candidates[0] if candidates else None
    asked = [(a, q) for a in candidates for q in a.asked_as]
    lead = {a.id: _lead(a, candidates[0], question.topic) for a in candidates}
    scores = rank(question.text, [q for _, q in asked])
    (best, _), score = max(zip(asked, scores, strict=True), key=lambda row: row[1] + lead[row[0][0].id])
    return best if score >= _CLEAR else candidates[0]


def _lead(candidate: Answer, main: Answer, topic: str) -> float:
    return (_OWN if candidate.topic == topic else 0.0) + (_MAIN if candidate is main else 0.0)


def _may_be_served(candidate: Answer, today: date) -> bool:
    return serving(candidate, today) in (Serving.IN_FORCE, Serving.WITH_NOTICE)


def render(knowledge: Knowledge, chosen: Answer, topic: str) -> Reply:
    """An authored answer as the reader sees it."""
    figures = {**knowledge.figures, **chosen.figures}
    card = _card(chosen, figures) or food_cards.of_foods(knowledge, chosen.title, chosen.foods)
    used = (figures[name].source for name in chosen.slots())
    return Reply(
        id=chosen.id,
        topic=topic,
        text=fill(chosen.prose, figures),
        sources=tuple(dict.fromkeys((*chosen.sources, *used))),
        card=card,
        plain=card_text.as_text(card) if card else "",
        buttons=(*wording.next_questions(knowledge, *chosen.asks), *offers.next_questions(knowledge, chosen.next)),
    )


def _card(chosen: Answer, figures: Mapping[str, Any]) -> ComparisonCard | None:
    table = chosen.card
    if table is None:
        return None
    card = ComparisonCard(
        type="comparison",
        title=fill(table.title, figures),
        columns=[fill(c, figures) for c in table.columns],
        rows=[[fill(cell, figures) for cell in row] for row in table.rows],
    )
    if table.note:
        card["note"] = fill(table.note, figures)
    return card


def _served(knowledge: Knowledge, chosen: Answer, topic: str, today: date) -> Reply:
    how = serving(chosen, today)
    if how in (Serving.UNDER_REVIEW, Serving.DRAFT):
        return phrase(knowledge, "fallback.reviewed", topic)
    reply = render(knowledge, chosen, topic)
    return _noticed(knowledge, reply) if how is Serving.WITH_NOTICE else reply


def _noticed(knowledge: Knowledge, reply: Reply) -> Reply:
    return replace(reply, text=f"{reply.text}\n\n{knowledge.phrases['notice.review_due'].prose}")


def _in_force(knowledge: Knowledge, question: Question, today: date) -> tuple[Question, bool, bool]:
    """The question without the things whose records may not be served; is a notice due; was anything held back."""
    kept, notice = [], False
    for entity in question.entities:
        record = getattr(knowledge, _TABLE_OF[entity.kind]).get(entity.id) if entity.kind in _TABLE_OF else None
        how = serving(record, today) if record else Serving.IN_FORCE
        notice = notice or how is Serving.WITH_NOTICE
        if how in (Serving.IN_FORCE, Serving.WITH_NOTICE):
            kept.append(entity)
    return replace(question, entities=tuple(kept)), notice, len(kept) < len(question.entities)


def strange(knowledge: Knowledge, text: str) -> Reply | None:
    """The reply to a text that is in another language or in none (gibberish, emoji, nothing); None for English."""
    found = Languages(knowledge.languages).read(text)
    return phrase(knowledge, f"fallback.{found}") if found else None
