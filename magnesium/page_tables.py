"""The tables of knowledge/ on the page of everything that the bot can say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from magnesium.knowledge.load import Knowledge
from magnesium.knowledge.records import fill, number
from magnesium.knowledge.tables import Said
from magnesium.page_parts import cited, markdown, state, table


def tables(knowledge: Knowledge, today: date) -> Iterable[str]:
    """Foods, daily needs, and everything of which something is said."""
    yield "<h3>Foods</h3>" + table(
        ("Food", "In 100 g", "Servings", "Source"),
        (
            (
                escape(food.name),
                f"{food.mg_per_100g:g} mg",
                "; ".join(f"{escape(s.label)}: {s.grams * food.mg_per_100g / 100:.0f} mg" for s in food.servings),
                cited([food.source]),
            )
            for food in knowledge.foods.values()
        ),
    )
    for region in knowledge.intakes.values():
        rows = (
            (
                f"{number(row.from_)} to {number(row.to)}" if row.to else f"{number(row.from_)} and over",
                *(number(mg) if mg else "" for mg in (row.female, row.male, row.pregnant, row.breastfeeding)),
                cited([row.source or region.source]),
            )
            for row in region.rows
        )
        columns = ("Years", "Female", "Male", "Pregnant", "Breastfeeding", "Source")
        yield f"<h3>mg a day, {escape(region.name)} ({escape(region.kind)})</h3>" + table(columns, rows)
    for name in ("forms", "medicines", "nutrients", "conditions", "benefits"):
        records = getattr(knowledge, name).values()
        yield f"<h3>{name.capitalize()}</h3>" + "".join(_said(knowledge, r, today) for r in records)
    yield "<h3>Sentences of composed answers</h3>" + table(
        ("Name", "Sentence"), ((t.id, escape(t.text)) for t in knowledge.templates.values())
    )


def _said(knowledge: Knowledge, record: Said, today: date) -> str:
    texts = (record.say, *(getattr(record, key, "") for key in ("gap", "caution")))
    prose = " ".join(filter(None, texts)) + f"\n\n{record.detail}"
    about = f"<code>{record.id}</code> · {state(record, today)} · sources: {cited(record.sources)}"
    text = markdown(fill(prose, {**knowledge.figures, **record.figures}))
    return f'<article><h3>{escape(record.name)}</h3>{text}<p class="about">{about}</p></article>'


def danger(knowledge: Knowledge) -> Iterable[str]:
    """The texts around an emergency, what to do until help comes, and the numbers."""
    texts = knowledge.escalation.texts
    yield "<h3>Texts</h3>" + table(
        ("When", "Text"), ((key, markdown(text)) for key, text in texts if isinstance(text, str))
    )
    yield "<h3>Dangers</h3>" + table(
        ("Danger", "Level", "What to do", "Sources"),
        (
            (escape(f.name), f.urgency.value, escape(" ".join(f.first_aid)), cited(f.sources))
            for f in knowledge.red_flags.values()
        ),
    )
    yield "<h3>Numbers</h3>" + table(
        ("Country", "Kind", "Whom", "Number", "Source", "Checked"),
        (
            (escape(c.name), n.kind, escape(n.label), escape(n.number), cited([n.source]), n.checked.isoformat())
            for c in knowledge.countries.values()
            for n in c.numbers
        ),
    )
