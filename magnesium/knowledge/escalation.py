"""Records of knowledge/escalation.yml: the cues and texts of an open emergency."""

from __future__ import annotations

from magnesium.knowledge.nodes import Record


class EscalationCues(Record):
    """Phrases, matched in any case. `confirms` and `denies` must be the whole message."""

    safe: tuple[str, ...]
    misunderstood: tuple[str, ...]
    confirms: tuple[str, ...]
    denies: tuple[str, ...]


class CardTitles(Record):
    emergency: str
    crisis: str
    urgent: str


class EscalationTexts(Record):
    """What is said around an open emergency. `problem` is the line that every error document carries."""

    check_yes: str
    check_no: str
    reminder: str
    ask_again: str
    closed: str
    safe_button: str
    card_titles: CardTitles
    hint: str
    failure: str
    not_saved: str
    cut: str
    problem: str


class EscalationFile(Record):
    cues: EscalationCues
    texts: EscalationTexts
