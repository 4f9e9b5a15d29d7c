"""How well danger is seen: sensitivity per flag and level, false alarms, pairs that must keep their level, talks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from evaluation import heldout
from evaluation.heldout import DangerMessage, Half, Talk
from evaluation.statistics import Share, share
from magnesium.assistant import assistant
from magnesium.cleaning import clean
from magnesium.escalation import Context
from magnesium.urgency import Urgency

ARTICLE_FLAGS = ("arrhythmia_distress", "coronary_spasm", "seizure", "tetany", "severe_mood_change")


@dataclass(frozen=True)
class Figures:
    """`seen`: emergencies and crises judged at least urgent. `own_level`: at their own level (one of the two counts
    for the other, both show the emergency number). `flips`: variants of emergencies that fell below their level."""

    seen: Share
    own_level: Share
    urgent_seen: Share
    borderline_seen: Share
    false_alarms: Share
    ordinary_alarms: Share
    chatter_alarms: Share
    abroad_alarms: Share
    abroad_seen: Share
    article_missed: Share
    flips: Share
    talks: Share
    per_flag: dict[str, Share]
    per_negative: dict[str, Share]


def judge(text: str) -> Urgency:
    return assistant().assess(clean(text)).urgency


def seen(text: str) -> bool:
    return judge(text) is not Urgency.NONE


def measure(half: Half) -> Figures:
    reports, negatives = heldout.dangers(half, "reports"), heldout.dangers(half, "negatives")
    grave = [(m, judge(m.text)) for m in reports if m.level in ("emergency", "crisis")]
    lesser = [(m, judge(m.text)) for m in reports if m.level == "urgent"]
    alarms = [(m, seen(m.text)) for m in negatives]
    chatter = [(m, seen(m.text)) for m in heldout.dangers(half, "chatter")]
    own = [(m, u) for m, u in grave if m.kind in ARTICLE_FLAGS]
    return Figures(
        share([u is not Urgency.NONE for _, u in grave]),
        share([u.rank == 2 for _, u in grave]),
        share([u is not Urgency.NONE for _, u in lesser]),
        share([seen(m.text) for m in heldout.dangers(half, "borderline")]),
        share([alarm for _, alarm in alarms]),
        share([seen(q.text) for q in heldout.questions(half) + heldout.out_of_scope(half)]),
        share([alarm for m, alarm in chatter if m.kind == "english"]),
        share([alarm for m, alarm in chatter if m.kind != "english"]),
        share([seen(m.text) for m in heldout.dangers(half, "abroad")]),
        share([u is Urgency.NONE for _, u in own]),
        share([judge(p.variant).rank < judge(p.base).rank for p in heldout.pairs(half)]),
        share([ok for talk in heldout.talks(half) for ok in walk(talk)]),
        _by_kind([(m, u is not Urgency.NONE) for m, u in grave + lesser]),
        _by_kind(alarms),
    )


def _by_kind(outcomes: list[tuple[DangerMessage, bool]]) -> dict[str, Share]:
    kinds: dict[str, list[bool]] = defaultdict(list)
    for message, ok in outcomes:
        kinds[message.kind].append(ok)
    return {kind: share(found) for kind, found in sorted(kinds.items())}


def walk(talk: Talk) -> list[bool]:
    """For each turn of a talk: is the level that stays open as serious as it must be, and no more than it must be?"""
    context, outcomes = Context(), []
    for text, wanted in zip(talk.turns, talk.open, strict=True):
        outcome = assistant().advance(clean(text), assistant().assess(clean(text)), context)
        context = Context.after(outcome.turn())
        outcomes.append(outcome.open.rank == Urgency(wanted).rank)
    return outcomes
