"""A message taken apart into what may be two questions, or into sentences."""

import pytest

from magnesium.reading import halves, sentences


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
    assert len(halves("what is it and " * 300)) <= 6
    assert len(sentences("What now? " * 300)) <= 12
