"""Harder versions of the training messages, made on the fly while the adapter is trained."""

from __future__ import annotations

import random

from magnesium.examples import Example

_KEYS = {
    "a": "qsz", "b": "vn", "c": "xv", "d": "sfe", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


def mistyped(text: str, rng: random.Random) -> str:
    """One or two slips of the finger."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        spots = [i for i, c in enumerate(text) if c.isalpha()]
        if not spots:
            return text
        i, kind = rng.choice(spots), rng.randrange(5)
        if kind == 0:
            text = text[:i] + text[i + 1 :]
        elif kind == 1:
            text = text[:i] + text[i] + text[i:]
        elif kind == 2 and i + 1 < len(text):
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        elif kind == 3:
            text = text[:i] + rng.choice(_KEYS.get(text[i].lower(), "e")) + text[i + 1 :]
        else:
            text = text.replace("'", "").replace(",", "").replace(".", " ")
    return text


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
