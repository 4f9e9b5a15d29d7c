"""No held-out message, and nothing close to one, is in what the model or the adapter is trained on."""

from typing import get_args

import numpy as np
import pytest
from rapidfuzz import fuzz, process, utils

from evaluation import heldout
from magnesium.examples import danger_examples, topic_examples

CLOSE = 90
"""Similarity (0 to 100, of normalised texts) from which two messages count as near-duplicates."""


def likeness(one: list[str], other: list[str]) -> np.ndarray:
    """Similarity of each message of `one` to each of `other`; 0 where it is below CLOSE."""
    return process.cdist(
        one,
        other,
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=CLOSE,
        workers=-1,
        dtype=np.uint8,
    )


@pytest.fixture(scope="module")
def training() -> list[str]:
    return [e.text for e in topic_examples(heldout.ROOT / "data/nlu") + danger_examples(heldout.ROOT / "data/safety")]


@pytest.mark.parametrize("half", ["validation", "test"])
def test_no_held_out_message_is_near_a_training_message(training, half):
    messages = [m.text for m in heldout.questions(half) + heldout.out_of_scope(half) + heldout.two_questions(half)]
    for name in get_args(heldout.DangerSet):
        messages += [m.text for m in heldout.dangers(half, name)]
    messages += [p.variant for p in heldout.pairs(half)] + [t for talk in heldout.talks(half) for t in talk.turns]
    # Words that any two people would type alike ("thanks", "no", "chest pain") prove no copying.
    messages = [m for m in messages if len(m.split()) > 3]
    scores = likeness(messages, training)
    assert int((scores >= CLOSE).any(axis=1).sum()) == 0


def test_the_halves_share_no_message():
    for name in ("questions", "out_of_scope", "two_questions"):
        one, other = ({m.text.lower() for m in getattr(heldout, name)(half)} for half in ("validation", "test"))
        assert not one & other


def test_the_sets_are_large_enough_for_their_claims():
    halves = ("validation", "test")
    topics = [m.acceptable[0] for half in halves for m in heldout.questions(half)]
    assert min(topics.count(t) for t in set(topics)) >= 30
    assert sum(len(heldout.out_of_scope(half)) for half in halves) >= 300
    flags = [m.kind for half in halves for m in heldout.dangers(half, "reports")]
    assert len(flags) >= 400
    assert min(flags.count(f) for f in set(flags)) >= 25
    assert (
        min(
            flags.count(f) for f in ("arrhythmia_distress", "coronary_spasm", "seizure", "tetany", "severe_mood_change")
        )
        >= 40
    )
    assert sum(len(heldout.dangers(half, "negatives")) for half in halves) >= 400
    assert sum(len(heldout.dangers(half, "borderline")) for half in halves) >= 100


def test_names_vary_within_a_question_shape():
    """Entities are not memorised: after masking names, under 5% of the examples are near-duplicates."""
    from magnesium.assistant import assistant

    examples = [e for e in topic_examples(heldout.ROOT / "data/nlu") if len(e.text.split()) > 3]
    masked = []
    for example in examples:
        text = example.text
        for entity in sorted(assistant().named(text), key=lambda e: -e.start):
            text = f"{text[: entity.start]}{entity.kind}{text[entity.end :]}"
        masked.append(text)
    scores = likeness(masked, masked)
    np.fill_diagonal(scores, 0)
    assert (scores >= CLOSE).any(axis=1).mean() < 0.05
