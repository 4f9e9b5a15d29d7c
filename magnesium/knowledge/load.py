"""knowledge/ as one frozen value, and a watcher that takes edits over while the bot runs.

files --read--> documents --build--> records --checks--> Knowledge, or every problem at once as file:line
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from magnesium.knowledge import checks, nodes
from magnesium.knowledge.danger import Country, RedFlag, TriageCues
from magnesium.knowledge.escalation import EscalationFile
from magnesium.knowledge.intake_tables import IntakeSet
from magnesium.knowledge.measures import Measures
from magnesium.knowledge.naming import Naming
from magnesium.knowledge.nodes import Document, Problem, Record
from magnesium.knowledge.records import Answer, Figure, FigureFile, Language, Source
from magnesium.knowledge.tables import Benefit, Condition, Food, Form, Medicine, NextQuestion, Nutrient, Template

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Table:
    """A file of knowledge/ and the field of Knowledge that it fills.

    `under` is the key of its list of records, which are kept by their field `key`. Without `under` the whole file is
    one record.
    """

    file: str
    model: type[Record]
    into: str
    under: str = ""
    key: str = "id"


TABLES: tuple[Table, ...] = (
    Table("sources.yml", Source, "sources", "sources"),
    Table("figures.yml", FigureFile, "figures"),
    Table("languages.yml", Language, "languages", "languages"),
    Table("phrases.yml", Answer, "phrases", "phrases"),
    Table("escalation.yml", EscalationFile, "escalation"),
    Table("foods.yml", Food, "foods", "foods"),
    Table("supplements.yml", Form, "forms", "forms"),
    Table("medicines.yml", Medicine, "medicines", "medicines"),
    Table("nutrients.yml", Nutrient, "nutrients", "nutrients"),
    Table("conditions.yml", Condition, "conditions", "conditions"),
    Table("benefits.yml", Benefit, "benefits", "benefits"),
    Table("measures.yml", Measures, "measures"),
    Table("names.yml", Naming, "naming"),
    Table("intakes.yml", IntakeSet, "intakes", "sets"),
    Table("templates.yml", Template, "templates", "templates"),
    Table("buttons.yml", NextQuestion, "buttons", "buttons"),
    Table("red_flags.yml", RedFlag, "red_flags", "red_flags"),
    Table("emergency_numbers.yml", Country, "countries", "countries", key="code"),
    Table("triage_cues.yml", TriageCues, "triage_cues"),
)


@dataclass(frozen=True)
class Knowledge:
    """Everything the bot may say, of one version (a short hash of all files). Tables are by record id."""

    root: Path
    version: str
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    answers: Mapping[str, Answer]
    phrases: Mapping[str, Answer]
    languages: Mapping[str, Language]
    escalation: EscalationFile
    measures: Measures
    naming: Naming
    intakes: Mapping[str, IntakeSet]
    templates: Mapping[str, Template]
    buttons: Mapping[str, NextQuestion]
    red_flags: Mapping[str, RedFlag]
    countries: Mapping[str, Country]
    triage_cues: TriageCues
    foods: Mapping[str, Food]
    forms: Mapping[str, Form]
    medicines: Mapping[str, Medicine]
    nutrients: Mapping[str, Nutrient]
    conditions: Mapping[str, Condition]
    benefits: Mapping[str, Benefit]
    by_topic: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    """Answers of each topic in the order of their file, the main one first; those of other topics (`also`) after."""


class KnowledgeError(Exception):
    """knowledge/ can't be used as it stands; `problems` tells why, all of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


