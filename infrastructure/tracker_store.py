"""Rasa's tracker, kept as small as it can be: between turns only the slot `conversation` lives on.

A tracker that is stored event by event slows down with every turn and holds each message a second time. Rules look at
the latest message only, so what must last is one slot. See docs/decisions/0004-state-not-events.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from infrastructure.conversations import store_of

SLOT = "conversation"


class ConversationStateStore(TrackerStore):
    """Named in endpoints.yml. Raises StoreDown, upon which Rasa goes on from its memory."""

    def __init__(self, domain: Domain | None, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        state = tracker.get_slot(SLOT) if SLOT in tracker.slots else None
        if state is not None:
            await store_of(tracker.sender_id).set_state(tracker.sender_id, state)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        found = await store_of(sender_id).get(sender_id)
        if found is None or found.state is None:
            return None
        tracker = self.init_tracker(sender_id)
        for event in (
            ActionExecuted("action_session_start"),
            SessionStarted(),
            SlotSet(SLOT, found.state),
            ActionExecuted("action_listen"),
        ):
            tracker.update(event, self.domain)
        return tracker

    async def keys(self) -> Iterable[str]:
        """None: conversations are not listed, nobody needs to read them."""
        return ()
