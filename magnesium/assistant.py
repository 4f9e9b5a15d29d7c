"""The domain layer put together, once per process: what the channel, the components and the actions call."""

from __future__ import annotations

import logging
from datetime import date
from functools import lru_cache
from pathlib import Path

from magnesium import cards
from magnesium.conversation import Conversation
from magnesium.dialogue import Heard, Spoken, respond
from magnesium.encoder import Encoder
from magnesium.escalation import Context, Escalations, Outcome, Pressed
from magnesium.knowledge.load import Knowledge, Watcher
from magnesium.language import Languages
from magnesium.names import Names
from magnesium.question import Entity
from magnesium.reply import EscalationCard
from magnesium.settings import Settings, settings
from magnesium.spelling import Speller, trade_words
from magnesium.triage import Triage, reader
from magnesium.triage.reader import DangerReader
from magnesium.triage.rules import Rules
from magnesium.urgency import Urgency, Verdict

logger = logging.getLogger(__name__)


class Assistant:
    """Everything that reads, knows and answers, built from the settings.

    What depends on knowledge/ is made anew when its files change; a broken edit leaves the last good version in force.
    """

    def __init__(self, chosen: Settings) -> None:
        self._settings = chosen
        self._watcher = Watcher(chosen.knowledge)
        self.encoder = _encoder(chosen.encoder)
        self.danger = _danger(chosen.encoder, self.encoder)
        self._built: _Built | None = None
        self._tried: Knowledge | None = None

    @property
    def knowledge(self) -> Knowledge:
        return self._now.knowledge

    @property
    def _now(self) -> _Built:
        knowledge = self._watcher.current()
        if self._built is None:
            self._built = _Built(knowledge, self.encoder, self.danger)
        elif knowledge is not self._tried:
            try:
                self._built = _Built(knowledge, self.encoder, self.danger)
            except Exception as error:
                logger.error(
                    "knowledge %s can't be used, %s stays: %s", knowledge.version, self._built.knowledge.version, error
                )
        self._tried = knowledge
        return self._built

    @property
    def speller(self) -> Speller:
        return self._now.speller

    def assess(self, text: str) -> Verdict:
        """Is somebody in danger? The verdict on a cleaned message, read alone. Never raises."""
        return self._now.triage.assess(text)

    def advance(self, text: str, verdict: Verdict, context: Context, pressed: Pressed | None = None) -> Outcome:
        """What a message, or a button that was pressed, means for the escalation that may be open."""
        built = self._now
        flag = built.knowledge.red_flags.get((pressed.flag if pressed else context.flag) or "")
        level = flag.urgency if flag else Urgency.EMERGENCY
        return built.escalations.advance(text, verdict, context, level, pressed)

    def named(self, text: str) -> tuple[Entity, ...]:
        """The foods, forms, medicines, people ... that a message names."""
        return self._now.names.find(text)

    def respond(self, heard: Heard, conversation: Conversation, today: date | None = None) -> Spoken:
        """Answer a message that was read."""
        rank = self.encoder.similarity if self.encoder else None
        return respond(
            self.knowledge,
            heard,
            conversation,
            rank=rank,
            today=today or date.today(),
            topics_off=self._settings.switched_off(),
        )

    def escalation_card(self, outcome: Outcome, country: str | None) -> EscalationCard:
        """The numbers of the reader's country and what to do until help comes."""
        return cards.escalation(self.knowledge, outcome, country)


class _Built:
    """What is made of one version of the knowledge."""

    def __init__(self, knowledge: Knowledge, encoder: Encoder | None, danger: DangerReader | None) -> None:
        self.knowledge = knowledge
        self.names = Names(knowledge)
        self.escalations = Escalations(knowledge.escalation.cues)
        self.speller = Speller(trade_words(knowledge), encoder.vocabulary() if encoder else ())
        rules = Rules(knowledge.red_flags, knowledge.triage_cues)
        self.triage = Triage(
            rules, danger.hear if danger else None, self.speller.correct, Languages(knowledge.languages).foreign
        )


def _encoder(folder: Path) -> Encoder | None:
    try:
        return Encoder(folder)
    except Exception as error:
        logger.error("no sentence encoder in %s (%s): rules decide alone; run `make run`", folder, type(error).__name__)
        return None


def _danger(folder: Path, encoder: Encoder | None) -> DangerReader | None:
    if encoder is None:
        return None
    if not encoder.hears_danger:
        logger.error("the encoder in %s was made without the adapter: rules decide alone", folder)
        return None
    try:
        return DangerReader(encoder, reader.load(folder))
    except Exception as error:
        logger.error("no danger reader in %s (%s): rules decide alone; run `make run`", folder, type(error).__name__)
        return None


@lru_cache(maxsize=1)
def assistant() -> Assistant:
    """The assistant of this process."""
    return Assistant(settings())
