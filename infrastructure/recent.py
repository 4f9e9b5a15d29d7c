"""What was stored last of each conversation, or should have been: remembered in the process against an outage."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Literal

_MOST, _SECONDS = 2000, 3600.0

Kind = Literal["turn", "state"]


@dataclass(frozen=True)
class Remembered:
    """A Turn, or what the bot remembers between turns; `at` is the UNIX time it is of, `stored` whether it could be."""

    value: dict[str, Any]
    at: float
    stored: bool
    client_id: str | None = None


class Recent:
    """The latest turn and state of the conversations that spoke last: few, for an hour, without a person's words."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Kind, str], Remembered] = OrderedDict()

    def get(self, kind: Kind, id: str) -> Remembered | None:
        return self._kept.get((kind, id))

    def put(self, kind: Kind, id: str, what: Remembered) -> None:
        """Remember `what`, unless something later is remembered: a message in danger overtakes those that wait."""
        earlier = self._kept.get((kind, id))
        if earlier and earlier.at > what.at:
            return
        self._kept[kind, id] = what
        self._kept.move_to_end((kind, id))
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def forget(self, id: str) -> None:
        self._kept.pop(("turn", id), None)
        self._kept.pop(("state", id), None)

    def forget_old(self) -> None:
        for key in [k for k, what in self._kept.items() if what.at < time.time() - _SECONDS]:
            del self._kept[key]
