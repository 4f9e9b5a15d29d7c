"""Slips of the finger: the same seed types the same, and the words stay about as long as they were."""

import random

from magnesium.slips import mistyped

TEXT = "my husband collapsed in the kitchen and he is not answering me"


def test_the_same_seed_types_the_same():
    assert mistyped(TEXT, random.Random(1)) == mistyped(TEXT, random.Random(1)) != TEXT


def test_slips_are_few_and_sometimes_many():
    rng = random.Random(1)
    changed = [abs(len(mistyped(TEXT, rng)) - len(TEXT)) for _ in range(200)]
    assert max(changed) <= 1 + len(TEXT) // 12


def test_what_has_no_letters_stays():
    assert mistyped("112 !!", random.Random(1)) == "112 !!"
