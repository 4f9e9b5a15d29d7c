"""Harder versions of the training messages, made on the fly while the adapter is trained."""

from __future__ import annotations

import random

from magnesium.examples import Example
from magnesium.slips import mistyped


def varied(example: Example, ordinary: list[Example], negatives: list[Example], rng: random.Random) -> Example:
    """The example as it is, mistyped, or standing in a longer message whose other half is harmless."""
    text = example.text
    if rng.random() < 0.3:
        text = mistyped(text, rng)
    if not example.intents and rng.random() < 0.3 and len(text) < 400:
        other = rng.choice(ordinary if rng.random() < 0.6 else negatives).text
        if len(other) < 300:
            joint = rng.choice((". ", " ", " and ", ", ", "? ", "\n"))
            text = text + joint + other if rng.random() < 0.5 else other + joint + text
    return Example(text.lower(), example.intents, example.level)
