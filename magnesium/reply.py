"""What the bot says to one question: text, card, buttons, and where it comes from. Made only from knowledge/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypedDict


class FoodRow(TypedDict):
    name: str
    serving: str  # "1 oz (28 g)"
    mg: float
    share: float  # of the daily need named in the card, 0.19 = 19%


class FoodsCard(TypedDict, total=False):
    type: Literal["foods"]
    title: str
    caption: str
    share_of: dict[str, Any]  # {"mg": 420, "label": "Daily Value (adults)"}
    rows: list[FoodRow]
    total: dict[str, float]  # {"mg", "share"}
    note: str


class ComparisonCard(TypedDict, total=False):
    type: Literal["comparison"]
    title: str
    columns: list[str]  # the first is the (often empty) heading of the row names
    rows: list[list[str]]  # the first cell of a row is its name
    note: str


class NumberRow(TypedDict):
    kind: Literal["emergency", "crisis", "poison"]
    label: str
    number: str
    tel: str | None  # "tel:911"
    note: str | None
    source: str  # who publishes the number
    checked: str  # ISO date


class EscalationCard(TypedDict):
    type: Literal["escalation"]
    level: str
    title: str
    country: str | None
    numbers: list[NumberRow]
    countries: list[dict[str, str]]  # {"code", "name"}, to choose from
    steps: list[str]  # what to do until help comes
    hint: str


Card = FoodsCard | ComparisonCard | EscalationCard


@dataclass(frozen=True)
class Button:
    """A suggested next question. `ask` is the text it stands for; `topic` and `answer` (an answer id) pin it."""

    title: str
    ask: str
    topic: str
    answer: str = ""


@dataclass(frozen=True)
class Reply:
    """One answered question.

    `id` is the answer id ("timeline.stores", or "food_content:cashews_raw" for a composed one). `text` is in the
    markdown subset of the chat API. `plain` is the card as text, for clients that draw no cards. `sources` are ids
    of knowledge/sources.yml, the most important first.
    """

    id: str
    topic: str
    text: str
    sources: tuple[str, ...] = ()
    card: Card | None = None
    plain: str = ""
    buttons: tuple[Button, ...] = ()
