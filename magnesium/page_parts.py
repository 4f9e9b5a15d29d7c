"""Small pieces of HTML that the pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from magnesium.governance import serving
from magnesium.knowledge.records import Governed


def markdown(text: str) -> str:
    """The markdown subset of the chat API (bold, emphasis, lists, links) as HTML."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines, items = [], []
        for line in block.splitlines():
            if line.startswith("- "):
                items.append(f"<li>{_inline(line[2:])}</li>")
            else:
                lines.append(_inline(line))
        blocks.append(("<p>" + "<br>".join(lines) + "</p>") if lines else "")
        blocks.append(("<ul>" + "".join(items) + "</ul>") if items else "")
    return "".join(blocks)


def _inline(text: str) -> str:
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False))
    text = re.sub(r"(?<!\*)\*([^*]+)\*", r"<em>\1</em>", text)
    return re.sub(r"\[([^\]]+)\]\((https://[^)\s]+)\)", r'<a href="\2">\1</a>', text)


def state(record: Governed, today: date) -> str:
    """How a record is served on `today`, and who has reviewed it."""
    reviewed = f"reviewed by {escape(record.reviewed_by)}" if record.reviewed_by else "not yet reviewed by a clinician"
    return f'<span class="state">{serving(record, today).value}</span> · review by {record.review_by} · {reviewed}'


def cited(sources: Iterable[str]) -> str:
    """Links to sources further down the page."""
    return ", ".join(f'<a href="#source-{s}">{s}</a>' for s in sources) or "none (states no medical fact)"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    head = "".join(f"<th>{escape(c)}</th>" for c in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
