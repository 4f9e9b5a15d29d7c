"""Ways to take a message apart: at a joint, where one thing may end and another begin, or into its sentences."""

from __future__ import annotations

import re

_MOST_SPLITS = 8
_MOST_SPLIT_WORDS = 150
"""Words that all the ways of parting a message may have together: each of them is read."""
_MOST_SENTENCES = 12
_JOINT = re.compile(
    r"[,;.?!\n]+\s*(?:(?:and|also|plus|but|then|or)\s)*"
    r"|\s(?:and|also|plus|or|but|then|btw|oh|&|\+|/)\s(?:(?:also|then|and)\s)?",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.?!\n]")
_SENTENCE = re.compile(r"(?<=[.!?;\n])\s+|\n+")


def halves(text: str) -> list[tuple[str, str]]:
    """Ways to take a message for two things said: before and after a joint.

    The longer the message, the fewer: those between sentences and near the end, where questions mostly stand.
    """
    found = []
    for joint in _JOINT.finditer(text):
        before, after = text[: joint.start()].strip(), text[joint.end() :].strip()
        if all(len(side.split()) >= 2 for side in (before, after)):
            found.append((bool(_STOP.search(joint[0])), joint.start(), (before, after)))
    most = min(_MOST_SPLITS, _MOST_SPLIT_WORDS // max(len(text.split()), 1))
    return [pair for _, _, pair in sorted(found, reverse=True)[:most]]


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; none when it has only one."""
    parts = [s for s in (part.strip() for part in _SENTENCE.split(text)) if s]
    return parts[-_MOST_SENTENCES:] if len(parts) > 1 else []
