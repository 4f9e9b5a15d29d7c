"""The seven questions of the article, each in three wordings, over the chat API of a real server."""

import pytest

from tests.servers import Chat, text_of

QUESTIONS = [
    ("timeline", "how long does it take to reverse a magnesium deficiency?"),
    ("timeline", "when will i start to feel normal again"),
    ("timeline", "been taking tablets for 2 weeks, how much longer till my stores are full"),
    ("fastest", "what is the fastest way to raise magnesium levels"),
    ("fastest", "quickest way to get my mag up??"),
    ("fastest", "I need to bring my level up as soon as possible, what works fastest?"),
    ("risks", "what happens if magnesium deficiency is left untreated"),
    ("risks", "is it dangerous if i just ignore low magnesium"),
    ("risks", "can it do lasting harm if nobody treats it?"),
    ("diet_alone", "can I fix it with diet alone?"),
    ("diet_alone", "is food enough or do i need supplements"),
    ("diet_alone", "would rather not take pills. can eating better be enough"),
    ("foods", "which foods are highest in magnesium"),
    ("foods", "what should i eat to get more magnesium"),
    ("foods", "mag rich foods list pls"),
    ("testing", "can I be deficient even if my blood test is normal?"),
    ("testing", "my serum magnesium came back normal but could i still be low"),
    ("testing", "do blood tests really show if you lack magnesium"),
    ("see_provider", "should I talk to a doctor before taking magnesium supplements"),
    ("see_provider", "do i need to see my gp about this first"),
    ("see_provider", "when is it time to see a doctor for low magnesium?"),
]


@pytest.mark.parametrize(("topic", "question"), QUESTIONS)
def test_an_article_question_gets_its_topic_and_a_source(server, topic, question):
    turn = Chat(server.url).say(question)
    assert turn["topics"], text_of(turn)
    assert turn["topics"][0] == topic
    assert turn["urgency"] == "none"
    assert turn["sources"]
    for source in turn["sources"]:
        assert source["title"]
        assert source["url"] is None or source["url"].startswith("https://")


def test_the_worried_heart_is_told_at_once_to_call(chat):
    turn = chat.say("my chest hurts and my heart is racing")
    assert turn["urgency"] == "emergency"
    assert "emergency number" in turn["messages"][0]["text"]
    assert turn["messages"][0]["card"]["type"] == "escalation"
