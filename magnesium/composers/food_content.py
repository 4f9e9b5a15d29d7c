"""How much magnesium is in a food, in two foods side by side, or in a meal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from magnesium.card_text import as_text
from magnesium.composers import food_cards as cards
from magnesium.composers.food_cards import Portion
from magnesium.composers.food_lists import listed
from magnesium.composers.wording import cued, joined, next_questions, say
from magnesium.knowledge.tables import Food
from magnesium.names import NOT_IN_TABLE
from magnesium.quantities import Amount, Quantities, rounded
from magnesium.question import Entity, Question
from magnesium.reply import Button, FoodsCard, Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

TOPIC = "food_content"
_REACH = 30  # characters between an amount and its food
_MOST = 12  # foods of one meal
_OFFERED = 3
_ASKED = re.compile(r"\b(?:in|of)\s+(?:an?\s+|the\s+|some\s+)?((?:[^\W\d_][\w'’-]*\s?){1,4})[?.!\s]*$", re.IGNORECASE)
_LIKE = 62  # of 100: names less alike are not offered


def compose(knowledge: Knowledge, question: Question) -> Reply | None:
    """The answer, or None when no food is named."""
    named = [e for e in question.entities if e.kind == "food"]
    known = [e for e in named if not e.id.startswith(NOT_IN_TABLE)]
    unknown = [e for e in named if e.id.startswith(NOT_IN_TABLE)]
    if not known:
        if unknown:
            return _missing(knowledge, unknown[0].id.removeprefix(NOT_IN_TABLE), unknown[0].choices)
        filters = knowledge.naming.chosen(question.ids("diet"))
        return listed(knowledge, filters, TOPIC) if filters else _not_found(knowledge, question)
    quantities = Quantities.of(knowledge.measures)
    amounts = _paired(known, [e for e in question.entities if e.kind == "amount"])
    distinct = {e.id: (e, amounts.get(e)) for e in known[:_MOST]}
    if len(distinct) == 1:
        entity, amount = distinct[known[0].id]
        return _one(knowledge, quantities, entity, amount, unknown)
    foods = [knowledge.foods[i] for i in distinct]
    if (
        len(foods) <= _OFFERED
        and cued(question.text, knowledge.naming.compare_cues)
        and not any(a for _, a in distinct.values())
    ):
        return _compared(knowledge, quantities, foods)
    return _meal(knowledge, quantities, list(distinct.values()), unknown)


def _one(
    knowledge: Knowledge, quantities: Quantities, entity: Entity, amount: Amount | None, unknown: Sequence[Entity]
) -> Reply:
    food = knowledge.foods[entity.id]
    given = cards.measured(quantities, food, amount) if amount else None
    portion = given or cards.usual(quantities, food)
    share = portion.mg / cards.daily_value(knowledge)
    first = say(knowledge, "food.amount", food=food.name, mg=cards.mg(portion.mg), amount=portion.shown)
    text = joined(
        (
            first,
            say(knowledge, "food.share", share=cards.percent(share), daily_value=knowledge.figures["daily_value"].text),
            "" if given else say(knowledge, "food.per_100", mg=cards.mg(food.mg_per_100g)),
            say(knowledge, "food.no_measure") if amount and not given else "",
            say(knowledge, "food.also_named", said=_clean(entity.text)) if len(entity.choices) > 1 else "",
            say(knowledge, "food.not_counted", foods=_names(unknown)) if unknown else "",
            food.note,
        )
    )
    per_100 = Portion(food, say(knowledge, "food.per_100_serving"), 100)
    shown = {p.shown: p for p in (portion, *cards.servings(quantities, food), per_100)}
    card = cards.card(knowledge, food.name, [cards.row(knowledge, p) for p in shown.values()])
    others = _others(knowledge, entity)
    buttons = (*others, *next_questions(knowledge, "best_foods", "daily_need"))
    return Reply(f"{TOPIC}:{food.id}", TOPIC, text, (food.source, _dv_source(knowledge)), card, as_text(card), buttons)


def _compared(knowledge: Knowledge, quantities: Quantities, foods: Sequence[Food]) -> Reply:
    ranked = sorted(foods, key=lambda f: -f.mg_per_100g)
    if cards.same(ranked):
        names = ", ".join(f"**{f.name}**" for f in ranked)
        said = [say(knowledge, "food.same", foods=names, mg=cards.mg(ranked[0].mg_per_100g))]
    else:
        said = [say(knowledge, "food.more", food=ranked[0].name, mg=cards.mg(ranked[0].mg_per_100g))]
        said += [say(knowledge, "food.less", food=f.name, mg=cards.mg(f.mg_per_100g)) for f in ranked[1:]]
    said.append(say(knowledge, "food.servings_below"))
    rows = [cards.row(knowledge, cards.usual(quantities, f)) for f in ranked]
    card = cards.card(knowledge, say(knowledge, "food.card"), rows)
    return _reply(knowledge, ranked, joined(said), card)


def _meal(
    knowledge: Knowledge,
    quantities: Quantities,
    eaten: Sequence[tuple[Entity, Amount | None]],
    unknown: Sequence[Entity],
) -> Reply:
    portions = []
    for entity, amount in eaten:
        food = knowledge.foods[entity.id]
        given = cards.measured(quantities, food, amount) if amount else None
        portions.append(given or cards.usual(quantities, food))
    rows = [cards.row(knowledge, p) for p in portions]
    total = rounded(sum(rounded(p.mg) for p in portions))
    text = joined(
        (
            say(knowledge, "food.total", mg=cards.mg(total)),
            say(
                knowledge,
                "food.share",
                share=cards.percent(total / cards.daily_value(knowledge)),
                daily_value=knowledge.figures["daily_value"].text,
            ),
            "" if all(p.given for p in portions) else say(knowledge, "food.total_open"),
            say(knowledge, "food.not_counted", foods=_names(unknown)) if unknown else "",
        )
    )
    card = cards.card(knowledge, say(knowledge, "food.card"), rows, total=total)
    return _reply(knowledge, [p.food for p in portions], text, card)


def _reply(knowledge: Knowledge, foods: Sequence[Food], text: str, card: FoodsCard) -> Reply:
    sources = tuple(dict.fromkeys((*(f.source for f in foods), _dv_source(knowledge))))
    buttons = next_questions(knowledge, "best_foods", "daily_need")
    return Reply(f"{TOPIC}:{'+'.join(f.id for f in foods)}", TOPIC, text, sources, card, as_text(card), buttons)


def _missing(knowledge: Knowledge, name: str, near: Sequence[str]) -> Reply:
    """A food that is not in the table: say so, offer the nearest ones."""
    quantities = Quantities.of(knowledge.measures)
    foods = [knowledge.foods[i] for i in near]
    said = [say(knowledge, "food.missing", food=f"**{name}**"), say(knowledge, "food.missing_label")]
    if not foods:
        return Reply(
            f"{TOPIC}:{NOT_IN_TABLE}",
            TOPIC,
            joined(said),
            tuple({f.source: None for f in knowledge.foods.values()}),
            buttons=next_questions(knowledge, "best_foods"),
        )
    said.append(say(knowledge, "food.missing_near"))
    rows = [cards.row(knowledge, cards.usual(quantities, f)) for f in foods]
    card = cards.card(knowledge, say(knowledge, "food.card_near"), rows)
    buttons = (*_buttons(knowledge, foods), *next_questions(knowledge, "best_foods"))
    sources = tuple(dict.fromkeys(f.source for f in foods))
    return Reply(f"{TOPIC}:{NOT_IN_TABLE}{name}", TOPIC, joined(said), sources, card, as_text(card), buttons)


def _not_found(knowledge: Knowledge, question: Question) -> Reply | None:
    """The food that a question ends with ("magnesium in kohlrabi?") when no name of ours is in it."""
    asked = _ASKED.search(question.text)
    words = [w for w in (asked.group(1).split() if asked else []) if w.isalpha() or "-" in w]
    if not words or {w.lower() for w in words} & {*knowledge.naming.no_food}:
        return None
    name = " ".join(words)[:40]
    options = {f.id: f.name.lower() for f in knowledge.foods.values()}
    found = process.extract(name.lower(), options, scorer=fuzz.token_sort_ratio, limit=_OFFERED, score_cutoff=_LIKE)
    return _missing(knowledge, name, [i for _, _, i in found])


def _paired(foods: Sequence[Entity], amounts: Sequence[Entity]) -> dict[Entity, Amount]:
    """Each amount goes to the food right after it, else to the food right before it."""
    paired: dict[Entity, Amount] = {}
    for after in (True, False):
        for amount in amounts:
            if any(a.start == amount.start for a in paired.values()):
                continue
            gaps = [(f.start - amount.end if after else amount.start - f.end, f) for f in foods if f not in paired]
            near = [(gap, f) for gap, f in gaps if 0 <= gap <= _REACH]
            if near:
                said = Amount.parse(amount.id)
                paired[min(near, key=lambda g: g[0])[1]] = Amount(said.value, said.unit, amount.start, amount.end)
    return paired


def _others(knowledge: Knowledge, entity: Entity) -> tuple[Button, ...]:
    """The other foods that an ambiguous name may stand for."""
    return _buttons(knowledge, [knowledge.foods[i] for i in entity.choices[1:]])


def _buttons(knowledge: Knowledge, foods: Sequence[Food]) -> tuple[Button, ...]:
    asks = ((f.name, say(knowledge, "food.ask", food=f.name)) for f in foods[:_OFFERED])
    return tuple(Button(title, ask, TOPIC) for title, ask in asks)


def _names(unknown: Sequence[Entity]) -> str:
    return ", ".join(e.id.removeprefix(NOT_IN_TABLE) for e in unknown)


def _clean(said: str) -> str:
    """What the reader wrote, without marks that would format it."""
    return re.sub(r"[^\w\s'’-]", "", said)


def _dv_source(knowledge: Knowledge) -> str:
    return knowledge.figures["daily_value"].source
