"""What the adapter is trained on: data/nlu and data/safety, and harder versions of both made on the fly.

Held-out messages (tests/*/heldout) are never read here.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

import yaml

LEVELS = ("none", "urgent", "emergency", "crisis")
_KEYS = {
    "a": "qsz", "b": "vn", "c": "xv", "d": "sfe", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A message with its intent (None: not labelled) and its level (index into LEVELS; None: not labelled)."""

    text: str
    intent: str | None
    level: int | None


def topic_examples(folder: Path) -> list[Example]:
    """Every example of data/nlu; none of them reports a danger."""
    found = []
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                found.append(Example(line.removeprefix("- ").strip(), block["intent"], 0))
    return found


def danger_examples(folder: Path) -> list[Example]:
    """Every row (level, kind, text) of data/safety/*.tsv."""
    found = []
    for file in sorted(folder.glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as opened:
            for level, _kind, text in csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.append(Example(text, None, LEVELS.index(level)))
    return found


def mistyped(text: str, rng: random.Random) -> str:
    """One or two slips of the finger."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        spots = [i for i, c in enumerate(text) if c.isalpha()]
        if not spots:
            return text
        i, kind = rng.choice(spots), rng.randrange(5)
        if kind == 0:
            text = text[:i] + text[i + 1 :]
        elif kind == 1:
            text = text[:i] + text[i] + text[i:]
        elif kind == 2 and i + 1 < len(text):
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        elif kind == 3:
            text = text[:i] + rng.choice(_KEYS.get(text[i].lower(), "e")) + text[i + 1 :]
        else:
            text = text.replace("'", "").replace(",", "").replace(".", " ")
    return text


def varied(example: Example, ordinary: list[Example], negatives: list[Example], rng: random.Random) -> Example:
    """The example as it is, mistyped, or standing in a longer message whose other half is harmless."""
    text = example.text
    if rng.random() < 0.3:
        text = mistyped(text, rng)
    if example.intent is None and rng.random() < 0.3 and len(text) < 400:
        other = rng.choice(ordinary if rng.random() < 0.6 else negatives).text
        if len(other) < 300:
            joint = rng.choice((". ", " ", " and ", ", ", "? ", "\n"))
            text = text + joint + other if rng.random() < 0.5 else other + joint + text
    return Example(text.lower(), example.intent, example.level)
