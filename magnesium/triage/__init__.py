"""Is somebody in danger? Two independent voices, rules and a learned reader, joined so that a miss costs most.

How they are joined (docs/safety.md has the figures):

- The rules see who, when, negation and hypothesis exactly; the reader sees wording that no lexicon holds.
- A clear report by either voice fires. Rules that hold a mention back (negated, past, asked about) raise the bar for
  the reader, they never silence it.
- In doubt a message is `urgent` with a check question, which already carries the emergency line.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from magnesium.encoder import Vectors
from magnesium.triage.rules import Finding, Rules
from magnesium.urgency import NO_DANGER, Urgency, Verdict

logger = logging.getLogger(__name__)

LEVELS = (Urgency.NONE, Urgency.URGENT, Urgency.EMERGENCY, Urgency.CRISIS)
"""The order of the reader's probabilities."""

_WHOLE = 110
"""A message of at most so many words is heard whole; a longer one in overlapping windows of _WINDOW words."""
_WINDOW = 70
_MOST = 24

Hear = Callable[[Sequence[str]], Vectors]
"""Texts -> probabilities of LEVELS, one row per text."""


@dataclass(frozen=True)
class Bars:
    """Probabilities of danger (1 - p(none)) at which the reader speaks; set on the validation half, see docs/safety.md.

    `fire`: alone. `fire_held`: where a rule held the danger back (negated, past, asked). `doubt`, `doubt_held`: check.
    """

    fire: float = 0.80
    fire_held: float = 0.95
    doubt: float = 0.50
    doubt_held: float = 0.85


class Triage:
    """`rules` and `hear` are independent; without the reader (no encoder on this machine) the rules decide alone."""

    def __init__(
        self, rules: Rules, hear: Hear | None, correct: Callable[[str], str] = str, bars: Bars | None = None
    ) -> None:
        self._rules, self._hear, self._correct = rules, hear, correct
        self._bars = bars or Bars()

    def assess(self, text: str) -> Verdict:
        """The verdict on a cleaned message, read alone. Reads all of it; never raises."""
        return join(self._rules.read(text), self.heard(text), self._bars)

    def heard(self, text: str) -> Vectors | None:
        """What the reader hears: the row of its most alarming window; None without a reader."""
        if self._hear is None or not text:
            return None
        try:
            likely = self._hear(windows(self._correct(text)))
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


def join(findings: Sequence[Finding], heard: Vectors | None, bars: Bars) -> Verdict:
    """One verdict of both voices. `heard` is the reader's strongest row of probabilities, or None."""
    now = [f for f in findings if f.certainty == "now"]
    unclear = [f for f in findings if f.certainty == "unclear"]
    held = [f for f in findings if f.certainty == "mention"]
    flags = tuple(dict.fromkeys(f.flag for f in (*now, *unclear, *held)))
    if now:
        first = max(now, key=lambda f: f.urgency.rank)
        order = tuple(dict.fromkeys((first.flag, *flags)))
        return Verdict(first.urgency, order, reasons=("rules",))
    if heard is not None:
        danger = 1.0 - float(heard[0])
        level = LEVELS[1 + int(np.argmax(heard[1:]))]
        if danger >= (bars.fire_held if held and not unclear else bars.fire):
            return Verdict(level, flags, reasons=(f"reader {danger:.2f}",))
        if danger >= (bars.doubt_held if held and not unclear else bars.doubt):
            return Verdict(Urgency.URGENT, flags, check=True, reasons=(f"reader {danger:.2f}",))
    if unclear:
        return Verdict(Urgency.URGENT, flags, check=True, reasons=("rules unclear",))
    return NO_DANGER
