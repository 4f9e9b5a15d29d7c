"""`make eval`: measure on the held-out messages, each half alone, and write the figures and their pictures.

Into reports/: understanding-HALF.md and safety-HALF.md, HALF being validation or test, and learning-validation.md.
BASELINES=1 trains the rivals.
"""

from __future__ import annotations

import os
import sys

from evaluation import learning, report, safety, understanding
from evaluation.subject import Subject


def main() -> int:
    subject = Subject()
    for half in ("validation", "test"):
        print(f"measuring understanding on the {half} half ...", flush=True)
        figures = understanding.measure(subject, half)
        report.understanding(half, figures, understanding.trade_off(subject, half))
        print(f"measuring safety on the {half} half ...", flush=True)
        report.safety(half, safety.measure(half))
    print("measuring the learning curve on the validation half (about 3 min) ...", flush=True)
    report.learning("validation", learning.curve("validation"))
    if os.environ.get("BASELINES") == "1":
        from evaluation import baselines

        baselines.compare()
    print("wrote reports/understanding-*.md, safety-*.md, learning-*.md and their pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
