"""Rate limits per session and per address, by the `limits` library. An emergency passes whatever they say."""

from __future__ import annotations

import math
import time
from collections import defaultdict

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from magnesium.settings import settings

_PER_ADDRESS = 10
"""An address may be a school or a hospital: it gets this many times the rate of one session."""

_TIDY_S = 60.0


class Limiter:
    def __init__(self, rate: str) -> None:
        self._storage = MemoryStorage()  # the strategy keeps only a weak reference to it
        # limits 2.4 keeps the key of every address it ever saw; `_tidy` drops those without a hit. Its own thread may
        # look a dropped one up, and must find an empty list.
        self._storage.events = defaultdict(list)
        self._tidied = time.monotonic()
        self._window = MovingWindowRateLimiter(self._storage)
        self._per_session: RateLimitItem | None = None
        if rate != "off":
            count, unit = rate.split("/")
            self._per_session = parse(f"{count} per {unit}")
            self._per_address = parse(f"{int(count) * _PER_ADDRESS} per {unit}")

    def wait(self, session: str | None, address: str) -> int:
        """Count one request; 0 when it may pass, else the seconds to wait."""
        if self._per_session is None:
            return 0
        self._tidy()
        checks = [(self._per_address, address)]
        if session:
            checks.append((self._per_session, session))
        for item, key in checks:
            if not self._window.hit(item, key):
                reset, _ = self._window.get_window_stats(item, key)
                return max(1, math.ceil(reset - time.time()))
        return 0

    def keys(self) -> int:
        """How many sessions and addresses are remembered."""
        return len(self._storage.events)

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied > _TIDY_S:
            self._tidied = time.monotonic()
            for key in [k for k, hits in list(self._storage.events.items()) if not hits]:
                self._storage.events.pop(key, None)


def limiter() -> Limiter:
    return Limiter(settings().rate_limit)
