"""Rate limits per session and per address, by the `limits` library. An emergency passes whatever they say."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from magnesium.settings import settings

_PER_ADDRESS = 10
"""An address may be a school or a hospital: it gets this many times the rate of one session."""


class Limiter:
    def __init__(self, rate: str) -> None:
        self._storage = MemoryStorage()  # the strategy keeps only a weak reference to it
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
        checks = [(self._per_address, address)]
        if session:
            checks.append((self._per_session, session))
        for item, key in checks:
            if not self._window.hit(item, key):
                reset, _ = self._window.get_window_stats(item, key)
                return max(1, math.ceil(reset - time.time()))
        return 0


def limiter() -> Limiter:
    return Limiter(settings().rate_limit)
