"""Food rows, cards and their plain-text form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magnesium.composers.wording import say
from magnesium.knowledge.tables import Food
from magnesium.quantities import Amount, Quantities, rounded
from magnesium.reply import FoodRow, FoodsCard

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge


@dataclass(frozen=True)
class Portion:
    """So much of a food: the amount as it is shown, and its weight in grams."""

    food: Food
    shown: str
    grams: float
    given: bool = False

    @property
    def mg(self) -> float:
        return self.food.mg_per_100g * self.grams / 100


def daily_value(knowledge: Knowledge) -> float:
    """Milligrams that food labels count as a day's worth for adults."""
    return float(knowledge.figures["daily_value"].value or 0)


def usual(quantities: Quantities, food: Food) -> Portion:
    """The first serving of the table."""
    return servings(quantities, food)[0]


def servings(quantities: Quantities, food: Food) -> tuple[Portion, ...]:
    """Every serving of the table, shown in both systems."""
    return tuple(Portion(food, _both(quantities, s.label, s.grams), s.grams) for s in food.servings)


def measured(quantities: Quantities, food: Food, amount: Amount) -> Portion | None:
    """The portion that a person named, or None when its weight is not known."""
    grams = quantities.grams(food, amount)
    return Portion(food, quantities.said(amount, grams), grams, True) if grams else None


def mg(value: float) -> str:
    return f"{rounded(value):g} mg"


def percent(share: float) -> str:
    return f"{share * 100:.0f}%" if share >= 0.01 or share == 0 else "<1%"


def row(knowledge: Knowledge, portion: Portion) -> FoodRow:
    share = portion.mg / daily_value(knowledge)
    return FoodRow(name=portion.food.name, serving=portion.shown, mg=rounded(portion.mg), share=round(share, 4))


def card(
    knowledge: Knowledge,
    title: str,
    rows: Sequence[FoodRow],
    *,
    note: str = "",
    caption: str = "",
    total: float | None = None,
) -> FoodsCard:
    """A list of foods with the share of the Daily Value, `total` milligrams below it where they are added up."""
    whole = daily_value(knowledge)
    made = FoodsCard(
        type="foods",
        title=title,
        share_of={"mg": whole, "label": say(knowledge, "food.share_of")},
        rows=list(rows),
        note=note or say(knowledge, "food.card_note"),
    )
    if caption:
        made["caption"] = caption
    if total is not None:
        made["total"] = {"mg": rounded(total), "share": round(total / whole, 4)}
    return made


def of_foods(knowledge: Knowledge, title: str, ids: Sequence[str]) -> FoodsCard | None:
    """A usual serving of each of these foods, the richest first; None for none."""
    quantities = Quantities.of(knowledge.measures)
    portions = sorted((usual(quantities, knowledge.foods[i]) for i in ids), key=lambda p: -p.mg)
    return card(knowledge, title, [row(knowledge, p) for p in portions]) if portions else None


def same(foods: Iterable[Food]) -> bool:
    """Whether all of them show the same magnesium per 100 g."""
    return len({rounded(f.mg_per_100g) for f in foods}) == 1


def _both(quantities: Quantities, label: str, grams: float) -> str:
    """A serving label in both systems: "1/2 cup" -> "1/2 cup (90 g, 3.2 oz)"; "1 oz" -> "1 oz (28 g)"."""
    said = quantities.find_amounts(label)
    unit = said[0].unit if said and said[0].start == 0 else ""
    weight = quantities.weight(grams, unit)
    if label.endswith(")"):
        bare, _, inside = label[:-1].partition(" (")
        if " g" in inside:
            inside = inside.removesuffix(weight.split(",")[0]).removeprefix("about ").rstrip(", ")
        return f"{bare} ({inside}; {weight})" if inside else f"{bare} ({weight})"
    return f"{label} ({weight})"
