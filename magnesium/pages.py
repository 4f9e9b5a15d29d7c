"""Everything the bot can say as one web page: for reviewers (`docs`) and for whoever edits an answer (`preview`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from magnesium import page_tables
from magnesium.answers import render
from magnesium.knowledge.load import Knowledge
from magnesium.knowledge.nodes import Problem
from magnesium.knowledge.records import Answer
from magnesium.page_parts import cited, markdown, state, table
from magnesium.reply import Card

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8882; --accent: #00695c; }
@media (prefers-color-scheme: dark) { :root { --accent: #4db6ac; } }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 54rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.25; } h2 { border-top: 1px solid var(--line); padding-top: 1.5rem; margin-top: 2.5rem; }
nav a { margin-right: .8rem; } a { color: var(--accent); }
article { border: 1px solid var(--line); border-radius: .6rem; padding: .2rem 1rem 1rem; margin: 1rem 0; }
article > p, article > ul { max-width: 40rem; } .about { font-size: .85rem; opacity: .8; }
.next { display: inline-block; border: 1px solid var(--accent); border-radius: 1rem; padding: .1rem .7rem; margin: .2rem .3rem .2rem 0; }
table { border-collapse: collapse; margin: .6rem 0; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
.problems { border: 2px solid #c62828; border-radius: .6rem; padding: .5rem 1rem; } .state { background: var(--soft); padding: 0 .4rem; }
"""  # noqa: E501


def page(knowledge: Knowledge, today: date, problems: Sequence[Problem] = (), script: str = "") -> str:
    """The page. `problems` are shown on top: then an edit is not in force yet, and the last good version is shown."""
    topics = list(knowledge.by_topic)
    return "\n".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>What the assistant can say</title><style>{_STYLE}</style></head><body><main>",
            "<h1>What the assistant can say</h1>",
            f"<p>Knowledge version <code>{knowledge.version}</code>, {len(knowledge.answers)} answers, {today}.</p>",
            _problems(problems),
            "<nav>"
            + " ".join(f'<a href="#{t}">{t}</a>' for t in (*topics, "phrases", "tables", "danger", "sources"))
            + "</nav>",
            *(_topic(knowledge, topic, today) for topic in topics),
            '<h2 id="phrases">Phrases around the answers</h2>',
            *(_answer(knowledge, a, today) for a in knowledge.phrases.values()),
            '<h2 id="tables">Tables that answers are composed from</h2>',
            *page_tables.tables(knowledge, today),
            '<h2 id="danger">When somebody may be in danger</h2>',
            *page_tables.danger(knowledge),
            _sources(knowledge),
            f"</main>{script}</body></html>",
        )
    )


def _problems(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    items = "".join(f"<li><code>{escape(str(p))}</code></li>" for p in problems)
    head = f"<p><strong>To be put right ({len(problems)}):</strong></p>"
    return f'<div class="problems" role="alert">{head}<ul>{items}</ul></div>'


def _topic(knowledge: Knowledge, topic: str, today: date) -> str:
    own = [a for a in knowledge.by_topic[topic] if a.topic == topic]
    return f'<h2 id="{topic}">{topic}</h2>' + "".join(_answer(knowledge, a, today) for a in own)


def _answer(knowledge: Knowledge, answer: Answer, today: date) -> str:
    reply = render(knowledge, answer, answer.topic)
    buttons = "".join(f'<a class="next" href="#{b.answer or b.topic}">{escape(b.title)}</a>' for b in reply.buttons)
    asked = "; ".join(escape(q) for q in answer.asked_as)
    return (
        f'<article id="{answer.id}"><h3>{escape(answer.title)}</h3>{markdown(reply.text)}'
        f"{_card(reply.card)}<p>{buttons}</p>"
        f'<p class="about"><code>{answer.id}</code> · {state(answer, today)} · sources: {cited(reply.sources)}'
        + (f"<br>asked as: {asked}" if asked else "")
        + "</p></article>"
    )


def _card(card: Card | None) -> str:
    if card is None or card["type"] == "escalation":
        return ""
    if card["type"] == "foods":
        rows = ([escape(r["name"]), escape(r["serving"]), f"{r['mg']:g} mg", f"{r['share']:.0%}"] for r in card["rows"])
        body = table(("", "", "", escape(card["share_of"]["label"])), rows)
    else:
        body = table(card["columns"], ([escape(cell) for cell in row] for row in card["rows"]))
    note = f"<p>{escape(card['note'])}</p>" if card.get("note") else ""
    return f"<h4>{escape(card.get('title', ''))}</h4>{body}{note}"


def _sources(knowledge: Knowledge) -> str:
    items = []
    for source in knowledge.sources.values():
        title = escape(source.title)
        linked = f'<a href="{escape(source.url)}">{title}</a>' if source.url else title
        seen = f"compared on {source.checked}" if source.seen else "not seen, so not cited"
        note = f" {escape(source.seen_note)}" if source.seen_note else ""
        reviewed = f"; use confirmed by {escape(source.reviewed_by)}" if source.reviewed_by else ""
        items.append(
            f'<li id="source-{source.id}"><strong>{source.id}</strong>: {linked}, {escape(source.publisher)}'
            f" ({seen}{reviewed}).{note}</li>"
        )
    return '<h2 id="sources">Sources</h2><ul>' + "".join(items) + "</ul>"
