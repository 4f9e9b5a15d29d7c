"""A share with its n and its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """`hits` of `n`; `low` and `high` bound it at 95% (Wilson 1927)."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        return self.hits / self.n if self.n else float("nan")

    @property
    def low(self) -> float:
        return self._bound(-1)

    @property
    def high(self) -> float:
        return self._bound(+1)

    def _bound(self, sign: int) -> float:
        if not self.n:
            return float("nan")
        z, p, n = 1.959964, self.hits / self.n, self.n
        middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        bound = min(1.0, max(0.0, (middle + sign * spread) / (1 + z * z / n)))
        return max(p, bound) if sign > 0 else min(p, bound)  # at 0 and n hits rounding may pass the share

    def __str__(self) -> str:
        return f"{100 * self.value:.1f}% ({self.hits}/{self.n}, {100 * self.low:.1f} to {100 * self.high:.1f})"


def share(outcomes: list[bool]) -> Share:
    return Share(sum(outcomes), len(outcomes))
