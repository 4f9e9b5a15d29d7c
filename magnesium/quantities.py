"""Amounts of food in words: found in a text, turned into grams, written out again.

"half a cup of spinach" -> Amount(0.5, "cup") -> 15 g (a cup of raw spinach weighs 30 g) -> "1/2 cup (15 g, 0.5 oz)"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import floor

import pint

from magnesium.knowledge.measures import Measures
from magnesium.knowledge.tables import Food

PIECE = "piece"
_LEAST_OUNCES = 0.05  # less is written in grams only
_LABEL = re.compile(r"(\d+)/(\d+)|(\d+(?:\.\d+)?)")
_PIECES_IN_BRACKETS = re.compile(r"\((?:about )?(\d+) (?:nuts|kernels|seeds)\)")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "couple": 2, "few": 3, "dozen": 12,
}  # fmt: skip
_PARTS = {"half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fourth": 0.25}
_NICE = {0.5: "1/2", 0.25: "1/4", 0.75: "3/4", 0.33: "1/3", 0.67: "2/3", 0.12: "1/8"}

_COUNT = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
_NUMBER = rf"""
    (?P<whole>\d+)\s*(?P<glyph>[½¼¾⅓⅔⅛])            # 1½
  | (?P<mixed>\d+)[ -]+(?P<over1>\d)/(?P<under1>\d)      # 1 1/2
  | (?P<over>\d+)\s*[/⁄]\s*(?P<under>\d+)                # 1/2
  | (?P<alone>[½¼¾⅓⅔⅛])
  | (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?|\.\d+)
  | (?:(?P<plus>{_COUNT}|a|an)\s+and\s+)?(?:(?P<times>a|an|one|two|three)[ -]+)?
      (?P<part>half|thirds?|quarters?|fourth)(?P<dozen>\s+(?:a\s+)?dozen)?(?:\s+(?:of\s+)?(?:a|an|one))?
  | (?:a\s+)?(?P<group>couple|few|dozen)(?:\s+of)?
  | (?P<word>{_COUNT}|a|an)(?P<half_more>\s+and\s+a\s+half)?
"""


@dataclass(frozen=True)
class Amount:
    """So many of a unit: a unit of mass or volume, a household measure, a piece word, or `PIECE` (things counted).

    `start` and `end` are its place in the text. `bare` tells that no unit was said ("3 dates").
    """

    value: float
    unit: str
    start: int = 0
    end: int = 0
    bare: bool = False

    def __str__(self) -> str:
        return f"{self.value:.6g} {self.unit}"

    @classmethod
    def parse(cls, text: str) -> Amount:
        """The amount that `str` wrote."""
        value, _, unit = text.partition(" ")
        return cls(float(value), unit)


class Quantities:
    """Reads amounts and weighs them, with the units of knowledge/measures.yml."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        factor = _factors(tuple((i, u.unit) for i, u in (*measures.mass.items(), *measures.volume.items())))
        self._grams = {i: factor[i] for i in measures.mass}
        self._ml = {i: factor[i] for i in measures.volume}
        self._unit_of = {w: i for i, u in (*measures.mass.items(), *measures.volume.items()) for w in u.words}
        self._unit_of |= {w: h.name for h in measures.household for w in h.words}
        for piece in measures.pieces:
            self._unit_of[piece] = self._unit_of[_plural(piece)] = measures.same.get(piece, piece)
        units = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(self._unit_of, key=len, reverse=True))
        self._amount = re.compile(
            rf"(?<![\w.,/-])(?:{_NUMBER})(?:\s*-?\s*(?:(?:large|big|small|medium|heaping|heaped|level|full|whole)\s+)?"
            rf"(?P<unit>{units})(?![\w'’]))?",
            re.IGNORECASE | re.VERBOSE,
        )

    @classmethod
    def of(cls, measures: Measures) -> Quantities:
        """The reader for these measures, made once."""
        known = _made.get(id(measures))
        if known is None or known._measures is not measures:
            _made.clear()
            known = _made[id(measures)] = cls(measures)
        return known

    def find_amounts(self, text: str) -> tuple[Amount, ...]:
        """Amounts in order. A number without a unit is `bare`; whether it counts a food is for the caller to see."""
        found = []
        for match in self._amount.finditer(text):
            unit = match["unit"]
            if not unit and (match["word"] or "").lower() in ("a", "an"):
                continue
            name = self._unit_of[re.sub(r"\s+", " ", unit.lower())] if unit else PIECE
            value = _value(match)
            if value > 0:
                found.append(Amount(value, name, match.start(), match.end(), not unit))
        return tuple(found)

    def grams(self, food: Food, amount: Amount) -> float | None:
        """The weight of the amount of this food; None when its servings do not tell."""
        if amount.unit in self._grams:
            return amount.value * self._grams[amount.unit]
        if amount.unit in self._ml:
            per_ml = self._per_ml(food)
            return None if per_ml is None else amount.value * self._ml[amount.unit] * per_ml
        one = self._pieces(food)
        if amount.unit in one:
            return amount.value * one[amount.unit]
        for household in self._measures.household:
            if household.name == amount.unit and (not household.for_ or food.category in household.for_):
                return self.grams(food, Amount(amount.value * household.counts, household.unit))
        return None

    def said(self, amount: Amount, grams: float) -> str:
        """The amount as it is shown, in both systems: "2 oz (57 g)", "1/2 cup (90 g, 3.2 oz)"."""
        unit = (
            _plural(amount.unit) if amount.value > 1 and amount.unit not in self._measures.unchanging else amount.unit
        )
        return f"{nice(amount.value)} {unit} ({self.weight(grams, amount.unit)})"

    def weight(self, grams: float, beside: str = "") -> str:
        """Grams and ounces; only the one of the two that `beside` (a unit) does not say."""
        in_oz = grams / self._grams["oz"]
        ounces = f"{_decimal(in_oz)} oz"
        in_grams = f"{_decimal(grams)} g"
        if beside in ("oz", "lb") or in_oz < _LEAST_OUNCES:
            return in_grams
        return ounces if beside in ("g", "kg") else f"{in_grams}, {ounces}"

    def _per_ml(self, food: Food) -> float | None:
        for serving in food.servings:
            count, words = _label(serving.label)
            unit = self._unit_of.get(" ".join(words[:2])) or self._unit_of.get(words[0] if words else "")
            if unit in self._ml and count:
                return serving.grams / (count * self._ml[unit])
        return self._measures.drink_grams_per_ml if food.category == "beverages" else None

    def _pieces(self, food: Food) -> dict[str, float]:
        """Grams of one of each piece word that the servings use, and of one piece of the food itself."""
        one: dict[str, float] = {}
        for serving in food.servings:
            count, words = _label(serving.label)
            units = [self._unit_of.get(w, w) for w in words]
            if units and units[0] in self._grams:  # "8 oz container": one container, not eight
                for unit in units[1:]:
                    one.setdefault(unit, serving.grams)
            elif count and not {"fl", *self._ml} & {*units}:
                for unit in units:
                    one.setdefault(unit, serving.grams / count)
                if not {*self._measures.not_one} & {*units}:
                    one.setdefault(PIECE, serving.grams / count)
            inside = _PIECES_IN_BRACKETS.search(serving.label)
            if inside:
                one.setdefault(PIECE, serving.grams / int(inside.group(1)))
                for unit in ("nut", "seed", "kernel"):
                    one.setdefault(unit, one[PIECE])
        return one


