"""How far a cue reaches: "no chest pain, faints or fits but I can't breathe" negates three dangers, not the fourth."""

from __future__ import annotations

from magnesium.knowledge.danger import Cue
from magnesium.triage.words import Words

_TURNS = frozenset((
    "but", "however", "except", "though", "although", "yet", "because", "cuz", "coz", "bc", "instead", "now", "then",
    "otherwise",
))  # fmt: skip
"""Words after which a sentence says something else."""
_SUBJECTS = frozenset((
    "i", "im", "ive", "ill", "he", "hes", "she", "shes", "they", "theyre", "theyve", "we", "were", "weve", "my",
    "his", "her", "its", "it", "the", "theres", "there", "this", "that", "cant", "wont", "also", "just", "only",
    "you", "is", "are", "can", "does", "do", "what", "how", "should", "would", "will", "why", "which",
))  # fmt: skip
"""Words with which a new statement begins, after a comma or an "and"."""
_PERSONS = frozenset((
    "i", "im", "ive", "he", "hes", "she", "shes", "we", "weve", "my", "cant",
))  # fmt: skip
"""Words with which a new statement begins even without one, as people dictate."""
_NEWS = frozenset((
    "but", "now", "today", "tonight", "however", "except",
))  # fmt: skip
"""Words with which a sentence comes to what is the case now: "had a stroke in 2011 and now my face droops"."""
_LINKS = frozenset((
    "and", "so", "plus", "also", "or",
))  # fmt: skip
_REACH = 9


def turns(words: Words, i: int) -> bool:
    """Whether a new statement begins with word `i`."""
    word = words.text[i]
    if words.opens(i) or word in _TURNS:
        return True
    linked = words.paused[i] or words.text[i - 1] in _LINKS
    return (linked and word in _SUBJECTS) or (words.text[i - 1] == "and" and word == "now")


def clause(words: Words, i: int) -> tuple[int, int]:
    """The clause of word `i`: first word and one past the last."""
    first, last, n = i, i + 1, len(words.text)
    while first > 0 and not turns(words, first):
        first -= 1
    while last < n and not turns(words, last):
        last += 1
    return first, last


def reach(words: Words, cue: Cue, start: int, end: int) -> tuple[int, int]:
    """The words that a cue found at `start` to `end` holds back: first and one past the last."""
    if cue.scope == "message":
        return 0, len(words.text)
    if cue.scope == "sentence":
        last = words.last(start)
        return words.first(start), next((i for i in range(end, last) if words.text[i] in _NEWS), last)
    if cue.scope == "clause":
        return clause(words, start)
    if cue.scope == "before":
        return clause(words, start)[0], end
    return start, _forward(words, end)


def _forward(words: Words, i: int) -> int:
    """Where a cue stops that stands just before word `i`: lists go on over commas, statements do not."""
    n, j, since = len(words.text), i, 0
    while j < n:
        if turns(words, j) or (since > 0 and words.text[j] in _PERSONS) or since > _REACH:
            break
        since = 0 if words.paused[j] or words.text[j] in ("or", "no", "nor", "any", "and") else since + 1
        j += 1
    return j
