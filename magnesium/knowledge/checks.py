"""What must hold across the files of knowledge/. Each rule is a small function that yields problems as file:line.

`problems` are the rules without which an answer could be wrong: they stop a load. `style` are the rules for the reader
(grade, length, numbers): `python -m magnesium check` and the tests hold the files to them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from magnesium.knowledge import readability
from magnesium.knowledge.nodes import Document, Problem
from magnesium.knowledge.records import SLOT, Answer, Governed
from magnesium.knowledge.tables import Said
from magnesium.topics import TOPICS

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

Path = tuple[str | int, ...]

WITHOUT_SOURCES = ("smalltalk", "sources", "out_of_scope")
"""Topics whose answers state no medical fact."""

NAMED_TABLES = ("foods", "forms", "medicines", "nutrients", "conditions", "benefits")
"""Tables whose records people name."""


@dataclass
class Catalogue:
    """Where each record stands: (field of Knowledge, record id) -> document and path."""

    documents: Mapping[str, Document]
    places: dict[tuple[str, str], tuple[Document, Path]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    """Files that are one record."""

    def add(self, table: str, key: str, document: Document, path: Path) -> None:
        self.places[table, key] = (document, path)

    def problem(self, table: str, key: str, below: Path, message: str, warning: bool = False) -> Problem:
        document, path = self.places[table, key]
        return document.problem((*path, *below), message, warning)


def problems(knowledge: Knowledge, catalogue: Catalogue) -> list[Problem]:
    """Everything that makes knowledge/ unfit for use, and warnings."""
    return [
        *_citations(knowledge, catalogue),
        *_aliases(knowledge, catalogue),
        *_answers(knowledge, catalogue),
        *_examples(knowledge, catalogue),
        *_said(knowledge, catalogue),
    ]


def _near(name: str, known: Mapping[str, Any] | tuple[str, ...], where: str) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"{name!r} is not in {where}" + (f"; did you mean {near[0]!r}?" if near else "")


def _citations(knowledge: Knowledge, catalogue: Catalogue) -> Iterator[Problem]:
    """Every `source:` and `sources:` of every file names a source that somebody has seen."""
    for name, document in catalogue.documents.items():
        if name == "sources.yml":
            continue
        for path, cited in _cited(document.value, ()):
            source = knowledge.sources.get(cited)
            if source is None:
                yield document.problem(path, _near(cited, knowledge.sources, "knowledge/sources.yml"))
            elif source.seen is None:
                yield document.problem(
                    path, f"nobody has seen the source {cited!r}; read it and fill in `seen`, or cite another"
                )
            elif source.checked is None:
                yield document.problem(
                    path, f"source {cited!r} has no `checked` day; compare our figures with it and fill it in"
                )


def _cited(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield (*path, key), inner
            elif key == "sources" and isinstance(inner, list):
                yield from (((*path, key, i), s) for i, s in enumerate(inner) if isinstance(s, str))
            elif isinstance(inner, (dict, list)):
                yield from _cited(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            if isinstance(inner, (dict, list)):
                yield from _cited(inner, (*path, position))


def _aliases(knowledge: Knowledge, catalogue: Catalogue) -> Iterator[Problem]:
    """A name belongs to one record of its table."""
    for table in NAMED_TABLES:
        owner: dict[str, str] = {}
        for key, record in getattr(knowledge, table).items():
            for position, alias in enumerate(record.aliases):
                other = owner.setdefault(alias.casefold(), key)
                if other != key:
                    message = f"{alias!r} is also a name of {other!r}; keep it in one of them"
                    yield catalogue.problem(table, key, ("aliases", position), message)


def _answers(knowledge: Knowledge, catalogue: Catalogue) -> Iterator[Problem]:
    for topic in TOPICS:
        if topic not in knowledge.by_topic and topic != "out_of_scope":
            yield Problem("knowledge/answers", 1, f"no file answers the topic {topic!r}; add answers/{topic}.yml")
    for table, answers in (("answers", knowledge.answers), ("phrases", knowledge.phrases)):
        for answer in answers.values():
            for below, message, warning in _faults(knowledge, answer, table):
                yield catalogue.problem(table, answer.id, below, message, warning)


def _examples(knowledge: Knowledge, catalogue: Catalogue) -> Iterator[Problem]:
    """An example question leads to one answer of its topic."""
    owner: dict[tuple[str, str], str] = {}
    for answer in knowledge.answers.values():
        for position, question in enumerate(answer.asked_as):
            other = owner.setdefault((answer.topic, question.casefold()), answer.id)
            if other != answer.id:
                message = f"{question!r} also leads to {other!r}; keep it in one of them"
                yield catalogue.problem("answers", answer.id, ("asked_as", position), message)


def _said(knowledge: Knowledge, catalogue: Catalogue) -> Iterator[Problem]:
    """Every {figure} of a table's sentences exists."""
    for table in NAMED_TABLES:
        for key, record in getattr(knowledge, table).items():
            if isinstance(record, Said):
                known = {**knowledge.figures, **record.figures}
                for part, text in record:
                    for name in SLOT.findall(text) if isinstance(text, str) else ():
                        if name not in known:
                            message = _near(name, known, "`figures` of this record or knowledge/figures.yml")
                            yield catalogue.problem(table, key, (part,), message)


