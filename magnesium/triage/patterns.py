"""Phrase patterns (see magnesium/knowledge/danger.py) compiled into one trie, matched in one pass over the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from magnesium.triage.words import Words

_GAP = 3
_NOTHING: tuple[str, ...] = ()


class PatternError(ValueError):
    """A pattern that cannot be read; the message names it and the way out."""


class Match(NamedTuple):
    """A pattern found: its number (as `Patterns.add` gave it), its first word and one past its last."""

    pattern: int
    start: int
    end: int


@dataclass
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    concepts: list[str] = field(default_factory=list)
    patterns: list[int] = field(default_factory=list)


class Patterns:
    """All patterns of the rules. Concepts may be built of concepts."""

    def __init__(self, concepts: Mapping[str, tuple[str, ...]]) -> None:
        self._root = _Node()
        self._concepts = frozenset(concepts)
        self._stems: set[str] = set()
        self._longest = 0
        self._words: set[str] = set()
        self._classes: dict[str, list[str]] = {}
        self._symbols: dict[str, tuple[str, ...]] = {}
        self._numbers: dict[str, int] = {}
        for name, patterns in concepts.items():
            for pattern in patterns:
                for node in self._grow(pattern):
                    node.concepts.append("{" + name + "}")

    def add(self, pattern: str) -> int:
        """Compile a pattern and give its number; the same pattern has the same number."""
        if pattern not in self._numbers:
            self._numbers[pattern] = len(self._numbers)
            for node in self._grow(pattern):
                node.patterns.append(self._numbers[pattern])
        return self._numbers[pattern]

    def knows(self, word: str) -> bool:
        """Whether a word stands in some pattern."""
        return self._of(word) not in (_NOTHING, ("#",))

    def find(self, words: Words) -> list[Match]:
        """Every match, in order of their first words."""
        n = len(words.text)
        symbols = [self._of(w) for w in words.text]
        spans: list[list[tuple[str, int]]] = [[] for _ in range(n + 1)]
        found: list[Match] = []
        last = n
        for i in range(n - 1, -1, -1):  # from the end, so that concepts are known where a pattern needs them
            if i + 1 < n and words.sentence[i + 1] != words.sentence[i]:
                last = i + 1
            opens = words.opens(i)
            seen: set[tuple[str, int]] = set()
            while True:
                ends, concepts = self._walk(i, last, symbols, spans, opens)
                fresh = concepts - seen
                if not fresh:
                    break
                seen |= fresh
                spans[i] = sorted(seen)
            found.extend(Match(p, i, j) for p, j in ends)
        found.sort(key=lambda m: (m.start, m.end, m.pattern))
        return found

    def _walk(
        self, i: int, last: int, symbols: list[tuple[str, ...]], spans: list[list[tuple[str, int]]], opens: bool
    ) -> tuple[set[tuple[int, int]], set[tuple[str, int]]]:
        ends: set[tuple[int, int]] = set()
        concepts: set[tuple[str, int]] = set()
        stack = [(self._root, i)]
        if opens and (anchored := self._root.next.get("^")):
            stack.append((anchored, i))
        while stack:
            node, j = stack.pop()
            if node.patterns:
                ends.update((p, j) for p in node.patterns)
            if node.concepts:
                concepts.update((c, j) for c in node.concepts)
            following = node.next
            if j >= last:
                if "$" in following:
                    stack.append((following["$"], j))
                continue
            if following:
                for symbol in symbols[j]:
                    if child := following.get(symbol):
                        stack.append((child, j + 1))
                for name, end in spans[j]:
                    if child := following.get(name):
                        stack.append((child, end))
            if node.gap:
                stack.extend((node.gap, k) for k in range(j, min(j + _GAP, last) + 1))
        return ends, concepts

    def _of(self, word: str) -> tuple[str, ...]:
        """What a word can be taken for in a pattern: itself, a stem, a class of alternatives, a number."""
        found = self._symbols.get(word)
        if found is None:
            forms = [word] if word in self._words else []
            forms += [s for k in range(2, min(len(word), self._longest) + 1) if (s := word[:k] + "*") in self._stems]
            forms += ["#"] if word[:1].isdigit() else []
            classes = [c for form in forms for c in self._classes.get(form, _NOTHING)]
            found = tuple(dict.fromkeys((*forms, *classes)))
            if len(self._symbols) < 20_000:  # a bound, so that odd input cannot fill the memory
                self._symbols[word] = found
        return found

    def _grow(self, pattern: str) -> list[_Node]:
        """The end nodes of a pattern in the trie, made where they are missing."""
        nodes = [self._root]
        parts = pattern.split()
        if not parts or all(p in ("..", "^", "$") or p[0] == "?" for p in parts):
            raise PatternError(f"pattern {pattern!r} has no word that must be there; add one")
        for part in parts:
            optional = part[0] == "?" and len(part) > 1
            part = part.removeprefix("?")
            ways = part.split("|") if "{" in part else [part]
            grown = [self._step(node, way, pattern) for node in nodes for way in ways]
            nodes = [*nodes, *grown] if optional else grown
        self._symbols.clear()
        return nodes

    def _step(self, node: _Node, part: str, pattern: str) -> _Node:
        if part == "..":
            node.gap = node.gap or _Node()
            return node.gap
        if part[0] == "{":
            if part[1:-1] not in self._concepts:
                raise PatternError(f"pattern {pattern!r}: {part} is no concept of triage_cues.yml")
        elif part not in ("^", "$"):
            for word in part.split("|"):
                self._learn(word, pattern)
                if "|" in part and part not in self._classes.setdefault(word, []):
                    self._classes[word].append(part)
        return node.next.setdefault(part, _Node())

    def _learn(self, word: str, pattern: str) -> None:
        if word == "#":
            return
        letters = word.removesuffix("*")
        if not letters.isalnum() or letters != letters.lower():
            raise PatternError(
                f"pattern {pattern!r}: {word!r} is no normalised word; write it in lower case, without apostrophes"
            )
        if word.endswith("*"):
            if len(letters) < 2:
                raise PatternError(f"pattern {pattern!r}: the stem {word!r} is too short; use at least two letters")
            self._stems.add(word)
            self._longest = max(self._longest, len(letters))
        else:
            self._words.add(word)
