"""An open emergency stays open until the person is safe or help is there."""

from pathlib import Path

import pytest
import yaml

from magnesium import cards
from magnesium.escalation import ASK_AGAIN, CHECK, CLOSED, REMINDER, Context, Escalations, Outcome, Pressed
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
        "I'm not safe now",
        "i am not safe",
        "am i safe now?",
        "is it safe now to give him magnesium",
        "is he safe",
        "i am safe to take 400 mg, right",
        "I'm safe with 400 mg",
        "i wish i was safe",
        "i will tell you when i'm safe",
        "no ambulance is here yet",
        "the ambulance isn't here",
        "the ambulance is not here",
        "the ambulance is nearly here",
        "when the ambulance is here should i go out",
        "once the paramedics are here what do i tell them",
        "are the paramedics here",
        "the paramedics are here?",
        "we need an ambulance here",
        "an ambulance came yesterday",
        "the paramedics came but he sent them away",
        "the ambulance came and left, he refused",
        "he is not ok, my friend is with me now",
        "someone is with me now",
        "do they have magnesium at a&e",
        "should i be at the hospital",
        "we are not at the hospital",
        "if we're at the hospital can they give magnesium",
        "honest, it's a joke",
        "mum finally called 999 theyre coming",
        "I'm on the phone with 911",
    ],
)
def test_what_only_sounds_like_safety_does_not_close_it(text):
    assert advance(text, OPEN).open is Urgency.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "the paramedics are here",
        "I'm safe now",
        "im safe",
        "we are safe",
        "we are at the hospital",
        "we're at the hospital now",
        "Help has arrived!",
        "help is here",
        "no more pain, the ambulance is here",
        "the ambulance is here, what do I tell them?",
        "the ambulance has come",
        "EMTs are loading me, bye dear",
        "paramedics got him",
        "medics took over, im okay",
        "we have reached casualty, they are taking ECG",
        "911 is talking to me and paramedics at the door",
        "crew are working on him",
        "I'm at my mother's and the police are with us",
        "im at a&e",
        "my sponsor is here and we're walking into detox with the nurses now",
    ],
)
def test_safety_or_help_closes_it(text):
    outcome = advance(text, OPEN)
    assert (outcome.open, outcome.say, outcome.flag) == (Urgency.NONE, CLOSED, None)


def test_help_that_only_the_reader_takes_for_an_emergency_still_closes_it():
    assert advance("crew are working on him", OPEN, Verdict(Urgency.EMERGENCY)).open is Urgency.NONE
    stopped = advance("crew are working on him, he stopped breathing", OPEN, Verdict(Urgency.EMERGENCY, ("dyspnoea",)))
    assert stopped.open is Urgency.EMERGENCY
    assert advance("i'm safe", OPEN, Verdict(Urgency.CRISIS)).open is Urgency.CRISIS


def test_you_misunderstood_asks_once_more_and_only_then_a_no_closes():
    first = advance("you misunderstood me", OPEN)
    assert (first.open, first.say) == (Urgency.EMERGENCY, ASK_AGAIN)
    after = Context(Urgency.EMERGENCY, "chest_pain", asked_again=True)
    assert advance("no", after).open is Urgency.NONE
    assert advance("well maybe", after).open is Urgency.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes!",
        "yeah it is",
        "yes right now",
        "sí",
        "Yes, it is happening",
        "yes it's happening right now",
        "yes he is",
        "yup",
        "yes help",
        "yes what should i do?",
        "yes, 10 minutes ago",
        "it just happened",
        "just now",
        "now",
        "about an hour ago",
        "no it was 5 minutes ago",
        "not sure",
        "I'm unsure",
        "he is still on the floor",
        "i don't know",
    ],
)
@pytest.mark.parametrize("asked", [CHECKING, Context(Urgency.EMERGENCY, "chest_pain", asked_again=True)])
def test_a_yes_to_either_question_is_an_emergency(text, asked):
    outcome = advance(text, asked)
    assert (outcome.urgency, outcome.open, outcome.flag) == (Urgency.EMERGENCY, Urgency.EMERGENCY, "chest_pain")


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "no thanks",
        "not now",
        "no not now",
        "No, nobody is in danger",
        "nobody is in danger now",
        "nope thanks",
        "no it's over",
        "no, it isn't",
        "no no, nobody here, it's for my nursing assignment",
        "nah nobody is having it, im writing the pamphlet for my church",
        "No, nobody in danger. I translate your article",
        "that was last year",
        "no he's fine",
    ],
)
def test_a_no_to_the_check_closes_it(text):
    assert advance(text, CHECKING).open is Urgency.NONE


@pytest.mark.parametrize("text", ["no he is grey", "no trouble breathing", "which foods are best", "No. He is cold"])
def test_what_is_no_clear_no_leaves_the_check_open(text):
    outcome = advance(text, CHECKING)
    assert (outcome.urgency, outcome.open) == (Urgency.NONE, Urgency.URGENT)


