"""Ages in words: "34f", "my 6 month old", "im 70", "15 year old girl"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_NUMBER = rf"(?P<n>\d{{1,3}}(?:\.\d)?|{'|'.join(_WORDS)})"
_OLDEST = 120
_YEARS_IN = {"y": 1.0, "m": 1 / 12, "w": 1 / 52, "d": 1 / 365}

_RELATIVES = (
    "mom|mum|mother|dad|father|son|daughter|wife|husband|baby|kid|child|brother|sister|grandma|grandpa|grandmother|"
    "grandfather|granny|grandad|granddad|gran|nan|nana|friend|partner|girlfriend|boyfriend|aunt|uncle|niece|nephew|toddler|patient"
)

_UNITS = (
    "mg|mcg|g\\b|kg|lbs?\\b|pounds?|kilos?|stone|%|cm|ft|weeks?|months?|days?|hours?|minutes?|times|x\\b|tablets?|pills?|cups?|oz\\b|"
    "in \\d|out of"
)

_PATTERNS = tuple(
    re.compile(p)
    for p in (
        # "15 year old", "6-month-old", "34yo", "34 y/o", "70 y.o."
        rf"(?<![\w.]){_NUMBER}\s*-?\s*(?:(?P<unit>year|yr|month|mo|mth|week|wk|day)s?\s*-?\s*(?:old|of age|aged)\b"
        r"|y\.?/?o\b\.?)",
        # "34f", "34 M", "f34"
        r"(?<![\w.])(?P<n>\d{2})\s?(?P<sex>[fm])(?![\w'])",
        r"(?<![\w.'])(?P<sex>[fm])\s?(?P<n>\d{2})(?![\w%.])",
        # "aged 34", "age 6 months", "turning 50"
        rf"\b(?:age[ds]?|age of|age is|age:|turning|turned|just turned|turn|turns)\s*:?\s*{_NUMBER}\s*"
        r"(?P<unit>year|month|week|day)?s?\b(?!\s*(?:mg|%|g\b))",
        # "im 70", "i'm a 34", "she is 8", "he's 15", "my mum is 80"
        rf"\b(?:i'?m|i am|(?:she|he|who)(?:'?s| is)|(?:{_RELATIVES})(?:'s| is))\s+"
        r"(?:(?:a|only|now|about|almost|nearly|just|over)\s+)?"
        rf"{_NUMBER}(?:\s+(?P<unit>month|week|year)s?)?(?=\s*(?:$|[.,;!?)]|(?:and|so|but|with|who|how|what|years?|months?|male|"
        r"female|man|woman|girl|boy|f|m|if|do|can|should|is|now)\b))",
        # "my son, 7 years", "daughter (8 months)"
        rf"\b(?:{_RELATIVES})\s*[,(]?\s*{_NUMBER}\s*(?:(?P<unit>year|yr|month|week)s?\b|(?=[,.;!?)]|$))",
        # "how much does a baby need, 8 months"
        rf"\b(?:baby|infant|toddler|newborn)\b[^.!?]{{0,30}}?\b{_NUMBER}\s*(?P<unit>month|week)s?\b",
        # "she has 92 years", "I'm a woman, 42."
        rf"\b(?:she|he|who) has {_NUMBER} years?\b",
        rf"\b(?:woman|man|female|male|girl|boy|guy|lady|gentleman)\s*,\s*{_NUMBER}(?=\s*(?:[.,;!?)]|$|(?:and|with|who|yrs?|years?)\b))",
        # "in my 40s"
        r"\bin (?:my|her|his|their) (?:early |mid |late |mid-)?(?P<decade>[2-9]0)'?s\b",
        # "30 years", "8 months" as a whole message
        rf"^\s*{_NUMBER}\s*(?P<unit>year|yr|month|mo|week)?s?\s*\.?\s*$",
        # "women over 50", "adults over 65", "a boy of 14", "men 19-30"
        r"\b(?:women|men|people|adults?|females?|males?|ladies|guys|woman|man|girls?|boys?|kids?|children|child)\s+"
        rf"(?:(?P<over>over|above|past)|of|aged?|under)?\s*{_NUMBER}(?!\s*(?:{_UNITS})|[./]\d|\d)",
        rf"\b(?P<over>over|above|past)\s+{_NUMBER}(?=\s*(?:$|[.,;!?)]|s\b|years?\b))",
    )
)


_OF_A_PREGNANCY = re.compile(
    r"[\s-]*(?:months?|weeks?|wks?|mths?)?\s*(?:pregnant|pregnancy|preggers|along|gone|gestation|post-?\s?partum)\b"
)
"""After a number: how far a pregnancy is, not how old somebody is ("i'm 8 months pregnant")."""


@dataclass(frozen=True)
class Age:
    """An age in years and its place in the text; `sex` where it was written with it ("34f")."""

    years: float
    start: int
    end: int
    sex: str = ""


def find_ages(text: str) -> tuple[Age, ...]:
    """The ages in a lower-case text, in order."""
    found: list[Age] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if "year" not in match.group() and _OF_A_PREGNANCY.match(text, match.end()):
                continue
            groups = match.groupdict()
            if any(match.start() < a.end and a.start < match.end() for a in found):
                continue
            years = _years(groups)
            if 0 <= years <= _OLDEST:
                sex = {"f": "female", "m": "male"}.get(groups.get("sex") or "", "")
                found.append(Age(years, match.start(), match.end(), sex))
    return tuple(sorted(found, key=lambda a: a.start))


def _years(groups: dict[str, str | None]) -> float:
    if groups.get("decade"):
        return float(groups["decade"] or 0) + 5
    written = groups["n"] or ""
    value = float(_WORDS.get(written, 0) or written)
    unit = (groups.get("unit") or "y")[0]
    older = 1 if groups.get("over") else 0  # "over 50" begins at 51
    return round(value * _YEARS_IN[unit], 3) + older
