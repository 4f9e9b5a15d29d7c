"""Cards as plain text, for clients that draw none."""

from __future__ import annotations

from magnesium.reply import Card, ComparisonCard, EscalationCard, FoodsCard


def as_text(card: Card) -> str:
    """The whole content of a card, a line for each row."""
    if card["type"] == "comparison":
        return _comparison(card)
    if card["type"] == "foods":
        return _foods(card)
    return _escalation(card)


def _comparison(card: ComparisonCard) -> str:
    lines = [f"{card['title']}:"]
    for name, *cells in card["rows"]:
        told = [f"{column}: {cell}" for column, cell in zip(card["columns"][1:], cells, strict=True) if cell]
        lines.append(f"- {name} - " + "; ".join(told))
    return "\n".join([*lines, card["note"]] if card.get("note") else lines)


def _foods(card: FoodsCard) -> str:
    lines = [f"{card['title']}:"] if card.get("title") else []
    for row in card["rows"]:
        lines.append(f"- {row['name']}, {row['serving']}: {row['mg']:g} mg ({row['share']:.0%})")
    if total := card.get("total"):
        lines.append(f"Together: {total['mg']:g} mg ({total['share']:.0%})")
    return "\n".join([*lines, *filter(None, (card.get("caption"), card.get("note")))])


def _escalation(card: EscalationCard) -> str:
    numbers = [f"{n['label']}: {n['number']}" for n in card["numbers"]]
    return "\n".join([card["title"], *numbers, *card["steps"], card["hint"]])
