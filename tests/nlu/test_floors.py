"""Floors of understanding. `make eval` has the figures with their intervals; these only stop a fall.

The held-out halves are read for totals; no message is printed.
"""

import pytest

from evaluation import understanding
from evaluation.subject import Subject


@pytest.fixture(scope="module", params=["validation", "test"])
def figures(request) -> understanding.Figures:
    return understanding.measure(Subject(), request.param)


def test_an_acceptable_topic_is_answered_first(figures):
    assert figures.acceptable.value >= 0.95


def test_mostly_it_is_the_topic_the_writer_had_in_mind(figures):
    assert figures.first.value >= 0.92


def test_few_good_questions_are_refused(figures):
    assert figures.refused.value <= 0.03


def test_what_is_not_about_magnesium_is_recognised(figures):
    assert figures.out_of_scope.value >= 0.92


def test_typos_cost_little(figures):
    assert figures.acceptable.value - figures.typo_acceptable.value <= 0.04


def test_case_costs_nothing(figures):
    assert figures.acceptable.value - figures.upper_acceptable.value <= 0.02


def test_both_questions_of_a_message_are_found(figures):
    assert figures.both.value >= 0.8
