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
        ([finding("now")], 0.25, Urgency.EMERGENCY, False),
        ([finding("now")], 0.02, Urgency.NONE, False),
        ([finding("now", Urgency.URGENT)], 0.22, Urgency.URGENT, False),
        ([finding("now", Urgency.URGENT)], 0.9, Urgency.EMERGENCY, False),
    ],
)
def test_the_voices_are_joined(findings, danger, urgency, check):
    verdict = join(findings, heard(danger), BARS)
    assert (verdict.urgency, verdict.check) == (urgency, check)


def test_a_danger_that_is_not_grave_leaves_the_level_to_the_rules():
    assert join([finding("now", Urgency.URGENT)], heard(0.6, level=1), BARS).urgency is Urgency.URGENT
    assert join([finding("now")], heard(0.6, level=1), BARS).urgency is Urgency.EMERGENCY


def test_without_a_reader_the_rules_decide_alone():
    assert join([finding("now")], None, BARS).urgency is Urgency.EMERGENCY
    assert join([finding("mention")], None, BARS).urgency is Urgency.NONE


def test_the_reader_names_the_level_it_hears():
    assert join([], heard(0.95, level=3), BARS).urgency is Urgency.CRISIS
    assert join([], heard(0.95, level=1), BARS).urgency is Urgency.URGENT


class Reported:
    """Rules that find a report in every message."""

    def read(self, _):
        return (finding("now"),)


def test_a_reader_that_fails_leaves_the_rules_speaking():
    def fail(_):
        raise RuntimeError("the words of a person")

    assert Triage(Reported(), fail).assess("anything").urgency is Urgency.EMERGENCY


def hear(danger_of):
    return lambda texts: np.stack([heard(danger_of(text)) for text in texts])


def test_a_question_that_comes_with_a_report_does_not_drown_it():
    triage = Triage(Reported(), hear(lambda text: 0.05 if "?" in text else 0.95))
    assert triage.assess("my wife won't wake up, is it low magnesium?").urgency is Urgency.EMERGENCY


def test_a_side_that_is_not_plainly_an_emergency_adds_nothing():
    triage = Triage(Reported(), hear(lambda text: 0.05 if "?" in text else 0.5))
    assert triage.assess("she collapsed in the last act, is that low magnesium?").urgency is Urgency.NONE


class Silent:
    """Rules that find nothing."""

    def read(self, _):
        return ()


def test_the_sides_of_what_the_rules_do_not_report_are_not_heard():
    triage = Triage(Silent(), hear(lambda text: 0.05 if "?" in text else 0.95))
    assert triage.assess("she collapsed in the last act, is that low magnesium?").urgency is Urgency.NONE


@pytest.mark.parametrize(("foreign", "level"), [(True, Urgency.EMERGENCY), (False, Urgency.NONE)])
def test_another_language_needs_less_to_be_an_emergency(foreign, level):
    assert Triage(Silent(), hear(lambda _: 0.2), foreign=lambda _: foreign).assess("mi padre").urgency is level


@pytest.mark.parametrize(("foreign", "level"), [(True, Urgency.EMERGENCY), (False, Urgency.NONE)])
def test_another_language_is_heard_as_it_is_written(foreign, level):
    as_written = hear(lambda text: 0.9 if text == "mi padre" else 0.0)
    triage = Triage(Silent(), as_written, correct=lambda _: "my pad", foreign=lambda _: foreign)
    assert triage.assess("mi padre").urgency is level


def test_a_report_at_the_end_of_a_long_story_is_heard_alone():
    class AtTheEnd:
        def read(self, text):
            return (Finding("seizure", Urgency.EMERGENCY, "now", text.index("she"), len(text)),)

    triage = Triage(AtTheEnd(), hear(lambda text: 0.05 if len(text.split()) > 30 else 0.95))
    assert triage.assess("we talked about nuts " * 200 + "she is having a fit").urgency is Urgency.EMERGENCY


def test_what_the_rules_find_unclear_is_asked_about_also_when_the_reader_hears_danger():
    verdict = join([finding("unclear")], heard(0.6, level=1), BARS)
    assert (verdict.urgency, verdict.check) == (Urgency.URGENT, True)


def test_windows_of_a_long_text_hold_every_word():
    words = [f"w{i}" for i in range(1500)]
    parts = windows(" ".join(words))
    assert set(" ".join(parts).split()) == set(words)
    assert len(parts) <= 26
    assert windows("short text") == ["short text"]
