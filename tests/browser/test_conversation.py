"""What readers see of answers, cards and buttons, from the page to the model and back."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.reader import PHONE
from tests.servers import card_of

EMERGENCY = "I have chest pain and my heart is racing"


def test_a_question_is_answered_with_its_source(reader, chat):
    answer = reader.ask("Which foods are rich in magnesium?")
    expect(answer).to_contain_text("pumpkin seeds")
    turn = chat.say("Which foods are rich in magnesium?")
    sources = answer.get_by_role("list", name=re.compile("Sources?$")).get_by_role("listitem")
    expect(sources).to_have_count(len(turn["sources"]))
    for source in turn["sources"]:
        chip = sources.filter(has_text=source["title"])
        expect(chip).to_contain_text(source["publisher"])
        expect(chip).to_contain_text("checked 22 Nov 2026")
        if source["url"]:
            expect(chip.get_by_role("link")).to_have_attribute("href", source["url"])
            expect(chip.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")


def test_bold_and_lists_of_an_answer_are_shown_as_such(reader):
    answer = reader.ask("Which foods are rich in magnesium?")
    expect(answer.get_by_role("listitem").filter(has_text="pumpkin seeds").locator("strong")).not_to_have_count(0)
    expect(answer).not_to_contain_text("**")


def test_a_suggested_reply_is_answered_and_its_words_are_shown(reader):
    reader.ask("Can a magnesium deficiency be reversed?")
    reply = reader.page.get_by_role("group", name="Suggested replies").get_by_role("button").first
    words = reply.inner_text()
    reply.click()
    answer = reader.answer(2)
    expect(reader.log.locator(".said").last).to_contain_text(words)
    expect(answer.get_by_role("list", name=re.compile("Sources?$"))).to_be_visible()
    expect(reader.box).to_be_focused()


@pytest.mark.parametrize("text", ["How much magnesium is in almonds and spinach?", "compare citrate and oxide"])
def test_figures_come_as_a_table_with_the_numbers_of_the_api(reader, chat, text):
    table = reader.ask(text).get_by_role("table")
    card = card_of(chat.say(text))
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(len(card["rows"]))
    for shown, row in zip(rows.all(), card["rows"], strict=True):
        expect(shown).to_contain_text(row[-1] if card["type"] == "comparison" else f"{row['mg']:g} mg")


def test_an_emergency_shows_numbers_to_tap_and_steps(visit, chat, titles):
    phone = visit(**PHONE)
    phone.open()
    phone.ask(EMERGENCY)
    card = phone.page.get_by_role("region", name=titles.emergency)
    call = card.get_by_role("link", name="Call Emergency services 911")
    expect(call).to_have_attribute("href", "tel:911")
    expect(call).to_be_in_viewport()
    box = call.bounding_box()
    assert box["height"] >= 44
    assert phone.page.get_by_role("group", name="Suggested replies").bounding_box()["y"] > box["y"]
    steps = card_of(chat.say(EMERGENCY))["steps"]
    assert len(steps) >= 3
    expect(card.locator("ol").get_by_role("listitem")).to_have_text([step.replace("**", "") for step in steps])
    expect(phone.page.get_by_role("alert")).to_contain_text("911")


def test_another_country_brings_its_numbers_and_stays(reader, titles):
    reader.ask(EMERGENCY)
    card = reader.page.get_by_role("region", name=titles.emergency)
    with reader.page.expect_response(lambda r: r.request.method == "PATCH" and r.status == 200):
        card.get_by_role("combobox", name="Numbers for").select_option(label="United Kingdom")
    expect(card.get_by_role("link", name="Call Emergency services 999")).to_have_attribute("href", "tel:999")
    expect(card.get_by_role("link", name="Call Emergency services 911")).to_have_count(0)
    again = reader.ask("my chest still hurts and I can't breathe")
    expect(again.get_by_role("link", name="Call Emergency services 999")).to_be_visible()


def test_a_crisis_shows_the_crisis_line_first_and_then_the_emergency_number(reader, titles):
    reader.ask("I want to end my life")
    calls = reader.page.get_by_role("region", name=titles.crisis).get_by_role("link")
    expect(calls).to_have_count(2)
    expect(calls.first).to_have_attribute("href", "tel:988")
    expect(calls.last).to_have_attribute("href", "tel:911")


def test_a_bare_sign_is_asked_about_and_yes_is_an_emergency(visit, titles):
    phone = visit(**PHONE)
    phone.open()
    phone.ask("I have palpitations")
    expect(phone.page.get_by_role("region", name=titles.urgent)).to_be_visible()
    yes = phone.page.get_by_role("button", name="Yes, it is happening")
    expect(yes).to_be_in_viewport()
    expect(phone.page.get_by_role("link", name="Call Emergency services 911")).to_be_in_viewport()
    yes.click()
    phone.answer(2)
    expect(phone.page.get_by_role("region", name=titles.emergency)).to_be_visible()


def test_help_is_there_before_anything_is_sent(visit):
    requests = []
    reader = visit()
    reader.page.on("request", lambda request: requests.append(request.url))
    reader.open()
    reader.page.get_by_role("button", name="Emergency help").click()
    expect(reader.page.get_by_role("link", name="Call Emergency services 911")).to_be_visible()
    expect(reader.page.get_by_role("link", name=re.compile("988"))).to_be_visible()
    assert requests == []


def test_the_page_hears_of_a_turn_without_a_word_of_it(reader):
    reader.page.evaluate(
        """() => document.addEventListener("magnesium:turn", (event) => (window.heard = event.detail))"""
    )
    reader.page.evaluate(
        """() => document.querySelector("magnesium-chat").send("Which foods are rich in magnesium?")"""
    )
    reader.answer(1)
    heard = reader.page.evaluate("window.heard")
    assert set(heard) == {"turn_id", "topics", "urgency"}
    assert heard["topics"] == ["foods"]


def test_deleting_erases_the_conversation_here_and_on_the_server(reader):
    reader.ask("Which foods are rich in magnesium?")
    token = reader.token()
    reader.menu("Delete my data")
    reader.page.get_by_role("button", name="Delete", exact=True).click()
    expect(reader.page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert reader.page.evaluate("sessionStorage.length + localStorage.length") == 0
    headers = {"authorization": f"Bearer {token}"}
    assert httpx.get(f"{reader.bot}/chat/transcript", headers=headers).status_code == 401


def test_a_thumb_and_its_reason_are_taken_by_the_server(reader):
    answer = reader.ask("Can a magnesium deficiency be reversed?")
    with reader.page.expect_response(lambda r: r.url.endswith("/chat/feedback")) as taken:
        answer.get_by_role("button", name="No, this did not help").click()
    assert taken.value.status == 204
    with reader.page.expect_response(lambda r: r.url.endswith("/chat/feedback")) as taken:
        answer.get_by_role("button", name="Hard to understand").click()
    assert taken.value.status == 204
    expect(answer).to_contain_text("Thank you for telling us.")
