"""The training messages, as many hands wrote them: data/nlu and data/two_questions (topics), data/safety (danger).

Held-out messages (tests/*/heldout) are never read here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import yaml

from magnesium.topics import INTENT_OF
from magnesium.urgency import Urgency


@dataclass(frozen=True)
class Example:
    """A message with its intents (two when it asks two questions, none when not labelled) and its level."""

    text: str
    intents: tuple[str, ...]
    level: Urgency = Urgency.NONE


def rows(file: Path) -> list[list[str]]:
    """The fields of every line of a .tsv file of messages. A quotation mark is a letter like any other."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


def topic_examples(folder: Path) -> list[Example]:
    """Every example of data/nlu; none of them reports a danger."""
    found = []
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            for line in block["examples"].splitlines():
                found.append(Example(line.removeprefix("- ").strip(), (block["intent"],)))
    return found


def two_question_examples(folder: Path) -> list[Example]:
    """Every row (topics, text) of data/two_questions/*.tsv: two different questions in one message."""
    found = []
    for file in sorted(folder.glob("*.tsv")):
        for topics, text in rows(file):
            found.append(Example(text, tuple(INTENT_OF[topic] for topic in topics.split(","))))
    return found


def danger_examples(folder: Path) -> list[Example]:
    """Every row (level, kind, text) of data/safety/*.tsv."""
    found = []
    for file in sorted(folder.glob("*.tsv")):
        for level, _kind, text in rows(file):
            found.append(Example(text, (), Urgency(level)))
    return found
