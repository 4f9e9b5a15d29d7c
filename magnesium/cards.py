"""The escalation card: numbers of the reader's country, and what to do until help comes."""

from __future__ import annotations

from magnesium.escalation import Outcome
from magnesium.knowledge.load import Knowledge
from magnesium.reply import EscalationCard, NumberRow
from magnesium.urgency import Urgency

_KINDS = {
    Urgency.EMERGENCY: ("emergency",),
    Urgency.CRISIS: ("crisis", "emergency"),
    Urgency.URGENT: ("emergency", "poison"),
}
"""Which numbers a level shows, the most important first."""


def numbers(knowledge: Knowledge, country: str | None, kinds: tuple[str, ...]) -> list[NumberRow]:
    """The numbers of `country` (ISO code) of these kinds; none for a country that is not in the table."""
    found = knowledge.countries.get(country or "")
    if found is None:
        return []
    return [
        NumberRow(
            kind=n.kind,
            label=n.label,
            number=n.number,
            tel=n.tel,
            note=n.note,
            source=knowledge.sources[n.source].publisher,
            checked=n.checked.isoformat(),
        )
        for kind in kinds
        for n in found.numbers
        if n.kind == kind
    ]


def escalation(knowledge: Knowledge, outcome: Outcome, country: str | None) -> EscalationCard:
    """The card of an open level (`outcome.urgency`, or the level still open when this message raised none)."""
    level = outcome.urgency if outcome.urgency.rank >= outcome.open.rank else outcome.open
    texts = knowledge.escalation.texts
    return EscalationCard(
        type="escalation",
        level=level.value,
        title=str(getattr(texts.card_titles, level.value)),
        country=country if country in knowledge.countries else None,
        numbers=numbers(knowledge, country, _KINDS[level]),
        countries=countries(knowledge),
        steps=_steps(knowledge, outcome.flag, level),
        hint=texts.hint,
    )


def _steps(knowledge: Knowledge, flag_id: str | None, level: Urgency) -> list[str]:
    """First aid of the flag; what fits the level where there is none, or where it is for a danger of another kind."""
    flag = knowledge.red_flags.get(flag_id or "")
    crisis = Urgency.CRISIS
    if flag and (level is Urgency.URGENT or (flag.urgency is crisis) == (level is crisis)):
        return list(flag.first_aid)
    return list(getattr(knowledge.escalation.steps, level.value))


def countries(knowledge: Knowledge) -> list[dict[str, str]]:
    """The countries whose numbers are known, by name."""
    return [{"code": c.code, "name": c.name} for c in sorted(knowledge.countries.values(), key=lambda c: c.name)]
