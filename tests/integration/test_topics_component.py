"""The topic classifier towards Rasa's training cache."""

from components.topics import TopicClassifier


def test_a_training_that_rasa_has_in_its_cache_is_known_without_its_configuration():
    assert TopicClassifier.fingerprint_addon({}) == TopicClassifier.fingerprint_addon(
        TopicClassifier.get_default_config()
    )


def test_new_two_question_messages_need_a_new_training():
    other = TopicClassifier.get_default_config() | {"two_questions": "data/nlu"}
    assert TopicClassifier.fingerprint_addon({}) != TopicClassifier.fingerprint_addon(other)