def _faults(knowledge: Knowledge, answer: Answer, table: str) -> Iterator[tuple[Path, str, bool]]:
    for topic in (answer.topic, *answer.also):
        if topic not in TOPICS:
            yield ("also",), _near(topic, TOPICS, "the list of topics"), False
    if table == "answers":
        if not answer.id.startswith(f"{answer.topic}."):
            yield ("id",), f"{answer.id!r} should begin with its topic: {answer.topic}.…", False
        if not answer.asked_as:
            yield (), "asked_as: give at least one question that this answers", False
        if not answer.sources and answer.topic not in WITHOUT_SOURCES:
            yield (), "sources: name at least one source (see knowledge/sources.yml)", False
    for name in answer.slots():
        if name not in answer.figures and name not in knowledge.figures:
            known = {**knowledge.figures, **answer.figures}
            place = "short" if f"{{{name}}}" in answer.short else "detail" if f"{{{name}}}" in answer.detail else "card"
            yield (place,), _near(name, known, "`figures` of this answer or knowledge/figures.yml"), False
    for name in answer.figures:
        if name not in answer.slots():
            yield ("figures", name), f"no sentence uses this figure; write {{{name}}} or remove it", True
    for position, other in enumerate(answer.next):
        if other not in knowledge.answers:
            yield ("next", position), _near(other, knowledge.answers, "knowledge/answers"), False
    for key, ids, known_there in (("foods", answer.foods, knowledge.foods), ("asks", answer.asks, knowledge.buttons)):
        for position, name in enumerate(ids):
            if name not in known_there:
                yield (
                    (key, position),
                    _near(name, known_there, f"knowledge/{'buttons' if key == 'asks' else key}.yml"),
                    False,
                )
    for kind, ids in answer.for_.items():
        known_ids: Mapping[str, Any] | None = getattr(knowledge, f"{kind}s", None)
        if kind == "symptom":
            known_ids = {s.id: s for s in knowledge.naming.symptoms}
        for position, key in enumerate(ids):
            if known_ids is not None and key not in known_ids:
                yield ("for", kind, position), _near(key, known_ids, f"the {kind}s of knowledge/"), False


def style(knowledge: Knowledge, catalogue: Catalogue, today: date) -> list[Problem]:
    """What the reader would stumble over, numbers in prose that are no figures, and review dates (warnings)."""
    names = readability.names(knowledge)
    read = {document.file for document, _ in catalogue.places.values()} | catalogue.whole
    found = [
        document.problem((), "no part of the bot reads this file; check its name")
        for document in catalogue.documents.values()
        if document.file not in read
    ]
    for (table, key), (document, path) in catalogue.places.items():
        record = getattr(knowledge, table)[key]
        if isinstance(record, Answer):
            prose = {"short": record.short, "detail": record.detail}
            faults = readability.faults(
                prose, {**knowledge.figures, **record.figures}, record.names, names, record.language == "en"
            )
            cells = [n for cell in record.cells for n in readability.numbers(cell, record.names)]
            found += [
                document.problem((*path, "card"), f"{n!r} is a number in a table; make it a figure") for n in cells
            ]
        elif isinstance(record, Said):
            prose = {"say": record.say, "detail": record.detail}
            faults = readability.faults(prose, {**knowledge.figures, **record.figures}, record.names, names)
        else:
            continue
        found += [document.problem((*path, below), message) for below, message in faults]
    for (table, key), (document, path) in catalogue.places.items():
        record = getattr(knowledge, table)[key]
        if isinstance(record, Governed) and record.review_by < today:
            overdue = f"{key!r} was due for review on {record.review_by}; review it and move the date"
            found.append(document.problem((*path, "review_by"), overdue, warning=True))
    return found
