"""The four levels of the public contract, and the verdict of triage on one message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Urgency(str, Enum):
    """How soon a message needs a person's help; `rank` orders them."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    URGENT = "urgent"
    NONE = "none"

    @property
    def rank(self) -> int:
        return {"none": 0, "urgent": 1, "emergency": 2, "crisis": 2}[self.value]


LEVELS = (Urgency.NONE, Urgency.URGENT, Urgency.EMERGENCY, Urgency.CRISIS)
"""The order of the learned reader's probabilities, and of the adapter's danger head."""


@dataclass(frozen=True)
class Verdict:
    """What triage says of one message.

    `flags` are ids of knowledge/red_flags.yml, the one that decided first. `check` asks for the question "Is this
    happening now?" (then `urgency` is urgent). `reasons` name rules and scores, never the person's words.
    """

    urgency: Urgency
    flags: tuple[str, ...] = ()
    check: bool = False
    reasons: tuple[str, ...] = ()


NO_DANGER = Verdict(Urgency.NONE)
