"""`make eval`: measure on the held-out messages, each half alone, and write the figures and their pictures.

Into reports/: understanding-HALF.md and safety-HALF.md, HALF being validation or test. BASELINES=1 trains the rivals.
"""

from __future__ import annotations

import os
import sys

from evaluation import report, safety, understanding
from evaluation.subject import Subject


def main() -> int:
    subject = Subject()
    for half in ("validation", "test"):
        print(f"measuring understanding on the {half} half ...", flush=True)
        figures = understanding.measure(subject, half)
        report.understanding(half, figures, understanding.trade_off(subject, half))
        print(f"measuring safety on the {half} half ...", flush=True)
        report.safety(half, safety.measure(half))
    if os.environ.get("BASELINES") == "1":
        from evaluation import baselines

        baselines.compare()
    print("wrote reports/understanding-*.md, reports/safety-*.md and their pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
