"""An open emergency stays open until the person is safe or help is there."""

from pathlib import Path

import pytest
import yaml

from magnesium.escalation import ASK_AGAIN, CHECK, CLOSED, REMINDER, Context, Escalations
from magnesium.knowledge.escalation import EscalationFile
from magnesium.urgency import NO_DANGER, Urgency, Verdict

ROOT = Path(__file__).resolve().parents[2]
CUES = EscalationFile.parse_obj(yaml.safe_load((ROOT / "knowledge/escalation.yml").read_text(encoding="utf-8"))).cues
ESCALATIONS = Escalations(CUES)
OPEN = Context(Urgency.EMERGENCY, "chest_pain")
CHECKING = Context(Urgency.URGENT, "chest_pain", checking=True)


def advance(text: str, context: Context, verdict: Verdict = NO_DANGER):
    return ESCALATIONS.advance(text, verdict, context, Urgency.EMERGENCY)


def test_an_emergency_opens():
    outcome = advance("", Context(), Verdict(Urgency.EMERGENCY, ("seizure",)))
    assert (outcome.urgency, outcome.open, outcome.flag) == (Urgency.EMERGENCY, Urgency.EMERGENCY, "seizure")


@pytest.mark.parametrize(
    "text",
    [
        "thanks",
        "which foods are best?",
        "he doesn't want an ambulance",
        "it's probably nothing",
        "my wife says it is just stress",
        "they are on their way",
        "a bit better already",
        "ok",
    ],
)
def test_minimising_and_other_questions_do_not_close_it(text):
    outcome = advance(text, OPEN)
    assert (outcome.open, outcome.say) == (Urgency.EMERGENCY, REMINDER)


@pytest.mark.parametrize(
    "text",
    [
        "the paramedics are here",
        "I'm safe now",
        "im safe",
        "we are at the hospital",
        "Help has arrived!",
        "help is here",
    ],
)
def test_safety_or_help_closes_it(text):
    outcome = advance(text, OPEN)
    assert (outcome.open, outcome.say) == (Urgency.NONE, CLOSED)


def test_you_misunderstood_asks_once_more_and_only_then_a_no_closes():
    first = advance("you misunderstood me", OPEN)
    assert (first.open, first.say) == (Urgency.EMERGENCY, ASK_AGAIN)
    after = Context(Urgency.EMERGENCY, "chest_pain", asked_again=True)
    assert advance("no", after).open is Urgency.NONE
    assert advance("well maybe", after).open is Urgency.EMERGENCY


@pytest.mark.parametrize("text", ["yes", "Yes!", "yeah it is", "yes right now", "sí"])
def test_a_yes_to_the_check_is_an_emergency(text):
    assert advance(text, CHECKING).urgency is Urgency.EMERGENCY


@pytest.mark.parametrize("text", ["no", "No, nobody is in danger", "nope thanks", "no it's over"])
def test_a_no_to_the_check_closes_it(text):
    assert advance(text, CHECKING).open is Urgency.NONE


def test_yes_means_nothing_special_when_nothing_was_asked():
    assert advance("yes", Context()).urgency is Urgency.NONE


def test_a_later_urgent_report_does_not_lower_an_open_emergency():
    outcome = advance("", OPEN, Verdict(Urgency.URGENT, ("allergic_mild",)))
    assert (outcome.urgency, outcome.open) == (Urgency.URGENT, Urgency.EMERGENCY)


def test_a_turn_tells_the_next_one_where_the_conversation_stands():
    turn = {"open_escalation": "urgent", "answers": ["red_flag.seizure", CHECK, "risks.main"]}
    assert Context.after(turn) == Context(Urgency.URGENT, "seizure", checking=True)
    assert Context.after(None) == Context()