class Files:
    """Reads the files of one knowledge folder; a file that has not changed is not read twice."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._read: dict[Path, tuple[tuple[int, int], Document | Problem, bytes]] = {}

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """What a change of any file changes."""
        found = []
        for file in sorted(self.root.rglob("*.yml")):
            stat = file.stat()
            found.append((str(file), stat.st_mtime_ns, stat.st_size))
        return tuple(found)

    def documents(self) -> tuple[dict[str, Document], list[Problem], str]:
        """Documents by path below the folder, what could not be read, and the version of all of it."""
        documents, problems, digest = {}, [], hashlib.sha256()
        for name, changed, size in self.stamp():
            file = Path(name)
            known = self._read.get(file)
            if known is None or known[0] != (changed, size):
                known = ((changed, size), nodes.read(file, self.root), file.read_bytes())
                self._read[file] = known
            digest.update(known[2])
            if isinstance(known[1], Problem):
                problems.append(known[1])
            else:
                documents[file.relative_to(self.root).as_posix()] = known[1]
        return documents, problems, digest.hexdigest()[:12]


def load(root: Path) -> Knowledge:
    """Read and check the folder. Raises KnowledgeError with every problem of every file."""
    return assemble(Files(root))[0]


def assemble(files: Files) -> tuple[Knowledge, checks.Catalogue]:
    """The knowledge and the catalogue of where each record stands. Raises KnowledgeError."""
    documents, problems, version = files.documents()
    broken = {p.file for p in problems}
    catalogue = checks.Catalogue(documents)
    built: dict[str, Any] = {}
    for table in TABLES:
        if table.file in documents:
            built[table.into] = _table(table, documents[table.file], catalogue, problems)
        elif f"{files.root.name}/{table.file}" not in broken:
            problems.append(Problem(f"{files.root.name}/{table.file}", 1, "this file is missing; restore it"))
    built["answers"] = {}
    for name, document in documents.items():
        if name.startswith("answers/"):
            topic = name.removeprefix("answers/").removesuffix(".yml")
            table = Table(name, Answer, "answers", "answers")
            built["answers"] |= _table(table, document, catalogue, problems, {"topic": topic})
    if not problems:
        built["figures"] = built["figures"].figures
        knowledge = Knowledge(files.root, version, **built, by_topic=_by_topic(built["answers"]))
        problems = [p for p in checks.problems(knowledge, catalogue) if not p.warning]
        if not problems:
            return knowledge, catalogue
    raise KnowledgeError(tuple(sorted(set(problems))))


def _table(
    table: Table,
    document: Document,
    catalogue: checks.Catalogue,
    problems: list[Problem],
    implied: Mapping[str, Any] | None = None,
) -> Any:
    """The records of one file by key; what is wrong goes to `problems`."""
    if not table.under:
        catalogue.whole.add(document.file)
        record = nodes.build(table.model, document, (), document.value)
        if isinstance(record, list):
            problems.extend(record)
            return None
        return record
    value = document.value if isinstance(document.value, dict) else {}
    rows, defaults = value.get(table.under), value.get("defaults") or {}
    if not isinstance(rows, list) or not isinstance(defaults, dict):
        problems.append(document.problem((), f"expected a list `{table.under}:` (and perhaps `defaults:`) at the top"))
        return {}
    for key in value.keys() - {table.under, "defaults"}:
        problems.append(document.problem((key,), f"unknown key; known keys: defaults, {table.under}"))
    records: dict[str, Any] = {}
    for position, row in enumerate(rows):
        path = (table.under, position)
        made = nodes.build(
            table.model, document, path, {**(implied or {}), **defaults, **row} if isinstance(row, dict) else row
        )
        if isinstance(made, list):
            problems.extend(made)
            continue
        key = str(getattr(made, table.key))
        if key in records:
            problems.append(document.problem((*path, table.key), f"{key!r} is used twice; give each record its own"))
        records[key] = made
        catalogue.add(table.into, key, document, path)
    return records


def _by_topic(answers: Mapping[str, Answer]) -> dict[str, tuple[Answer, ...]]:
    found: dict[str, list[Answer]] = {}
    for answer in answers.values():
        found.setdefault(answer.topic, []).append(answer)
    for answer in answers.values():
        for topic in answer.also:
            found.setdefault(topic, []).append(answer)
    return {topic: tuple(rows) for topic, rows in found.items()}


class Watcher:
    """Keeps the knowledge of a folder current while the bot runs. Safe to share between threads.

    The files are looked at once a second at most. A broken edit leaves the last good version in force; `problems` then
    says what is wrong. The first load raises KnowledgeError.
    """

    def __init__(self, root: Path, every_s: float = 1.0) -> None:
        self._files, self._every_s = Files(root), every_s
        self._stamp = self._files.stamp()
        self._knowledge = assemble(self._files)[0]
        self._looked, self._lock = time.monotonic(), threading.Lock()
        self.problems: tuple[Problem, ...] = ()

    def current(self) -> Knowledge:
        """The last good version. While one thread takes an edit over, the others go on with the version before."""
        if time.monotonic() - self._looked >= self._every_s and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = time.monotonic()
                self._lock.release()
        return self._knowledge

    def _look(self) -> None:
        try:
            stamp = self._files.stamp()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._knowledge, self.problems = assemble(self._files)[0], ()
            logger.info("knowledge %s is in force", self._knowledge.version)
        except KnowledgeError as error:
            self.problems = error.problems
            logger.error("knowledge %s stays in force, the edit has %d problems:\n%s",
                         self._knowledge.version, len(error.problems), error)  # fmt: skip
        except OSError as error:  # a file that is being replaced just now
            logger.warning("knowledge could not be looked at: %s", error)
