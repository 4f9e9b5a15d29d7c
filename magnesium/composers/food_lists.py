"""A list of rich foods that fit a diet, an allergy or a kind of food."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from magnesium.card_text import as_text
from magnesium.composers import food_cards as cards
from magnesium.composers.food_cards import Portion
from magnesium.composers.wording import joined, next_questions, say
from magnesium.knowledge.naming import Filter
from magnesium.knowledge.tables import Food
from magnesium.quantities import Quantities
from magnesium.reply import Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

_SHOWN = 8
_ranked: dict[int, tuple[object, list[Portion]]] = {}


def listed(knowledge: Knowledge, filters: Sequence[Filter], topic: str) -> Reply:
    """The richest foods that fit all filters, by the magnesium of a usual serving."""
    filters = _agreeing(filters)
    names = ", ".join(f.name for f in filters)
    portions = _richest(knowledge, filters)
    chosen = f"foods:{'+'.join(f.id for f in filters)}"
    label = say(knowledge, "foods.check_label")
    if not portions:
        text = joined((say(knowledge, "foods.none", filters=names), label))
        return Reply(chosen, topic, text, ("usda_sr28",), buttons=next_questions(knowledge, "best_foods"))
    top = portions[0]
    text = joined(
        (
            say(knowledge, "foods.top", food=top.food.name, mg=cards.mg(top.mg), amount=top.shown),
            say(knowledge, "foods.fit", filters=names),
            label,
            say(knowledge, "foods.no_carbs") if any(f.id == "low_carb" for f in filters) else "",
        )
    )
    rows = [cards.row(knowledge, p) for p in portions]
    card = cards.card(knowledge, say(knowledge, "foods.card"), rows, note=say(knowledge, "foods.card_note"))
    sources = tuple(dict.fromkeys((*(p.food.source for p in portions), knowledge.figures["daily_value"].source)))
    buttons = next_questions(knowledge, "other_foods_amount", "daily_need", "diet_alone")
    return Reply(chosen, topic, text, sources, card, as_text(card), buttons)


def _fits(food: Food, wanted: Sequence[Filter], categories: frozenset[str]) -> bool:
    """An allergen that recipes often add counts as there."""
    if any(f.suits and f.suits not in food.suits for f in wanted):
        return False
    if {a for f in wanted for a in f.without} & {*food.contains, *food.may_contain}:
        return False
    return not categories or food.category in categories


def _categories(wanted: Sequence[Filter]) -> frozenset[str]:
    """The kinds of food that are wanted: what all have in common (fruit snacks), else any of them (nuts or fish)."""
    kinds = [frozenset[str](f.categories) for f in wanted if f.categories]
    if not kinds:
        return frozenset()
    return frozenset.intersection(*kinds) or frozenset.union(*kinds)


def _agreeing(filters: Sequence[Filter]) -> list[Filter]:
    """Without the kinds that an allergy rules out ("a nut-free house, every list begins with nuts")."""
    without = {a for f in filters for a in f.without}
    return [f for f in filters if not f.categories or {*f.categories} - without]


def _richest(knowledge: Knowledge, fits: Sequence[Filter]) -> list[Portion]:
    """The foods that fit, the richest serving first; of almonds in three ways only the richest is named."""
    chosen: dict[str, Portion] = {}
    categories = _categories(fits)
    for portion in _by_serving(knowledge):
        if _fits(portion.food, fits, categories):
            chosen.setdefault(portion.food.id.split("_")[0], portion)
            if len(chosen) == _SHOWN:
                break
    return list(chosen.values())


def _by_serving(knowledge: Knowledge) -> list[Portion]:
    """All listed foods by the magnesium of a usual serving; worked out once for each version of the table."""
    known = _ranked.get(0)
    if known is None or known[0] is not knowledge.foods:
        quantities = Quantities.of(knowledge.measures)
        listed = (cards.usual(quantities, f) for f in knowledge.foods.values() if f.listed and f.state == "in_force")
        known = _ranked[0] = (knowledge.foods, sorted(listed, key=lambda p: -p.mg))
    return known[1]
