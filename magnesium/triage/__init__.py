"""Is somebody in danger? Two independent voices, rules and a learned reader, joined so that a miss costs most.

How they are joined (docs/safety.md has the figures; the bars were set on the validation half):

- The rules see who, when, negation and hypothesis; the reader sees wording that no lexicon holds.
- What the rules call a report needs only a hint of danger from the reader, or a side of the message that alone is
  plainly an emergency to it: a question that comes with a report must not drown it. Without a reader it needs nothing.
- Where they found none, the reader decides alone, and a suspicion of an emergency is enough. That the rules hold a
  mention back (negated, past, asked about) changes nothing: the reader has learned that from examples.
- A message in another language is heard as it is written (the speller knows English) and at a lower bar: the reader is
  less sure there, and a false alarm costs less where the bot could only say that it speaks English.
- What the rules find unclear and the reader no emergency is asked about: "Is this happening now?", urgent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from magnesium.encoder import Vectors
from magnesium.parts import halves
from magnesium.triage.rules import Finding, Rules
from magnesium.urgency import NO_DANGER, Urgency, Verdict

logger = logging.getLogger(__name__)

_WHOLE = 110
"""A message of at most so many words is heard whole; a longer one in overlapping windows of _WINDOW words."""
_WINDOW = 70
_MOST = 24
_NEAR = 12
"""Words on either side of a report that tell what it is about."""
_BARE = 2
"""Words; a message of at most so many that only names a danger is asked about."""

Hear = Callable[[Sequence[str]], Vectors]
"""Texts -> probabilities of urgency.LEVELS, one row per text."""


@dataclass(frozen=True)
class Bars:
    """What the reader must hear, as probabilities.

    `confirm`: of danger (1 - p(none)), for a report that the rules found, or else `side`, of an emergency or a crisis,
    in one side of the message. Without such a report: `grave` (in other languages than English: `abroad`), of an
    emergency or a crisis; `urgent`, of danger.
    """

    confirm: float = 0.20
    side: float = 0.85
    grave: float = 0.25
    abroad: float = 0.15
    urgent: float = 0.50


class Triage:
    """`rules` and `hear` are independent; without the reader (no encoder on this machine) the rules decide alone."""

    def __init__(
        self,
        rules: Rules,
        hear: Hear | None,
        correct: Callable[[str], str] = str,
        foreign: Callable[[str], bool] = lambda text: False,
        bars: Bars | None = None,
    ) -> None:
        self._rules, self._hear, self._correct, self._foreign = rules, hear, correct, foreign
        self._bars = bars or Bars()

    def assess(self, text: str) -> Verdict:
        """The verdict on a cleaned message, read alone. Reads all of it; never raises."""
        findings = self._rules.read(text)
        if findings and len(text.split()) <= _BARE and all(f.certainty == "unclear" for f in findings):
            # The name of a danger and nothing else: nobody knows yet whether it is a report. Ask.
            return Verdict(Urgency.URGENT, tuple(f.flag for f in findings), check=True, reasons=("bare",))
        abroad = self._foreign(text)
        correct = str if abroad else self._correct
        heard = self._strongest(windows(correct(text)) if text else [])
        reported = [f for f in findings if f.certainty == "now"]
        if reported and heard is not None and 1.0 - heard[0] < self._bars.confirm:
            alone = self._strongest([correct(side) for side in sides(text, reported)])
            heard = alone if alone is not None and alone[2] + alone[3] >= self._bars.side else heard
        return join(findings, heard, replace(self._bars, grave=self._bars.abroad) if abroad else self._bars)

    def _strongest(self, texts: Sequence[str]) -> Vectors | None:
        """What the reader hears: the row of the most alarming of `texts`; None without a reader."""
        if self._hear is None or not texts:
            return None
        try:
            likely = self._hear(texts)
        except Exception as error:  # the rules still speak; the person must get an answer
            logger.error("the danger reader failed: %s", type(error).__name__)
            return None
        strongest: Vectors = likely[int(np.argmin(likely[:, 0]))]
        return strongest


def windows(text: str) -> list[str]:
    """The message, or, where it is long, overlapping parts of it that together hold every word."""
    words = text.split()
    if len(words) <= _WHOLE:
        return [text]
    step = max(_WINDOW // 2, -(-len(words) // _MOST))
    return [" ".join(words[i : i + 2 * step]) for i in range(0, len(words) - step, step)]


def sides(text: str, reported: Sequence[Finding]) -> list[str]:
    """What may tell of the reported danger alone: either side of each joint or, in a long message, its surroundings."""
    if len(text.split()) <= _WHOLE:
        return [side for pair in halves(text) for side in pair]
    near = ((text[: f.start].split()[-_NEAR:], text[f.start : f.end], text[f.end :].split()[:_NEAR]) for f in reported)
    return list(dict.fromkeys(" ".join([*before, words, *after]) for before, words, after in near))[:_MOST]


def join(findings: Sequence[Finding], heard: Vectors | None, bars: Bars) -> Verdict:
    """One verdict of both voices. `heard` is the reader's strongest row of probabilities, or None."""
    now = [f for f in findings if f.certainty == "now"]
    unclear = any(f.certainty == "unclear" for f in findings)
    flags = tuple(dict.fromkeys(f.flag for f in (*sorted(now, key=lambda f: -f.urgency.rank), *findings)))
    found = max((f.urgency for f in now), key=lambda u: u.rank, default=Urgency.NONE)
    if heard is None:
        if now:
            return Verdict(found, flags, reasons=("rules",))
        return Verdict(Urgency.URGENT, flags, check=True, reasons=("rules",)) if unclear else NO_DANGER
    danger, grave = 1.0 - float(heard[0]), float(heard[2] + heard[3])
    level = Urgency.CRISIS if heard[3] > heard[2] else Urgency.EMERGENCY
    reasons = (f"danger {danger:.2f}", f"grave {grave:.2f}")
    if now and danger >= bars.confirm:
        return Verdict(level if grave >= bars.grave else found, flags, reasons=("rules", *reasons))
    if grave >= bars.grave:
        return Verdict(level, flags, reasons=reasons)
    if unclear or danger >= bars.urgent:
        return Verdict(Urgency.URGENT, flags, check=unclear, reasons=reasons)
    return NO_DANGER
