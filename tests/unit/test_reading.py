"""A message taken apart into the sentences that may ask something."""

import pytest

from magnesium.reading import segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "which foods have it and how long until i feel better",
            ["which foods have it", "how long until i feel better"],
        ),
        ("Is it safe? What dose?", ["Is it safe?", "What dose?"]),
        ("nuts and seeds", ["nuts and seeds"]),
        ("calcium and magnesium together", ["calcium and magnesium together"]),
        ("i eat well, what else", ["i eat well", "what else"]),
        ("", []),
    ],
)
def test_questions_are_split_and_lists_are_not(text, parts):
    assert segments(text) == parts
