"""Slips of the finger on a keyboard, for readers that learn to hear through them."""

from __future__ import annotations

import random

_KEYS = {
    "a": "qsz", "b": "vn", "c": "xv", "d": "sfe", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


def mistyped(text: str, rng: random.Random) -> str:
    """Slips of the finger: one to three, or, as of shaking hands, one in about a dozen characters."""
    slips = rng.choice((1, 1, 2, 3)) if rng.random() < 0.7 else max(3, len(text) // 12)
    for _ in range(slips):
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
