"""An escalation in its conversation: opened by a verdict, open until the person is safe or help is there.

none --emergency--> open --"I feel a bit better"--> open --"the paramedics are here"--> none
none --doubtful---> check --"yes"--> open       check --"no"--> none
open --"you misunderstood"--> asked once more, numbers shown --"no one is in danger"--> none
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from magnesium.knowledge.escalation import EscalationCues
from magnesium.urgency import Urgency, Verdict

CHECK, REMINDER, ASK_AGAIN, CLOSED = (
    "escalation.check",
    "escalation.reminder",
    "escalation.ask_again",
    "escalation.closed",
)
"""Answer ids that a Turn carries, and by which the next turn knows where the conversation stands."""


@dataclass(frozen=True)
class Context:
    """Where the conversation stands before a message. `flag` is the red flag that opened the escalation."""

    open: Urgency = Urgency.NONE
    flag: str | None = None
    checking: bool = False
    asked_again: bool = False

    @classmethod
    def after(cls, turn: dict[str, Any] | None) -> Context:
        """The context that the last Turn of a conversation leaves behind."""
        if not turn:
            return cls()
        said: Sequence[str] = turn.get("answers", ())
        flag = next((a.removeprefix("red_flag.") for a in said if a.startswith("red_flag.")), None)
        return cls(Urgency(turn["open_escalation"]), flag, CHECK in said, ASK_AGAIN in said)


@dataclass(frozen=True)
class Outcome:
    """What a message means in its conversation: its own level, the level open after it, and what must be said.

    `say` is one of the answer ids above, or None where the level's own text (or nothing) is due.
    """

    urgency: Urgency
    open: Urgency
    flag: str | None
    say: str | None = None


class Escalations:
    """Applies the transitions above; the cues come from knowledge/escalation.yml."""

    def __init__(self, cues: EscalationCues) -> None:
        self._safe, self._misunderstood = _any_of(cues.safe), _any_of(cues.misunderstood)
        self._yes, self._no = _any_of(cues.confirms, whole=True), _any_of(cues.denies, whole=True)

    def advance(self, text: str, verdict: Verdict, context: Context, level_of_flag: Urgency) -> Outcome:
        """Read `text`, judged alone as `verdict`, in `context`. `level_of_flag` is the level of `context.flag`."""
        flag = verdict.flags[0] if verdict.flags else context.flag
        if verdict.urgency.rank >= 2:
            return Outcome(verdict.urgency, verdict.urgency, flag)
        if context.checking and self._yes.search(text):
            level = level_of_flag if level_of_flag.rank >= 2 else Urgency.EMERGENCY
            return Outcome(level, level, context.flag)
        if verdict.urgency is Urgency.URGENT:
            level = max(verdict.urgency, context.open, key=lambda u: u.rank)
            return Outcome(verdict.urgency, level, flag)
        if context.open is Urgency.NONE:
            return Outcome(Urgency.NONE, Urgency.NONE, None)
        if ((context.checking or context.asked_again) and self._no.search(text)) or self._safe.search(text):
            return Outcome(Urgency.NONE, Urgency.NONE, context.flag, CLOSED)
        if self._misunderstood.search(text) and not context.asked_again:
            return Outcome(Urgency.NONE, context.open, context.flag, ASK_AGAIN)
        return Outcome(Urgency.NONE, context.open, context.flag, REMINDER)


def _any_of(phrases: Sequence[str], whole: bool = False) -> re.Pattern[str]:
    """A pattern of phrases; `whole`: one of them is all that the message says, politeness aside."""
    joined = "|".join(
        re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]?") for p in sorted(phrases, key=len, reverse=True)
    )
    if whole:
        return re.compile(
            rf"^\W*(?:{joined})(?:\W+(?:{joined}|thanks|thank you|please|it is|they are|now))*\W*$", re.IGNORECASE
        )
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)