def rounded(mg: float) -> float:
    """Milligrams as they are shown: whole, with one decimal below ten."""
    return floor(mg * 10 + 0.5) / 10 if mg < 10 else float(floor(mg + 0.5))


def nice(value: float) -> str:
    """A count as cooks write it: 0.5 -> "1/2", 1.5 -> "1 1/2", 3.0 -> "3"."""
    whole, rest = int(value), round(value - int(value), 2)
    if rest in _NICE:
        return f"{whole} {_NICE[rest]}" if whole else _NICE[rest]
    return f"{value:.10g}" if rest == 0 else f"{round(value, 2):g}"


def _decimal(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{floor(value + 0.5):,}"


def _label(label: str) -> tuple[float, list[str]]:
    """The count and the words of a serving: "1/2 cup chopped (78 g)" -> 0.5, ["cup", "chopped"]."""
    match = _LABEL.match(label)
    if not match:
        return 0.0, []
    count = int(match[1]) / int(match[2]) if match[1] else float(match[3])
    words = re.findall(r"[a-z]+", label[match.end() :].split("(")[0].split(",")[0].lower())
    return count, [_singular(w) for w in words]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word == "halves":
        return "half"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _plural(word: str) -> str:
    if word == "half":
        return "halves"
    if word.endswith("y"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("x", "ch", "sh", "ss")) else "s")


def _value(match: re.Match[str]) -> float:
    if match["glyph"]:
        return int(match["whole"]) + _FRACTIONS[match["glyph"]]
    if match["mixed"]:
        return int(match["mixed"]) + _ratio(match["over1"], match["under1"])
    if match["over"]:
        return _ratio(match["over"], match["under"])
    if match["alone"]:
        return _FRACTIONS[match["alone"]]
    if match["digits"]:
        digits = match["digits"]
        thousands = re.fullmatch(r"\d{1,3}(,\d{3})+", digits)
        return float(digits.replace(",", "") if thousands else digits.replace(",", "."))
    if match["part"]:
        value = _PARTS[match["part"].lower()] * _WORDS.get((match["times"] or "one").lower(), 1)
        if match["dozen"]:
            value *= _WORDS["dozen"]
        return value + (_WORDS[match["plus"].lower()] if match["plus"] else 0)
    if match["group"]:
        return _WORDS[match["group"].lower()]
    return _WORDS[match["word"].lower()] + (0.5 if match["half_more"] else 0)


def _ratio(over: str, under: str) -> float:
    return int(over) / int(under) if int(under) else 0.0


_made: dict[int, Quantities] = {}


@lru_cache(maxsize=8)
def _factors(units: tuple[tuple[str, str], ...]) -> dict[str, float]:
    """Unit id -> grams (of mass) or millilitres (of volume), by the units library."""
    registry: pint.UnitRegistry = pint.UnitRegistry()
    return {i: float(registry.Quantity(1, u).to_base_units().to("g" if _is_mass(registry, u) else "ml").magnitude)
            for i, u in units}  # fmt: skip


def _is_mass(registry: pint.UnitRegistry, unit: str) -> bool:
    return bool(registry.Quantity(1, unit).check("[mass]"))
