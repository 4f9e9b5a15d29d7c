"""python -m magnesium.numbers_for_widget: writes the numbers that the widget's bundle carries.

The widget shows them where the server can't be reached, so they are a copy of knowledge/emergency_numbers.yml, made
by this command and held to it by a test. Poison centres stay out: the bundle is small, and an emergency number serves.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from magnesium.knowledge.danger import Country, Number
from magnesium.knowledge.load import load
from magnesium.settings import ROOT, settings

TARGET = ROOT / "widget/src/emergency-numbers.json"
_KINDS = ("emergency", "crisis")


def numbers_for_widget(knowledge: Path) -> str:
    """The text of the widget's file: a JSON list, one country a line, by name. `knowledge` is the knowledge folder."""
    countries = sorted(load(knowledge).countries.values(), key=lambda country: country.name)
    rows = (json.dumps(_country(country), ensure_ascii=False, separators=(",", ":")) for country in countries)
    return "[\n  " + ",\n  ".join(rows) + "\n]\n"


def _country(country: Country) -> dict[str, Any]:
    numbers = [_number(number) for kind in _KINDS for number in country.numbers if number.kind == kind]
    return {"code": country.code, "name": country.name, "numbers": numbers}


def _number(number: Number) -> dict[str, str | None]:
    row: dict[str, str | None] = {
        "kind": number.kind,
        "label": number.label,
        "number": number.number,
        "tel": number.tel,
    }
    return row | ({"note": number.note} if number.note else {})


if __name__ == "__main__":
    TARGET.write_text(numbers_for_widget(settings().knowledge), encoding="utf-8")
