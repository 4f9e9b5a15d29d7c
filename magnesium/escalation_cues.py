"""What a message says about a danger that was spoken of before: it is over, it goes on, it never was."""

from __future__ import annotations

from dataclasses import dataclass

from magnesium.knowledge.danger import Patterns as Phrases
from magnesium.knowledge.escalation import EscalationCues
from magnesium.triage.clauses import clause
from magnesium.triage.patterns import Match, Patterns
from magnesium.triage.words import Normaliser, Words


@dataclass(frozen=True)
class Told:
    """`safe`: help is there, or nobody is in danger any more. `confirms`, `denies`: a yes or no to a check question."""

    safe: bool
    misunderstood: bool
    confirms: bool
    denies: bool


class Cues:
    """The cues of knowledge/escalation.yml, read clause by clause."""

    def __init__(self, cues: EscalationCues) -> None:
        self._patterns = Patterns(cues.concepts)
        self._normaliser = Normaliser({}, (), self._patterns.knows)

        def add(phrases: Phrases) -> frozenset[int]:
            return frozenset(map(self._patterns.add, phrases))

        self._safe, self._holds_safe, self._undoes_safe = add(cues.safe), add(cues.holds_safe), add(cues.undoes_safe)
        self._first, self._confirms = add(cues.confirms_first), add(cues.confirms)
        self._holds_confirms, self._undoes_confirms = add(cues.holds_confirms), add(cues.undoes_confirms)
        self._denies, self._denies_whole = add(cues.denies), add(cues.denies_whole)
        self._misunderstood, self._questions = add(cues.misunderstood), add(cues.questions)

    def read(self, text: str) -> Told:
        words = self._normaliser.words(text)
        found = _Found(words, self._patterns.find(words), self._questions)
        whole = any(m.end - m.start == len(words.text) for m in found.of(self._denies_whole))
        return Told(
            safe=found.said(self._safe, self._holds_safe) and not found.of(self._undoes_safe),
            misunderstood=bool(found.of(self._misunderstood)),
            confirms=bool(found.of(self._first))
            or found.said(self._confirms, self._holds_confirms, self._undoes_confirms),
            denies=whole or bool(found.of(self._denies)),
        )


@dataclass(frozen=True)
class _Found:
    words: Words
    matches: list[Match]
    questions: frozenset[int]

    def of(self, cues: frozenset[int]) -> list[Match]:
        return [m for m in self.matches if m.pattern in cues]

    def said(self, cues: frozenset[int], holds: frozenset[int], undoes: frozenset[int] = frozenset()) -> bool:
        """Whether a cue stands in a statement, with nothing before it in its clause that holds it back."""
        held, undone = self.of(holds), self.of(undoes)
        for cue in self.of(cues):
            first, last = clause(self.words, cue.start)
            if (
                not any(first <= h.start < cue.start for h in held)
                and not any(u.start <= cue.start < u.end for u in undone)
                and not self._asked(first, last)
            ):
                return True
        return False

    def _asked(self, first: int, last: int) -> bool:
        """Whether the clause is a question: by its first word, or by the question mark behind it."""
        ends = last == self.words.last(first)
        return (ends and self.words.asks[self.words.sentence[first]]) or any(
            m.start == first for m in self.of(self.questions)
        )
