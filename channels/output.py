"""Collects what Rasa says in one turn, in the order it is said, for the whole Turn and for the stream."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.channels.channel import OutputChannel


class TurnOutput(OutputChannel):
    """Keeps whole messages (text, buttons, custom) instead of splitting them by kind, as stock channels do."""

    @classmethod
    def name(cls) -> str:
        return "web"

    def __init__(self) -> None:
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        await self.said.put(message)

    async def send_text_message(self, recipient_id: str, text: str, **_: Any) -> None:
        await self.said.put({"text": text})
