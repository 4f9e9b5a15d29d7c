"""An escalation in its conversation: opened by a verdict, open until the person is safe or help is there.

none --emergency--> open --"I feel a bit better"--> open --"the paramedics are here"--> none
none --doubtful---> check --"yes"--> open       check --"no"--> what was open before
open --"you misunderstood"--> asked once more, numbers shown --"no one is in danger"--> none
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from magnesium.escalation_cues import Cues
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
    """Where the conversation stands before a message.

    `flag` is the red flag that opened the escalation; `checking` and `asked_again` tell what was asked last;
    `before_check` is the level that was open before the check; `reported` tells that the last message reported danger.
    """

    open: Urgency = Urgency.NONE
    flag: str | None = None
    checking: bool = False
    asked_again: bool = False
    before_check: Urgency = Urgency.NONE
    reported: bool = False

    @classmethod
    def after(cls, turn: dict[str, Any] | None) -> Context:
        """The context that the last Turn of a conversation leaves behind."""
        if not turn or turn["open_escalation"] == "none":
            return cls()
        said: Sequence[str] = turn.get("answers", ())
        flag = next((a.removeprefix("red_flag.") for a in said if a.startswith("red_flag.")), None)
        open, checking = Urgency(turn["open_escalation"]), CHECK in said
        before = open if checking and REMINDER in said else Urgency.NONE
        return cls(open, flag, checking, ASK_AGAIN in said, before, Urgency(turn["urgency"]).rank >= 2)


@dataclass(frozen=True)
class Pressed:
    """A button about an escalation: what it says, and of what: `open` was the level as the button was shown.

    `back` is the level that stays open after a no.
    """

    says: Literal["yes", "no", "safe"]
    flag: str | None
    open: Urgency
    back: Urgency = Urgency.NONE

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"open": self.open.value, "back": self.back.value}

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> Pressed:
        return cls(value["says"], value["flag"], Urgency(value["open"]), Urgency(value["back"]))


@dataclass(frozen=True)
class Outcome:
    """What a message means in its conversation: its own level, the level open after it, and what must be said.

    `say` is REMINDER, ASK_AGAIN, CLOSED or None, and comes first. `check`: the check question is due. `back` is the
    level that stays open if its answer is no.
    """

    urgency: Urgency
    open: Urgency
    flag: str | None
    say: str | None = None
    check: bool = False
    back: Urgency = Urgency.NONE

    @property
    def due(self) -> Urgency:
        """The level whose text is due. A lesser report during an emergency gets the reminder, not milder advice."""
        return self.urgency if self.urgency.rank >= self.open.rank else Urgency.NONE

    @property
    def answers(self) -> list[str]:
        """The answer ids by which `Context.after` knows this outcome."""
        flag = [f"red_flag.{self.flag}"] if self.flag else []
        return flag + ([self.say] if self.say else []) + ([CHECK] if self.check else [])

    def turn(self) -> dict[str, Any]:
        """The fields of a Turn that tell of the escalation."""
        return {"urgency": self.urgency.value, "open_escalation": self.open.value, "answers": self.answers}


class Escalations:
    """Applies the transitions above; the cues come from knowledge/escalation.yml."""

    def __init__(self, cues: EscalationCues) -> None:
        self._cues = Cues(cues)

    def advance(
        self, text: str, verdict: Verdict, context: Context, level_of_flag: Urgency, pressed: Pressed | None = None
    ) -> Outcome:
        """Read `text`, judged alone as `verdict`, in `context`, or the button that was `pressed` instead.

        `level_of_flag` is the level of the flag of the button, or else of `context.flag`.
        """
        confirmed = level_of_flag if level_of_flag.rank >= 2 else Urgency.EMERGENCY
        if pressed:
            return _after_button(pressed, context, confirmed)
        flag = verdict.flags[0] if verdict.flags else None
        told = self._cues.read(text)
        # the reader hears the emergency in "the crew are working on him" too; a rule would name its flag
        help_came = told.safe and context.open is not Urgency.NONE and verdict.urgency is Urgency.EMERGENCY and not flag
        if verdict.urgency.rank >= 2 and not help_came:
            return Outcome(verdict.urgency, verdict.urgency, flag)
        asked = context.checking or context.asked_again
        if asked and told.confirms:
            level = context.open if context.open.rank >= 2 else confirmed
            return Outcome(level, level, context.flag)
        firm = verdict.urgency is Urgency.URGENT and not verdict.check
        if context.open is not Urgency.NONE and not firm:
            if told.safe:
                return _closed()
            if asked and told.denies:
                return _closed(context.before_check)
        if verdict.urgency is Urgency.URGENT:
            return _reported(verdict, flag, context)
        if context.open is Urgency.NONE:
            return Outcome(Urgency.NONE, Urgency.NONE, None)
        say = ASK_AGAIN if told.misunderstood and not context.asked_again else REMINDER
        return Outcome(Urgency.NONE, context.open, context.flag, say)


def _reported(verdict: Verdict, flag: str | None, context: Context) -> Outcome:
    """An urgent or doubtful report. What is open already is spoken of first."""
    if context.open.rank >= 2:
        return Outcome(Urgency.URGENT, context.open, context.flag, REMINDER)
    # a check that follows a check is the same question again: nothing that is known to be so stands open
    back = context.before_check if context.checking else context.open
    known = context.open if not verdict.check else back
    say = REMINDER if known is not Urgency.NONE else None
    return Outcome(Urgency.URGENT, Urgency.URGENT, flag, say, verdict.check, back)


def _after_button(pressed: Pressed, context: Context, confirmed: Urgency) -> Outcome:
    if pressed.says == "yes":
        level = pressed.open if pressed.open.rank >= 2 else confirmed
        return Outcome(level, level, pressed.flag)
    if pressed.says == "safe" or context.open is Urgency.NONE:
        return _closed()
    newer = context.reported or (context.open, context.flag) != (pressed.open, pressed.flag)
    if newer:  # the no was to a question about something else
        return Outcome(Urgency.NONE, context.open, context.flag, REMINDER)
    return _closed(pressed.back)


def _closed(back: Urgency = Urgency.NONE) -> Outcome:
    return Outcome(Urgency.NONE, back, None, REMINDER if back is not Urgency.NONE else CLOSED)
