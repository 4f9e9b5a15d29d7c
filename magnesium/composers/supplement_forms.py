"""One form of magnesium, or several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from magnesium.card_text import as_text
from magnesium.composers.wording import caution, joined, next_questions, said, say, sources
from magnesium.knowledge.tables import Form
from magnesium.question import Question
from magnesium.reply import ComparisonCard, Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

TOPIC = "supplement_forms"
_MOST = 4
_RANK = {"good": 2, "poor": 1}
_LOOSENING = {"strong": 2, "some": 1, "low": 0}


def compose(knowledge: Knowledge, question: Question) -> Reply | None:
    """The answer, or None when no form is named."""
    forms = [knowledge.forms[i] for i in question.ids("form")][:_MOST]
    if not forms:
        return None
    text = _one(knowledge, forms[0]) if len(forms) == 1 else _several(knowledge, forms)
    card = _card(knowledge, forms)
    buttons = next_questions(knowledge, "compare_forms", "how_to_take", "interactions")
    cited = sources(knowledge, *forms)
    return Reply(f"{TOPIC}:{'+'.join(f.id for f in forms)}", TOPIC, text, cited, card, as_text(card), buttons)


def _one(knowledge: Knowledge, form: Form) -> str:
    first = say(knowledge, "form.said", form=form.name, say=said(form.say, form))
    return joined((first, caution(knowledge), said(form.detail, form)))


def _several(knowledge: Knowledge, forms: Sequence[Form]) -> str:
    names = ", ".join(f"**{f.name}**" for f in forms)
    ranked = [f for f in forms if f.absorption != "unclear"]
    best = [f for f in ranked if f.absorption == "good"]
    worst = [f for f in ranked if f.absorption == "poor"]
    if best and worst:
        first = say(
            knowledge,
            "form.better",
            better="** and **".join(f.name for f in best),
            worse="** and **".join(f.name for f in worst),
        )
    elif len(ranked) < len(forms):
        first = say(knowledge, "form.unclear", forms=names)
    else:
        first = say(knowledge, "form.even" if best else "form.poor", forms=names)
    gentle = min(forms, key=lambda f: _LOOSENING[f.loosening])
    clear = [f for f in forms if _LOOSENING[f.loosening] == _LOOSENING[gentle.loosening]] == [gentle]
    gentler = say(knowledge, "form.gentler", form=gentle.name) if clear else ""
    return joined((first, gentler, say(knowledge, "form.no_trial"), caution(knowledge)))


def _card(knowledge: Knowledge, forms: Sequence[Form]) -> ComparisonCard:
    cells = {
        "absorbed": [f.absorbed for f in forms],
        "used_for": [f.used_for for f in forms],
        "bowels": [f.bowels for f in forms],
        "caution": [f.caution for f in forms],
        "elemental": [f.elemental.text if f.elemental else say(knowledge, "form.unknown_share") for f in forms],
    }
    return ComparisonCard(
        type="comparison",
        title=say(knowledge, "form.card") if len(forms) > 1 else forms[0].name,
        columns=["", *(f.name for f in forms)],
        rows=[[say(knowledge, f"form.{name}"), *row] for name, row in cells.items()],
        note=say(knowledge, "form.card_note"),
    )
