"""A message taken apart into what may be two questions, or into sentences; and what it is then taken to ask."""

import numpy as np
import pytest

from magnesium.parts import halves, sentences
from magnesium.reading import Thresholds, read
from magnesium.topic_reader import Guess


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (
            "which foods have it and how long until i feel better",
            ("which foods have it", "how long until i feel better"),
        ),
        ("Is it safe? What dose?", ("Is it safe", "What dose?")),
        (
            "how long till it kicks in + will it give me the trots",
            ("how long till it kicks in", "will it give me the trots"),
        ),
    ],
)
def test_a_joint_between_two_questions_is_found(text, pair):
    assert pair in halves(text)


@pytest.mark.parametrize("text", ["nuts and seeds", "calcium and magnesium together", "i eat well, thanks", ""])
def test_a_list_of_things_is_not_two_questions(text):
    assert halves(text) == []


def test_a_long_text_yields_a_bounded_number_of_parts():
    assert len(halves("what is it and " * 300)) <= 8
    assert len(sentences("What now? " * 300)) <= 12


class Heads:
    """Knows what some texts ask; takes anything else for what is out of scope."""

    def __init__(self, two=0.0, **known):
        self.two, self.known = two, known
        self.read_texts = []

    def read(self, texts, vectors):
        self.read_texts += texts
        return [self.known.get(t.replace(" ", "_"), guess(out_of_scope=0.5)) for t in texts]

    def double(self, texts, vectors):
        return [self.two for _ in texts]


class Nothing:
    def encode(self, texts):
        return np.zeros((len(texts), 384), np.float32)

    def correct(self, text):
        return text


def guess(**likely):
    ranking = sorted(likely.items(), key=lambda pair: -pair[1])
    rest = [(i, 0.01) for i in ("ask_foods", "ask_timeline", "ask_causes", "out_of_scope") if i not in likely]
    return Guess((*ranking, *rest), ranking[0][1])


def asked(heads, text):
    reading = read(text, Nothing(), heads, Nothing(), Thresholds(sure=0.28, two=0.015))
    return [(a.topic, a.text) for a in reading.asked]


FOODS, TIME = guess(ask_foods=0.9), guess(ask_timeline=0.9)


def test_two_questions_are_answered_in_the_order_of_the_text():
    both = guess(ask_timeline=0.6, ask_foods=0.3)
    heads = Heads(two=0.8, best_foods_and_how_long=both, best_foods=FOODS, how_long=TIME)
    assert asked(heads, "best foods and how long") == [("foods", "best foods"), ("timeline", "how long")]


def test_what_the_whole_takes_for_one_question_is_not_parted():
    heads = Heads(two=0.01, best_foods_and_how_long=guess(ask_foods=0.9), best_foods=FOODS, how_long=TIME)
    assert asked(heads, "best foods and how long") == [("foods", "best foods and how long")]
    assert heads.read_texts == ["best foods and how long"]


def test_two_halves_of_one_topic_are_one_question():
    heads = Heads(two=0.5, best_foods_and_top_nuts=guess(ask_foods=0.9), best_foods=FOODS, top_nuts=FOODS)
    assert [topic for topic, _ in asked(heads, "best foods and top nuts")] == ["foods"]


def test_a_story_asks_what_its_clearest_sentence_asks():
    story = "My aunt came on a Sunday and we had tea. " * 5 + "how long"
    heads = Heads(how_long=TIME)
    assert asked(heads, story) == [("timeline", "how long")]
