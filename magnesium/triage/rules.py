"""The rules' voice of triage: concepts in clauses, and who, when and whether it is reported at all.

It is built from knowledge/red_flags.yml and knowledge/triage_cues.yml, is deterministic, and needs nothing else.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from magnesium.knowledge.danger import Combination, Cue, Reading, RedFlag, TriageCues
from magnesium.triage import clauses
from magnesium.triage.patterns import Match, Patterns
from magnesium.triage.words import Normaliser, Words
from magnesium.urgency import Urgency

_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
logger = logging.getLogger(__name__)

Certainty = Literal["now", "unclear", "mention"]
Kind = Literal["sign", "term", "bare", "combination", "reading"]
Span = tuple[int, int]
"""First word and one past the last."""
_ORDER: dict[Certainty, int] = {"now": 0, "unclear": 1, "mention": 2}
_SHORT = 4
"""A message of at most so many words that names a danger gets the check question."""
_CLAUSE = 9
_SENTENCE = 22
_FIGURE = 6
"""How far apart, in words, the parts of a combination (in a clause, in a sentence) or a name and its figure stand."""


_STORIES = frozenset(("past", "family", "fiction"))
"""Cues whose sentence opens a story: what follows belongs to it until something is said to be the case now."""


@dataclass(frozen=True)
class Finding:
    """A red flag found in a message.

    `certainty`: it is reported as happening "now"; that is "unclear" and worth a check question; or it is a "mention"
    (negated, past, asked about ...), which `reasons` tell. `start` and `end` are character offsets in the message.
    """

    flag: str
    urgency: Urgency
    certainty: Certainty
    start: int
    end: int
    reasons: tuple[str, ...] = ()


class _Sign(NamedTuple):
    flag: str
    kind: Kind
    urgency: Urgency
    parts: tuple[Span, ...]


class Rules:
    """`Rules(red_flags, triage_cues).read(text)` gives the findings, the most certain and most urgent first."""

    def __init__(self, red_flags: Mapping[str, RedFlag], cues: TriageCues) -> None:
        self._patterns = Patterns(cues.concepts)
        add = self._patterns.add
        self._flags = red_flags
        self._signs: dict[int, list[tuple[str, Kind]]] = {}
        self._combinations: list[tuple[str, Combination, tuple[int, ...]]] = []
        self._readings: list[tuple[str, Reading, frozenset[int], frozenset[int]]] = []
        for flag in red_flags.values():
            named: tuple[tuple[Kind, tuple[str, ...]], ...] = (
                ("sign", flag.signs),
                ("term", flag.terms),
                ("bare", flag.bare),
            )
            for kind, patterns in named:
                for pattern in patterns:
                    self._signs.setdefault(add(pattern), []).append((flag.id, kind))
            for c in flag.combinations:
                self._combinations.append((flag.id, c, tuple(add(p) for p in c.all)))
            for r in flag.readings:
                self._readings.append((flag.id, r, frozenset(map(add, r.names)), frozenset(map(add, r.units))))
        self._cues: dict[int, list[Cue]] = {}
        for cue in cues.cues:
            for pattern in cue.phrases:
                self._cues.setdefault(add(pattern), []).append(cue)
        self._parts = frozenset(self._signs) | {n for _, _, numbers in self._combinations for n in numbers}
        self._present = frozenset(map(add, cues.present))
        self._people = frozenset(map(add, cues.people))
        self._normaliser = Normaliser(cues.spelling, cues.frail, self._patterns.knows)

    def read(self, text: str) -> tuple[Finding, ...]:
        """The red flags of a message, one finding each. Never raises: what it cannot read, it does not find."""
        try:
            return self._read(text)
        except Exception as error:  # the learned reader still speaks, and the person must get an answer
            logger.error("the triage rules failed: %s", type(error).__name__)
            return ()

    def _read(self, text: str) -> tuple[Finding, ...]:
        words = self._normaliser.words(text)
        matches = self._patterns.find(words)
        if not matches:
            return ()
        context = _Context(words, matches, self._cues, self._parts, self._present, self._people)
        best: dict[str, Finding] = {}
        for sign in self._found(words, matches, context):
            certainty, reasons = context.weigh(sign)
            start, end = min(s for s, _ in sign.parts), max(e for _, e in sign.parts)
            finding = Finding(sign.flag, sign.urgency, certainty, words.start[start], words.end[end - 1], reasons)
            if sign.flag not in best or _rank(finding) < _rank(best[sign.flag]):
                best[sign.flag] = finding
        return tuple(sorted(best.values(), key=_rank))

    def _found(self, words: Words, matches: list[Match], context: _Context) -> Iterable[_Sign]:
        by_pattern: dict[int, list[Match]] = {}
        for match in matches:
            by_pattern.setdefault(match.pattern, []).append(match)
            for flag, kind in self._signs.get(match.pattern, ()):
                yield _Sign(flag, kind, self._flags[flag].urgency, ((match.start, match.end),))
        for flag, combination, numbers in self._combinations:
            parts = [by_pattern[n] for n in numbers if n in by_pattern]
            if len(parts) == len(numbers):
                urgency = combination.urgency or self._flags[flag].urgency
                free = [[m for m in part if "negated" not in context.held(m.start, m.end)] for part in parts]
                for found in _together(words, free if all(free) else parts, combination.within):
                    yield _Sign(flag, "combination", urgency, found)
        for flag, reading, names, units in self._readings:
            named = [m for n in names for m in by_pattern.get(n, ())]
            said = [m for n in units for m in by_pattern.get(n, ())]
            for found in _figures(words, reading, named, said):
                yield _Sign(flag, "reading", self._flags[flag].urgency, found)


def _rank(finding: Finding) -> tuple[int, int, int]:
    return _ORDER[finding.certainty], -finding.urgency.rank, finding.start


class _Held(NamedTuple):
    """A cue that was found: why it holds back, its first word and one past its last."""

    kind: str
    start: int
    end: int


class _Context:
    """What is said around a sign: the cues that hold it back, and whether somebody reports it as present."""

    def __init__(
        self,
        words: Words,
        matches: list[Match],
        cues: Mapping[int, list[Cue]],
        parts: frozenset[int],
        present: frozenset[int],
        people: frozenset[int],
    ) -> None:
        self._words = words
        signs: dict[int, int] = {}
        for m in matches:
            if m.pattern in parts:
                signs[m.start] = max(signs.get(m.start, 0), m.end)
        # By word, the cues that reach it; the cues of stories and of whole messages apart, one of a kind a sentence.
        self._near: list[list[_Held]] = [[] for _ in words.text]
        self._stories: dict[tuple[str, int], _Held] = {}
        self._messages: dict[tuple[str, int], _Held] = {}
        for m in matches:
            for cue in cues.get(m.pattern, ()):
                if cue.holds == "negated" and signs.get(m.start, 0) > m.end:
                    continue  # "no booze", "not breathing": it belongs to the sign and says nothing of what follows
                held, key = _Held(cue.holds, m.start, m.end), (cue.holds, words.sentence[m.start])
                if cue.holds in _STORIES:
                    self._stories.setdefault(key, held)
                if cue.scope == "message":
                    self._messages.setdefault(key, held)
                else:
                    first, last = clauses.reach(words, cue, m.start, m.end)
                    for i in range(first, last):
                        self._near[i].append(held)
        self._present = {words.sentence[m.start] for m in matches if m.pattern in present}
        self._people = {words.sentence[m.start] for m in matches if m.pattern in people}
        self._reported = self._present & self._people
        self._presents = sorted(self._present)

    def held(self, first: int, last: int) -> set[str]:
        """Why the words from `first` to before `last` are no report; a cue inside them is part of what they say."""
        sentence = self._words.sentence
        reaching = list(self._near[first])
        reaching += [h for h in self._stories.values() if self._told(h.end, first)]
        # A film, a pet or a cure told of elsewhere does not hold back what a person reports as present.
        reported = sentence[first] in self._reported
        reaching += [h for h in self._messages.values() if not reported or sentence[h.start] == sentence[first]]
        return {h.kind for h in reaching if not (first <= h.start and h.end <= last)}

    def _told(self, cue_end: int, first: int) -> bool:
        """Whether the story that a cue opened ("in 1992 I had ...") still goes on at word `first`."""
        if first < cue_end:
            return False
        begun, here = self._words.sentence[cue_end - 1], self._words.sentence[first]
        later = bisect_left(self._presents, begun)
        return later == len(self._presents) or self._presents[later] > here

    def _holding(self, parts: tuple[Span, ...]) -> set[str]:
        """Any part may be negated or supposed; other cues must hold the last part, where a sentence has its news."""
        held = self.held(*max(parts))
        for start, end in parts:
            inside = any(s <= start and end <= e and (s, e) != (start, end) for s, e in parts)  # "no booze"
            if not inside:
                held |= self.held(start, end) & {"negated", "hypothetical"}
        return held

    def weigh(self, sign: _Sign) -> tuple[Certainty, tuple[str, ...]]:
        """How certain it is that a sign is a report, and why."""
        held = self._holding(sign.parts)
        sentences = {self._words.sentence[start] for start, _ in sign.parts}
        present, people = bool(sentences & self._present), bool(sentences & self._people)
        if present and people:
            held.discard("question")
        if sign.urgency is Urgency.CRISIS:
            held.discard("fear")  # "scared I'll kill myself" is the danger itself
        if held:
            reasons = (sign.kind, *sorted(held))
            return ("unclear", reasons) if held == {"recent"} else ("mention", reasons)
        if sign.kind == "bare" or (sign.kind == "term" and not (present and people)):
            short = len(self._words.text) <= _SHORT
            return ("unclear", ("bare",)) if short else ("mention", (sign.kind, "named only"))
        return "now", (sign.kind,)


def _together(words: Words, parts: list[list[Match]], within: str) -> Iterable[tuple[Span, ...]]:
    """Where all parts of a combination stand together."""
    if within == "message":
        yield tuple((p[0].start, p[0].end) for p in parts)
        return
    limit = (_CLAUSE if within == "clause" else _SENTENCE) + len(parts)
    tagged = sorted((m.start, m.end, k) for k, part in enumerate(parts) for m in part)
    for _, group in groupby(tagged, key=lambda t: words.sentence[t[0]]):
        latest: dict[int, Span] = {}
        for start, end, k in group:
            latest[k] = (start, end)
            if (
                len(latest) == len(parts)
                and max(e for _, e in latest.values()) - min(s for s, _ in latest.values()) <= limit
            ):
                yield tuple(latest.values())


def _figures(words: Words, reading: Reading, named: list[Match], units: list[Match]) -> Iterable[tuple[Span, ...]]:
    """Where the named quantity has a dangerous figure: the first figure after the name, or one just before it."""
    for name in named:
        after = range(name.end - 1, min(name.end + _FIGURE, words.last(name.start)))
        figure = next((i for i in after if _number(words.text[i]) is not None), None)
        if figure is None and name.start > 0 and not words.paused[name.start] and not words.opens(name.start):
            figure = name.start - 1
        value = None if figure is None else _number(words.text[figure])
        if figure is None or value is None or not reading.possible[0] <= value <= reading.possible[1]:
            continue
        if reading.units and not any(figure < m.start <= figure + 2 for m in units):
            continue
        low = reading.below is not None and value < reading.below
        if low or (reading.above is not None and value > reading.above):
            yield ((name.start, name.end), (figure, figure + 1))


def _number(word: str) -> float | None:
    """The value of a figure: "2,4" is a decimal, "1,000" a thousand, "168/112" counts its first part."""
    first = word.split("/")[0]
    try:
        return float(_THOUSANDS.sub("", first).replace(",", "."))
    except ValueError:
        return None
