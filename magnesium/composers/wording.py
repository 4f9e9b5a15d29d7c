"""Sentences and buttons of knowledge/, filled in. Composers hold no words of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from magnesium.knowledge.records import SLOT, fill
from magnesium.knowledge.tables import Said
from magnesium.name_index import key
from magnesium.question import Question
from magnesium.reply import Button

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

CAUTION_SOURCES = ("mskcc_magnesium", "msd_hypermg")
"""What the common caution of supplement answers rests on."""


def say(knowledge: Knowledge, template: str, **slots: str) -> str:
    """The sentence `template` with its {slots} filled in. Raises KeyError for an unknown template or a missing slot."""
    return SLOT.sub(lambda slot: slots[slot.group(1)], knowledge.templates[template].text)


def said(text: str, record: Said) -> str:
    """Prose of a record with its figures written out."""
    return fill(text, record.figures)


def caution(knowledge: Knowledge) -> str:
    """Who must ask first: it stands before the first figure of an answer about supplements."""
    return say(knowledge, "supplement.caution")


def sources(knowledge: Knowledge, *records: Said, also: Iterable[str] = CAUTION_SOURCES) -> tuple[str, ...]:
    """Ids of the sources of these records and their figures, then those of what is said with every one of them."""
    own = [s for r in records for s in (*r.sources, *(f.source for f in r.figures.values()))]
    return tuple(dict.fromkeys((*own, *(s for s in also if s in knowledge.sources))))


def as_named(written: str, record: Said) -> str:
    """The name of the record that is most like what the reader wrote: "Doxycycline", not the name of its group."""
    found = process.extractOne(written, [record.name, *record.aliases], scorer=fuzz.ratio, processor=str.lower)
    name: str = found[0] if found else record.name
    return name[0].upper() + name[1:]


def heading(question: Question, record: Said) -> str:
    """What an answer about the record is headed by: its name, or the reader's own word for a record of mixed things."""
    named = next((e.text for e in question.entities if e.id == record.id), "")
    return as_named(named, record) if record.mixed and named else record.name


def joined(sentences: Iterable[str]) -> str:
    """Sentences as a paragraph, empty ones left out."""
    return " ".join(s for s in sentences if s)


def cued(text: str, cues: Iterable[str]) -> bool:
    """Whether one of the cues stands in the text as whole words."""
    words = f" {' '.join(key(text))} "
    return any(f" {' '.join(key(cue))} " in words for cue in cues)


def next_questions(knowledge: Knowledge, *ids: str) -> tuple[Button, ...]:
    """The buttons with these ids of knowledge/buttons.yml."""
    rows = (knowledge.buttons[i] for i in ids)
    return tuple(Button(r.title, r.ask, r.topic) for r in rows)
