"""Records of knowledge/escalation.yml: the cues and texts of an open emergency."""

from __future__ import annotations

from magnesium.knowledge.danger import Patterns
from magnesium.knowledge.nodes import Record


class EscalationCues(Record):
    """Phrases by which people close, doubt, confirm or deny a danger, and what holds each of them back.

    `concepts` are alternatives that phrases name in braces. The comments in the file say what each list does.
    """

    concepts: dict[str, Patterns]
    safe: Patterns
    holds_safe: Patterns
    undoes_safe: Patterns
    questions: Patterns
    misunderstood: Patterns
    confirms_first: Patterns
    confirms: Patterns
    holds_confirms: Patterns
    undoes_confirms: Patterns
    denies: Patterns
    denies_whole: Patterns


class CardTitles(Record):
    emergency: str
    crisis: str
    urgent: str


class Steps(Record):
    """What to do at each level where no red flag says it better."""

    emergency: tuple[str, ...]
    crisis: tuple[str, ...]
    urgent: tuple[str, ...]


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
    steps: Steps
