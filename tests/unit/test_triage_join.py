"""The two voices of triage joined: either may fire, held-back mentions change nothing, doubt asks."""

import numpy as np
import pytest

from magnesium.triage import Bars, Triage, join, windows
from magnesium.triage.rules import Finding
from magnesium.urgency import Urgency

BARS = Bars()


def finding(certainty, urgency=Urgency.EMERGENCY, flag="seizure"):
    return Finding(flag, urgency, certainty, 0, 1)


def heard(danger: float, level: int = 2):
    row = np.zeros(4, np.float32)
    row[0], row[level] = 1 - danger, danger
    return row


@pytest.mark.parametrize(
    ("findings", "danger", "urgency", "check"),
    [
        ([], 0.9, Urgency.EMERGENCY, False),
        ([], 0.4, Urgency.EMERGENCY, False),
        ([], 0.2, Urgency.NONE, False),
        ([finding("mention")], 0.9, Urgency.EMERGENCY, False),
        ([finding("mention")], 0.5, Urgency.EMERGENCY, False),
        ([finding("mention")], 0.2, Urgency.NONE, False),
        ([finding("unclear")], 0.1, Urgency.URGENT, True),
        ([finding("unclear")], 0.9, Urgency.EMERGENCY, False),
        ([finding("now")], 0.9, Urgency.EMERGENCY, False),
        ([finding("now")], 0.15, Urgency.EMERGENCY, False),
        ([finding("now")], 0.02, Urgency.NONE, False),
        ([finding("now", Urgency.URGENT)], 0.2, Urgency.URGENT, False),
        ([finding("now", Urgency.URGENT)], 0.9, Urgency.EMERGENCY, False),
    ],
)
def test_the_voices_are_joined(findings, danger, urgency, check):
    verdict = join(findings, heard(danger), BARS)
    assert (verdict.urgency, verdict.check) == (urgency, check)


def test_without_a_reader_the_rules_decide_alone():
    assert join([finding("now")], None, BARS).urgency is Urgency.EMERGENCY
    assert join([finding("mention")], None, BARS).urgency is Urgency.NONE


def test_the_reader_names_the_level_it_hears():
    assert join([], heard(0.95, level=3), BARS).urgency is Urgency.CRISIS
    assert join([], heard(0.95, level=1), BARS).urgency is Urgency.URGENT


def test_a_reader_that_fails_leaves_the_rules_speaking():
    class Rules:
        def read(self, _):
            return (finding("now"),)

    def fail(_):
        raise RuntimeError("the words of a person")

    assert Triage(Rules(), fail).assess("anything").urgency is Urgency.EMERGENCY


def test_windows_of_a_long_text_hold_every_word():
    words = [f"w{i}" for i in range(1500)]
    parts = windows(" ".join(words))
    assert set(" ".join(parts).split()) == set(words)
    assert len(parts) <= 26
    assert windows("short text") == ["short text"]
