"""How well messages are understood: topics, out of scope, two questions, names, typos. On held-out messages."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation import heldout
from evaluation.heldout import Half, TopicMessage
from evaluation.statistics import Share, share
from evaluation.subject import Subject
from magnesium.assistant import assistant
from magnesium.topics import INTENTS


@dataclass(frozen=True)
class Figures:
    """The yardsticks of docs/understanding.md; `confusion` counts (wanted, got) of questions."""

    acceptable: Share
    first: Share
    refused: Share
    out_of_scope: Share
    top_three: Share
    both: Share
    typo_acceptable: Share
    upper_acceptable: Share
    entity_precision: Share
    entity_recall: Share
    per_topic: dict[str, Share]
    confusion: Counter[tuple[str, str]]


def mistyped(text: str, rng: random.Random) -> str:
    """One or two random character edits: the yardstick, not the slips that readers are trained on (magnesium/slips)."""
    for _ in range(rng.choice((1, 2))):
        i = rng.randrange(len(text)) if text else 0
        kind = rng.randrange(4)
        letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
        if kind == 0:
            text = text[:i] + text[i + 1 :]
        elif kind == 1:
            text = text[:i] + letter + text[i:]
        elif kind == 2:
            text = text[:i] + letter + text[i + 1 :]
        else:
            text = text[:i] + text[i + 1 : i + 2] + text[i : i + 1] + text[i + 2 :]
    return text


def measure(subject: Subject, half: Half) -> Figures:
    questions, beyond, double = heldout.questions(half), heldout.out_of_scope(half), heldout.two_questions(half)
    found = [subject.understand(q.text) for q in questions]
    right = [f.topics[0] in q.acceptable for f, q in zip(found, questions, strict=True)]
    per_topic: dict[str, list[bool]] = defaultdict(list)
    for question, ok in zip(questions, right, strict=True):
        per_topic[question.acceptable[0]].append(ok)
    three = [ok or any(o in q.acceptable for o in f.offered) for ok, f, q in zip(right, found, questions, strict=True)]
    good = [(f, q) for f, q in zip(found, questions, strict=True) if "out_of_scope" not in q.acceptable]
    rng = random.Random(7)
    precision, recall = entities(heldout.marked_entities(half))
    return Figures(
        share(right),
        share([f.topics[0] == q.acceptable[0] for f, q in zip(found, questions, strict=True)]),
        share([f.topics[0] == "out_of_scope" for f, _ in good]),
        share([subject.understand(m.text).topics[0] == "out_of_scope" for m in beyond]),
        share(three),
        share([set(m.acceptable) <= set(subject.understand(m.text).topics) for m in double]),
        share([subject.understand(mistyped(q.text, rng)).topics[0] in q.acceptable for q in questions]),
        share([subject.understand(q.text.upper()).topics[0] in q.acceptable for q in questions]),
        precision,
        recall,
        {topic: share(outcomes) for topic, outcomes in sorted(per_topic.items())},
        Counter((q.acceptable[0], f.topics[0]) for f, q in zip(found, questions, strict=True)),
    )


_MARK = re.compile(r"\[([^\]]+)\]\((\w+)\)")
_SAME = {"life_stage": "condition"}


def entities(marked: list[str]) -> tuple[Share, Share]:
    """Precision and recall of names: kind equal (a life stage is a condition), spans overlapping."""
    hits = wanted_count = found_count = matched = 0
    for line in marked:
        text, wanted = _unmark(line)
        found = [(e.start, e.end, _SAME.get(e.kind, e.kind)) for e in assistant().named(text)]
        wanted_count += len(wanted)
        found_count += len(found)
        hits += sum(any(_overlap(w, f) for f in found) for w in wanted)
        matched += sum(any(_overlap(w, f) for w in wanted) for f in found)
    return Share(matched, found_count), Share(hits, wanted_count)


def _unmark(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, last = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), _SAME.get(mark[2], mark[2])))
        text += mark[1]
        last = mark.end()
    return text + line[last:], spans


def _overlap(a: tuple[int, int, str], b: tuple[int, int, str]) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] == b[2]


def trade_off(subject: Subject, half: Half) -> list[tuple[float, float, float]]:
    """(threshold, share of good questions refused, share of out-of-scope messages recognised) along `sure`."""
    questions, beyond = heldout.questions(half), heldout.out_of_scope(half)

    def confidences(messages: list[TopicMessage]) -> Any:
        read = [subject.reading(m.text).asked[0] for m in messages]
        return np.array([0.0 if INTENTS[a.intent] == "out_of_scope" else a.confidence for a in read])

    good, bad = confidences(questions), confidences(beyond)
    return [(t, float((good < t).mean()), float((bad < t).mean())) for t in np.arange(0.0, 1.0, 0.02)]
