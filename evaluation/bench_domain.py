"""Speed of the domain layer alone, milliseconds on one core: load, names, rules, triage, reading, composing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date

from evaluation import heldout
from evaluation.heldout import ROOT
from evaluation.subject import Subject
from magnesium import answers
from magnesium.assistant import assistant
from magnesium.knowledge.load import load
from magnesium.question import Question

SHORT = "my heart keeps doing flip flops since this morning and I am on water tablets, is that from low magnesium?"
LONG = (SHORT + " I also eat a handful of almonds, 2 cups of spinach and take omeprazole. ") * 60


def median_ms(work: Callable[[int], object], times: int) -> float:
    """Median of `times` runs after one that is not counted; `work` gets the number of the run."""
    work(-1)
    taken = []
    for run in range(times):
        begun = time.perf_counter()
        work(run)
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


def rows() -> list[tuple[str, object]]:
    """What was timed and the median. Each run has other words, so that nothing is remembered from the last one."""
    bot, subject = assistant(), Subject()
    knowledge = bot.knowledge
    long = LONG[: 8192 - 8]
    real = [m.text for m in heldout.questions("validation") if len(m.text) <= 200]
    asked = [Question(a.title, a.topic) for a in knowledge.answers.values()]
    timed: tuple[tuple[str, Callable[[int], object], int], ...] = (
        ("load knowledge/", lambda _: load(ROOT / "knowledge"), 5),
        ("names of a message", lambda i: bot.named(f"{SHORT} {i}"), 50),
        ("names of 8 KiB", lambda i: bot.named(f"{long} {i}"), 5),
        ("triage of a message", lambda i: bot.assess(f"{SHORT} {i}"), 50),
        ("triage of 8 KiB", lambda i: bot.assess(f"{long} {i}"), 5),
        (
            f"triage, reading and names of {len(real)} messages to 200 characters",
            lambda i: _parse(subject, real[i]),
            len(real),
        ),
        ("triage, reading and names of 8 KiB", lambda i: _parse(subject, f"{i} {long}"), 5),
        (
            f"compose an answer (mean of {len(asked)})",
            lambda _: [answers.answer(knowledge, q, rank=None, today=date.today()) for q in asked],
            5,
        ),
    )
    found: list[tuple[str, object]] = []
    for name, work, times in timed:
        taken = median_ms(work, times)
        found.append((name, f"{taken / len(asked) if 'compose' in name else taken:.2f} ms"))
    return found


def _parse(subject: Subject, text: str) -> None:
    assistant().assess(text)
    subject.reading(text)
    assistant().named(text)
