"""Unknown-word correction: a word that nobody knows becomes the nearest word of the trade, or stays as it is.

The encoder was trained on slips of the finger and reads common words through them; names of foods, forms and medicines
are what it can't guess. Correcting towards common words did more harm than good on the validation half.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from symspellpy import SymSpell, Verbosity

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

_WORD = re.compile(r"(?<![\w'])[A-Za-z]{4,}(?![\w'])", re.ASCII)


class Speller:
    """Corrects words that are in neither `known` nor `trade` towards `trade` (word -> how often it is used there).

    `known` (the encoder's vocabulary) should be wide: a real word is never touched.
    """

    def __init__(self, trade: Counter[str], known: Iterable[str]) -> None:
        self._known = frozenset(known) | frozenset(trade)
        self._index = SymSpell(max_dictionary_edit_distance=2, prefix_length=6)
        for word, count in trade.items():
            self._index.create_dictionary_entry(word, count)

    def correct(self, text: str) -> str:
        """`text` with its unknown words corrected: one edit in words of 4 to 6 letters, two in longer ones."""
        return _WORD.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower()
        if low in self._known:
            return word
        found = self._index.lookup(low, Verbosity.TOP, max_edit_distance=1 if len(low) < 7 else 2)
        return found[0].term if found else word


def trade_words(knowledge: Knowledge) -> Counter[str]:
    """The words of the questions and names in knowledge/, with how often they are used there."""
    named = (*knowledge.forms.values(), *knowledge.medicines.values(), *knowledge.conditions.values())
    lines = [q for a in knowledge.answers.values() for q in a.asked_as]
    lines += [alias for record in (*named, *knowledge.foods.values()) for alias in record.aliases]
    return Counter(word for line in lines for word in re.findall(r"[a-z]{4,}", line.lower()))
