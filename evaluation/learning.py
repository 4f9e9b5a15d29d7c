"""How understanding grows with the number of training messages: the heads trained on parts of them, measured whole.

The adapter below the heads has seen all the messages, so the small parts look better than they would alone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from evaluation import heldout
from evaluation.heldout import Half
from evaluation.statistics import Share, share
from evaluation.subject import ROOT, Subject, strengths
from magnesium.assistant import assistant
from magnesium.examples import topic_examples, two_question_examples
from magnesium.topic_reader import TopicReader

PARTS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)


@dataclass(frozen=True)
class Point:
    """What the heads reach that were trained on so many messages."""

    messages: int
    acceptable: Share
    out_of_scope: Share


def curve(half: Half) -> list[Point]:
    """One point for each of PARTS, drawn at random with a fixed seed."""
    examples = topic_examples(ROOT / "data/nlu") + two_question_examples(ROOT / "data/two_questions")
    random.Random(7).shuffle(examples)
    encoder = assistant().encoder
    if encoder is None:
        raise SystemExit("there is no encoder: run `make train`")
    vectors = encoder.encode([e.text for e in examples])
    points = []
    for part in PARTS:
        n = round(part * len(examples))
        print(f"  the heads on {n} messages ...", flush=True)
        subject = Subject(TopicReader.train(examples[:n], vectors[:n], strengths()))
        questions, beyond = heldout.questions(half), heldout.out_of_scope(half)
        right = [subject.understand(q.text).topics[0] in q.acceptable for q in questions]
        refused = [subject.understand(m.text).topics[0] == "out_of_scope" for m in beyond]
        points.append(Point(n, share(right), share(refused)))
    return points