@pytest.mark.parametrize("text", ["ok now tell me about foods", "i still want to know about foods", "he's ok now"])
def test_another_subject_does_not_confirm_a_danger(text):
    assert advance(text, CHECKING).urgency is Urgency.NONE


def test_yes_means_nothing_special_when_nothing_was_asked():
    assert advance("yes", Context()).urgency is Urgency.NONE


@pytest.mark.parametrize("check", [True, False])
def test_a_lesser_report_during_an_emergency_gets_the_reminder_and_no_milder_advice(check):
    outcome = advance("", OPEN, Verdict(Urgency.URGENT, ("allergic_mild",), check=check))
    assert (outcome.urgency, outcome.open, outcome.say) == (Urgency.URGENT, Urgency.EMERGENCY, REMINDER)
    assert (outcome.due, outcome.check, outcome.flag) == (Urgency.NONE, False, "chest_pain")
    assert advance("no", Context.after(outcome.turn())).open is Urgency.EMERGENCY


def test_a_no_to_a_check_goes_back_to_what_was_open_before_it():
    urgent = Context(Urgency.URGENT, "allergic_mild")
    checked = advance("", urgent, Verdict(Urgency.URGENT, ("seizure",), check=True))
    assert (checked.say, checked.check, checked.due) == (REMINDER, True, Urgency.URGENT)
    assert advance("no", Context.after(checked.turn())).open is Urgency.URGENT
    again = advance("", CHECKING, Verdict(Urgency.URGENT, ("seizure",), check=True))
    assert advance("no", Context.after(again.turn())).open is Urgency.NONE


def test_a_check_that_became_an_emergency_asks_nothing():
    outcome = advance("yes", CHECKING, Verdict(Urgency.URGENT, ("seizure",), check=True))
    assert (outcome.urgency, outcome.check) == (Urgency.EMERGENCY, False)


def press(says: str, shown: Outcome, context: Context) -> Outcome:
    button = Pressed.from_dict(Pressed(says, shown.flag, shown.open, shown.back).as_dict())
    return ESCALATIONS.advance("", NO_DANGER, context, Urgency.EMERGENCY, button)


def test_a_button_means_the_same_whatever_came_between():
    check = advance("", Context(), Verdict(Urgency.URGENT, ("seizure",), check=True))
    later = Context.after(advance("which foods", Context.after(check.turn())).turn())
    confirmed = press("yes", check, later)
    assert (confirmed.urgency, confirmed.open, confirmed.flag) == (Urgency.EMERGENCY, Urgency.EMERGENCY, "seizure")
    assert press("no", check, later).open is Urgency.NONE
    assert press("yes", check, Context()).open is Urgency.EMERGENCY
    assert press("no", check, Context()).open is Urgency.NONE


def test_an_old_no_does_not_close_a_newer_emergency():
    check = advance("", Context(), Verdict(Urgency.URGENT, ("seizure",), check=True))
    assert press("no", check, OPEN).open is Urgency.EMERGENCY
    worse = advance("", Context.after(check.turn()), Verdict(Urgency.EMERGENCY, ("seizure",)))
    assert press("no", check, Context.after(worse.turn())).open is Urgency.EMERGENCY


def test_help_is_here_closes_whatever_is_open():
    assert press("safe", advance("", OPEN), OPEN).open is Urgency.NONE


@pytest.mark.parametrize("level", [Urgency.EMERGENCY, Urgency.CRISIS, Urgency.URGENT])
def test_a_danger_without_a_flag_inherits_no_other_ones_first_aid(level, knowledge):
    outcome = advance("", Context(Urgency.URGENT, "seizure"), Verdict(level))
    assert outcome.flag is None
    steps = cards.escalation(knowledge, outcome, "US")["steps"]
    assert len(steps) >= 2
    assert tuple(steps) == getattr(knowledge.escalation.steps, level.value)


def test_a_crisis_never_shows_the_first_aid_of_a_mention_beside_it(knowledge):
    outcome = advance("", Context(), Verdict(Urgency.CRISIS, ("seizure",)))
    assert tuple(cards.escalation(knowledge, outcome, "US")["steps"]) == knowledge.escalation.steps.crisis


def test_a_flag_that_was_closed_is_forgotten():
    closed = advance("the paramedics are here", OPEN)
    assert Context.after(closed.turn()) == Context()
    assert advance("", Context.after(closed.turn()), Verdict(Urgency.CRISIS)).flag is None


def test_a_turn_tells_the_next_one_where_the_conversation_stands():
    turn = {"urgency": "urgent", "open_escalation": "urgent", "answers": ["red_flag.seizure", CHECK, "risks.main"]}
    assert Context.after(turn) == Context(Urgency.URGENT, "seizure", checking=True)
    assert Context.after(None) == Context()
