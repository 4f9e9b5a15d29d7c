"""Figures as tables and pictures in reports/. Totals and shares only: no message is ever printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

from evaluation.heldout import ROOT
from evaluation.learning import Point
from evaluation.safety import Figures as SafetyFigures
from evaluation.statistics import Share
from evaluation.understanding import Figures as TopicFigures

REPORTS = ROOT / "reports"


def table(rows: Sequence[tuple[str, object]], head: tuple[str, str]) -> str:
    lines = [f"| {head[0]} | {head[1]} |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join(lines) + "\n"


def understanding(half: str, figures: TopicFigures, curve: list[tuple[float, float, float]]) -> None:
    rows = [
        ("acceptable topic answered first", figures.acceptable),
        ("the writer's own topic first", figures.first),
        ("acceptable topic answered or among the buttons", figures.top_three),
        ("good questions refused (unsure or out of scope)", figures.refused),
        ("out-of-scope messages recognised", figures.out_of_scope),
        ("both topics of a two-question message", figures.both),
        ("acceptable topic, one or two typos", figures.typo_acceptable),
        ("acceptable topic, upper case", figures.upper_acceptable),
        ("names: precision", figures.entity_precision),
        ("names: recall", figures.entity_recall),
    ]
    text = f"# Understanding, {half} half\n\nShares with hits, n and 95% Wilson interval.\n\n"
    text += (
        table(rows, ("yardstick", "result")) + "\n" + table(list(figures.per_topic.items()), ("topic", "acceptable"))
    )
    text += "\n" + table([(f"{t:.2f}", f"{r:.3f} / {o:.3f}") for t, r, o in curve], ("sure", "refused / recognised"))
    _write(f"understanding-{half}.md", text)
    _curve(curve, REPORTS / f"threshold-{half}.png")
    _confusion(figures.confusion, REPORTS / f"confusion-{half}.png")


def safety(half: str, figures: SafetyFigures) -> None:
    rows = [
        ("emergencies and crises seen as at least urgent", figures.seen),
        ("emergencies and crises at their own level", figures.own_level),
        ("urgent reports seen", figures.urgent_seen),
        ("borderline messages seen", figures.borderline_seen),
        ("false alarms on hard negatives", figures.false_alarms),
        ("false alarms on ordinary messages", figures.ordinary_alarms),
        ("false alarms on everyday statements", figures.chatter_alarms),
        ("false alarms on harmless messages that are not English", figures.abroad_alarms),
        ("emergencies and crises in five other languages seen", figures.abroad_seen),
        ("article's own flags missed", figures.article_missed),
        ("variants that lost their level", figures.flips),
        ("turns of talks with the right level open", figures.talks),
    ]
    text = f"# Safety, {half} half\n\nShares with hits, n and 95% Wilson interval.\n\n" + table(
        rows, ("yardstick", "result")
    )
    text += "\n" + table(list(figures.per_flag.items()), ("flag", "seen"))
    text += "\n" + table(list(figures.per_negative.items()), ("harmless mention", "false alarms"))
    _write(f"safety-{half}.md", text)
    _bars(figures.per_flag, REPORTS / f"flags-{half}.png")


def learning(half: str, points: Sequence[Point]) -> None:
    rows = [(str(p.messages), f"{p.acceptable} / {p.out_of_scope}") for p in points]
    text = (
        f"# Learning curve, {half} half\n\nThe heads trained on parts of the messages; the adapter saw all of them.\n\n"
    )
    _write(f"learning-{half}.md", text + table(rows, ("training messages", "acceptable topic / out of scope")))
    figure, axes = plt.subplots(figsize=(6, 5), layout="constrained")
    for name in ("acceptable", "out_of_scope"):
        shares = [getattr(p, name) for p in points]
        spread = [[s.value - s.low for s in shares], [s.high - s.value for s in shares]]
        axes.errorbar(
            [p.messages for p in points], [s.value for s in shares], spread, marker="o", capsize=3, label=name
        )
    axes.set(xlabel="training messages", ylabel="share right", xscale="log", ylim=(0.5, 1))
    axes.grid(alpha=0.3)
    axes.legend(["acceptable topic", "out of scope recognised"], loc="lower right")
    figure.savefig(REPORTS / f"learning-{half}.png", dpi=120)
    plt.close(figure)


def _write(name: str, text: str) -> None:
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / name).write_text(text, encoding="utf-8")


def _curve(curve: list[tuple[float, float, float]], file: Path) -> None:
    figure, axes = plt.subplots(figsize=(6, 5), layout="constrained")
    axes.plot([r for _, r, _ in curve], [o for _, _, o in curve], marker=".")
    axes.set(xlabel="good questions refused", ylabel="out-of-scope messages recognised", xlim=(0, 0.5), ylim=(0, 1))
    axes.grid(alpha=0.3)
    figure.savefig(file, dpi=120)
    plt.close(figure)


def _confusion(counts: Counter[tuple[str, str]], file: Path) -> None:
    names = sorted({name for pair in counts for name in pair})
    figure, axes = plt.subplots(figsize=(9, 8), layout="constrained")
    cells = [[counts[wanted, got] for got in names] for wanted in names]
    axes.imshow(cells, cmap="Blues")
    for y, row in enumerate(cells):
        for x, count in enumerate(row):
            if count:
                axes.text(x, y, str(count), ha="center", va="center", fontsize=6)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set(xlabel="answered first", ylabel="asked")
    figure.savefig(file, dpi=120)
    plt.close(figure)


def _bars(shares: dict[str, Share], file: Path) -> None:
    figure, axes = plt.subplots(figsize=(7, 9), layout="constrained")
    names = list(shares)
    low = [s.value - s.low for s in shares.values()]
    high = [s.high - s.value for s in shares.values()]
    axes.barh(names, [s.value for s in shares.values()], xerr=[low, high], color="#4878a8", ecolor="#333")
    axes.set(xlim=(0, 1.02), xlabel="seen as at least urgent")
    axes.invert_yaxis()
    axes.tick_params(axis="y", labelsize=7)
    figure.savefig(file, dpi=120)
    plt.close(figure)
