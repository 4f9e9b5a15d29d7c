"""How much a person needs a day, by age, sex and life stage, US advice first, EU and UK beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magnesium.card_text import as_text
from magnesium.composers.wording import cued, joined, next_questions, say
from magnesium.intake import ADULT_FROM, Need, need, row_at
from magnesium.knowledge.intake_tables import IntakeRow
from magnesium.question import Person, Question, Sex
from magnesium.reply import ComparisonCard, Reply

if TYPE_CHECKING:
    from magnesium.knowledge.load import Knowledge

TOPIC = "daily_intake"
_FIRST = "us"
_BABY_TO = 1.0
_MOST = 4
_PEOPLE = ("age", "sex", "life_stage")


def compose(knowledge: Knowledge, question: Question) -> Reply | None:
    """The answer for the person of the question; None when nobody is told, or when something else is asked."""
    person = _person(question)
    if person == Person():
        return None
    if len(question.ids("age")) > 1:
        return _several(knowledge, question)
    if not any(e.kind in _PEOPLE for e in question.entities):
        naming = knowledge.naming
        if not cued(question.text, naming.need_cues) or cued(question.text, naming.limit_cues):
            return None
    first = _first_line(knowledge, person)
    if not first:
        return None
    text = joined(
        (first, say(knowledge, "intake.all_sources"), say(knowledge, _advice(person)), say(knowledge, "intake.others"))
    )
    card = _card(knowledge, person, _sexes(person))
    sources = [knowledge.intakes[_FIRST].source]
    for values in knowledge.intakes.values():
        row = row_at(values, ADULT_FROM if person.age_years is None else person.age_years)
        sources += [row.source or values.source] if row else []
    buttons = next_questions(knowledge, "best_foods", "diet_alone")
    return Reply(f"{TOPIC}:{_id(person)}", TOPIC, text, tuple(dict.fromkeys(sources)), card, as_text(card), buttons)


def _several(knowledge: Knowledge, question: Question) -> Reply:
    """A line for each age of a family; who of them is female or male is not guessed."""
    lines, ages = [], question.ids("age")[:_MOST]
    for age in ages:
        line = _first_line(knowledge, Person(float(age)))
        lines += [f"- {line}"] if line else []
    text = "\n".join(lines) + "\n\n" + say(knowledge, "intake.all_sources")
    source = knowledge.intakes[_FIRST].source
    return Reply(
        f"{TOPIC}:{'+'.join(ages)}",
        TOPIC,
        text,
        (source,),
        buttons=next_questions(knowledge, "best_foods", "diet_alone"),
    )


def _first_line(knowledge: Knowledge, person: Person) -> str:
    """The need of a person by US advice in one sentence; empty where the table has none."""
    sexes = _sexes(person)
    needs = [need(knowledge.intakes[_FIRST], person, sex) for sex in sexes]
    told = [str(n) for n in needs if n]
    if not told:
        return ""
    if len({*told}) == 1:
        return say(knowledge, "intake.said", who=_who(knowledge, person), need=told[0])
    young = person.age_years is not None and person.age_years < ADULT_FROM
    both = "intake.both_young" if young else "intake.both"
    return say(knowledge, both, who=_who(knowledge, person), female=told[0], male=told[1])


def _sexes(person: Person) -> tuple[Sex, ...]:
    return (person.sex,) if person.sex else ("female", "male")


def _person(question: Question) -> Person:
    """The person as told before, with what this question says."""
    person = question.person
    ages, sexes, stages = question.ids("age"), question.ids("sex"), question.ids("life_stage")
    age = float(ages[0]) if ages else person.age_years
    stage = next((s for s in ("pregnant", "breastfeeding") if s in stages), None) or person.life_stage
    sex: Sex | None = person.sex
    if len({*sexes}) == 1:
        sex = "female" if sexes[0] == "female" else "male"
    elif len({*sexes}) > 1:
        sex = None
    if sex == "male" or (age is not None and age < 10):
        stage = None
    return Person(age, "female" if stage else sex, stage)  # type: ignore[arg-type]


def _who(knowledge: Knowledge, person: Person) -> str:
    who = say(knowledge, f"intake.{_group(person)}")
    if person.age_years is None:
        return say(knowledge, "intake.adults", who=who)
    row = row_at(knowledge.intakes[_FIRST], person.age_years)
    return _aged(knowledge, who, row) if row else who


def _group(person: Person) -> str:
    if person.life_stage:
        return person.life_stage
    age = person.age_years
    if age is not None and age < _BABY_TO:
        return "babies"
    if person.sex is None:
        return "people"
    young = age is not None and age < ADULT_FROM
    if person.sex == "female":
        return "girls" if young else "women"
    return "boys" if young else "men"


def _aged(knowledge: Knowledge, who: str, row: IntakeRow) -> str:
    if row.to is None:
        return say(knowledge, "intake.aged_up", **{"who": who, "from": f"{row.from_:g}"})
    if row.to <= _BABY_TO:
        first = 0 if row.from_ == 0 else row.from_ * 12 + 1
        return say(knowledge, "intake.aged_months", **{"who": who, "from": f"{first:g}", "to": f"{row.to * 12:g}"})
    return say(knowledge, "intake.aged", **{"who": who, "from": f"{row.from_:g}", "to": f"{row.to - 1:g}"})


def _advice(person: Person) -> str:
    if person.life_stage:
        return "intake.pregnancy"
    if person.age_years is not None and person.age_years < _BABY_TO:
        return "intake.baby"
    if person.age_years is not None and person.age_years < ADULT_FROM:
        return "intake.child"
    return "intake.adult"


def _card(knowledge: Knowledge, person: Person, sexes: tuple[Sex, ...]) -> ComparisonCard:
    regions = knowledge.intakes.values()
    alike = all(len({need(values, person, s) for s in sexes}) == 1 for values in regions)
    shown = sexes[:1] if alike else sexes
    columns = [say(knowledge, "intake.card_need")] if alike else [say(knowledge, f"intake.card_{s}") for s in shown]
    rows = []
    for values in regions:
        row = row_at(values, person.age_years) if person.age_years is not None else None
        kind = (row.kind if row else None) or values.kind
        cells = [_cell(knowledge, need(values, person, s)) for s in shown]
        rows.append([say(knowledge, "intake.row", region=values.name, kind=kind), *cells])
    return ComparisonCard(
        type="comparison",
        title=f"{say(knowledge, 'intake.card')}: {_who(knowledge, person)}",
        columns=["", *columns],
        rows=rows,
        note=say(knowledge, "intake.card_note"),
    )


def _cell(knowledge: Knowledge, found: Need | None) -> str:
    return str(found) if found else say(knowledge, "intake.no_figure")


def _id(person: Person) -> str:
    told = (person.life_stage or person.sex, None if person.age_years is None else f"{person.age_years:g}")
    return "+".join(t for t in told if t)
