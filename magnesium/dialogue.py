"""One turn of talk: a message that was read, in its conversation, becomes replies. No danger is decided here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from magnesium import answers
from magnesium.conversation import Conversation, only_about_people, told
from magnesium.knowledge.load import Knowledge
from magnesium.question import Entity, EntityKind, Person, Question
from magnesium.reading import Asked, Reading
from magnesium.reply import Button, Reply

_TOPIC_OF: dict[EntityKind, str] = {
    "food": "food_content",
    "form": "supplement_forms",
    "medicine": "interactions",
    "nutrient": "interactions",
    "condition": "conditions",
    "benefit": "benefits",
    "symptom": "symptoms",
    "life_stage": "conditions",
    "diet": "foods",
}
"""The topic that a thing stands for when a message names it and says nothing else."""

_CARRIES_ON = ("food_content", "foods", "daily_intake", "supplement_forms", "interactions", "conditions", "benefits")
_FILLERS = re.compile(
    r"\b(?:and|or|what|how|about|with|for|the|a|an|of|in|on|then|ok|okay|so|also|vs|versus|magnesium|mag|mg|please|pls|"
    r"is|it|take|taking|together|if|im|i'm|i|my|am|much|tho|though)\b|[^\w\s]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heard:
    """A message as the pipeline read it. `pinned` is the button that was pressed, if one was.

    `danger` tells that the message also reports one, which has been answered already.
    """

    text: str
    reading: Reading
    entities: tuple[Entity, ...]
    pinned: Button | None = None
    danger: bool = False


@dataclass(frozen=True)
class Spoken:
    replies: tuple[Reply, ...]
    conversation: Conversation


def respond(
    knowledge: Knowledge,
    heard: Heard,
    conversation: Conversation,
    *,
    rank: answers.Rank | None,
    today: date,
    topics_off: frozenset[str] = frozenset(),
) -> Spoken:
    """Answer a message: at most three questions, in order; buttons where it is not clear what was asked."""
    person = told(conversation.person, heard.entities)
    conversation = replace(conversation, person=person)
    if heard.reading.asked[0].intent == "start_over":
        conversation, person = Conversation(), Person()
    heard = replace(heard, pinned=heard.pinned or _accepted(heard, conversation))
    strange = None if heard.pinned or heard.danger else answers.strange(knowledge, heard.text)
    if strange and (not heard.entities or "other_language" in strange.id):
        return Spoken((strange,), replace(conversation, offered=strange.buttons))
    asked = understood(heard, conversation)
    if heard.danger and (asked is None or asked[0].topic in ("smalltalk", "out_of_scope")):
        return Spoken((), conversation)  # the check question, or the advice, must stand alone
    if asked is None:
        reply = answers.unsure(knowledge, heard.text, heard.reading.suggestions)
        return Spoken((reply,), replace(conversation, offered=reply.buttons))
    replies = []
    for question in asked:
        pinned = heard.pinned.answer if heard.pinned else _smalltalk(heard, question)
        replies.append(
            answers.answer(knowledge, question, rank=rank, today=today, topics_off=topics_off, pinned=pinned)
        )
    last = asked[-1]
    if last.topic in ("smalltalk", "out_of_scope"):
        return Spoken(tuple(replies), replace(conversation, offered=replies[-1].buttons or conversation.offered))
    things = tuple((e.kind, e.id) for e in last.entities if e.kind in _TOPIC_OF)
    remembered = Conversation(last.topic, things, person, replies[-1].buttons)
    return Spoken(tuple(replies), remembered)


def _accepted(heard: Heard, conversation: Conversation) -> Button | None:
    """A "yes" takes the first button that stands open."""
    says_yes = heard.reading.asked[0].intent == "affirm" and heard.reading.sure and any(map(str.isalpha, heard.text))
    return conversation.offered[0] if says_yes and conversation.offered else None


def _smalltalk(heard: Heard, question: Question) -> str:
    """The answer id of a greeting, thanks ...: the intent says more than the topic."""
    return f"smalltalk.{heard.reading.asked[0].intent}" if question.topic == "smalltalk" else ""


def understood(heard: Heard, conversation: Conversation) -> tuple[Question, ...] | None:
    """The questions to answer, after what is named and what was said before had their say; None: not clear."""
    reading, entities, person = heard.reading, heard.entities, conversation.person
    if heard.pinned:
        return (Question(heard.pinned.ask, heard.pinned.topic, entities, person),)
    first = reading.asked[0]
    if len(reading.asked) == 1:
        if conversation.topic == "daily_intake" and only_about_people(entities) and _is_fragment(heard):
            return (Question(heard.text, "daily_intake", entities, person),)
        if _is_fragment(heard) and (topic := _topic_of_fragment(heard, conversation)):
            return (Question(heard.text, topic, entities, person),)
        if not reading.sure:
            return None
    return tuple(Question(a.text, a.topic, _named_in(a, heard), person) for a in reading.asked) or (
        Question(heard.text, first.topic, entities, person),
    )


def _is_fragment(heard: Heard) -> bool:
    """Whether a message says nothing but the names of things ("cashews?", "and with omeprazole")."""
    if not heard.entities:
        return False
    rest = list(heard.text)
    for entity in heard.entities:
        rest[entity.start : entity.end] = " " * (entity.end - entity.start)
    return not _FILLERS.sub(" ", "".join(rest)).strip()


def _topic_of_fragment(heard: Heard, conversation: Conversation) -> str | None:
    kinds = [e.kind for e in heard.entities if e.kind in _TOPIC_OF]
    if not kinds:
        return conversation.topic if conversation.topic in _CARRIES_ON else None
    if "medicine" in kinds:
        return "interactions"
    if conversation.topic == "interactions" and "nutrient" in kinds:
        return "interactions"
    return _TOPIC_OF[kinds[0]]


def _named_in(asked: Asked, heard: Heard) -> tuple[Entity, ...]:
    """The entities of one question: all of them when there is one question, else those its words hold."""
    if len(heard.reading.asked) == 1:
        return heard.entities
    words = asked.text.lower()
    return tuple(e for e in heard.entities if e.text.lower() in words)
