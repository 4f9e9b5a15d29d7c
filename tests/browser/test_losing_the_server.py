"""Reloads, tabs, broken connections, restarts and lost sessions: nothing written is lost, nothing is heard twice."""

import httpx
import pytest
from playwright.sync_api import expect

QUESTION = "Can a magnesium deficiency be reversed?"
SECOND = "How much magnesium is in almonds and spinach?"


def test_a_reload_keeps_the_conversation_and_the_unsent_text_and_goes_on(reader, transcript):
    reader.ask(QUESTION)
    reader.box.fill("and my unsent")
    before = reader.log.inner_text()
    reader.page.reload()
    expect(reader.box).to_have_value("and my unsent")
    expect(reader.answers).to_have_count(1)
    assert reader.log.inner_text().split() == before.split()
    reader.ask(SECOND)
    assert transcript(reader)[-2:] == [QUESTION, SECOND]


def test_a_reload_while_the_answer_is_on_its_way_gets_it_once(reader, transcript):
    reader.write(QUESTION)
    reader.page.reload()
    reader.answer(1)
    assert transcript(reader).count(QUESTION) == 1


def test_tabs_share_a_conversation_only_when_the_reader_keeps_it_on_the_device(reader):
    reader.ask(QUESTION)
    apart = reader.new_page(reader.bot)
    apart.get_by_role("button", name="Ask about magnesium").click()
    expect(apart.get_by_role("button", name="Start", exact=True)).to_be_visible()
    apart.close()
    reader.page.get_by_role("button", name="More options").click()
    reader.page.get_by_role("checkbox", name="Keep on this device").check()
    reader.page.keyboard.press("Escape")
    first, reader.page = reader.page, reader.new_page(reader.bot)
    expect(reader.answers).to_have_count(1)
    reader.ask(SECOND)
    expect(first.get_by_role("log", name="Conversation").locator(".answer")).to_have_count(2)


def test_what_is_written_offline_is_delivered_once_after_the_connection_is_back(reader, transcript):
    reader.network_fails = True
    reader.ask(QUESTION)
    reader.context.set_offline(True)
    reader.write(SECOND)
    expect(reader.log.get_by_text("not sent yet")).to_be_visible()
    expect(reader.page.get_by_text("You are offline.").first).to_be_visible()
    expect(reader.page.get_by_role("link", name="Call Emergency services 911")).to_be_visible()
    assert transcript(reader).count(SECOND) == 0
    reader.context.set_offline(False)
    reader.answer(2)
    assert transcript(reader)[-2:] == [QUESTION, SECOND]


@pytest.mark.parametrize("reload", [False, True], ids=["same page", "reloaded"])
def test_an_answer_lost_on_its_way_is_asked_for_again_and_heard_once(reader, transcript, reload):
    reader.network_fails = True
    reader.ask(QUESTION)
    ids = []

    def lose(route):
        ids.append(route.request.post_data_json["client_id"])
        route.fetch()
        route.abort()

    reader.page.route("**/chat/messages", lose, times=1)
    reader.write(SECOND)
    again = reader.page.get_by_role("button", name="Try again now")
    expect(again).to_be_visible()
    with reader.page.expect_request("**/chat/messages") as repeated:
        reader.page.reload() if reload else again.click()
    reader.answer(2)
    assert repeated.value.post_data_json["client_id"] == ids[0]
    assert transcript(reader).count(SECOND) == 1


def test_a_session_that_is_gone_costs_no_text(reader, transcript):
    reader.network_fails = True
    reader.ask(QUESTION)
    old = reader.token()
    assert httpx.delete(f"{reader.bot}/chat/session", headers={"authorization": f"Bearer {old}"}).status_code == 204
    reader.write(SECOND)
    reader.answer(2)
    expect(reader.log).to_contain_text("The earlier conversation had ended on the server")
    expect(reader.log).to_contain_text(QUESTION)
    assert reader.token() != old
    assert transcript(reader)[-1] == SECOND


def test_a_reader_who_comes_back_to_an_ended_session_is_told_and_can_still_read_it(reader):
    reader.network_fails = True
    reader.ask(QUESTION)
    httpx.delete(f"{reader.bot}/chat/session", headers={"authorization": f"Bearer {reader.token()}"})
    reader.page.reload()
    expect(reader.log).to_contain_text("This conversation has ended on the server")
    expect(reader.answers).to_have_count(1)


def test_a_restart_of_the_server_in_the_middle_of_a_conversation(visit, other_server, transcript):
    reader = visit(bot=other_server.url)
    reader.network_fails = True
    reader.open()
    reader.ask(QUESTION)
    token = reader.token()
    other_server.stop()
    reader.write(SECOND)
    again = reader.page.get_by_role("button", name="Try again now")
    expect(again).to_be_visible()
    expect(reader.page.get_by_role("link", name="Call Emergency services 911")).to_be_visible()
    other_server.start()
    if again.is_visible():
        again.click()
    reader.answer(2)
    assert reader.token() == token
    assert transcript(reader)[-2:] == [QUESTION, SECOND]
