"""Rasa's tracker, kept as small as it can be: between turns only the slot `conversation` lives on.

A tracker that is stored event by event slows down with every turn and holds each message a second time. Rules look at
the latest message only, so what must last is one slot. See docs/decisions/0004-state-not-events.md.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from infrastructure.conversations import StoreDown, store_of

logger = logging.getLogger(__name__)

SLOT = "conversation"


class ConversationStateStore(TrackerStore):
    """Named in endpoints.yml.

    StoreDown goes no further than here: Rasa would keep the whole tracker, words included, in memory for good. The
    store remembers for a while by itself what it could not write.
    """

    def __init__(self, domain: Domain | None, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        state = tracker.get_slot(SLOT) if SLOT in tracker.slots else None
        if state is None:
            return
        # The web channel makes its own conversations; one that is not there was forgotten, and stays so.
        create = tracker.get_latest_input_channel() != "web"
        try:
            await store_of(tracker.sender_id).set_state(tracker.sender_id, state, create)
        except StoreDown as error:
            logger.error("what a conversation is about was not stored: %s", error)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        try:
            state = await store_of(sender_id).state(sender_id)
        except StoreDown:
            return None
        if state is None:
            return None
        tracker = self.init_tracker(sender_id)
        for event in (
            ActionExecuted("action_session_start"),
            SessionStarted(),
            SlotSet(SLOT, state),
            ActionExecuted("action_listen"),
        ):
            tracker.update(event, self.domain)
        return tracker

    async def keys(self) -> Iterable[str]:
        """None: conversations are not listed, nobody needs to read them."""
        return ()
