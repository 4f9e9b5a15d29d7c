"""The one private method of Rasa that is replaced, and the endpoint that runs actions in the process."""

import asyncio
import inspect

import jsonschema
import pytest
import rasa
from rasa.core.actions.action import RemoteAction

from infrastructure import in_process_actions


def test_this_is_the_rasa_whose_method_was_read():
    assert rasa.__version__ == in_process_actions.TRIED_WITH
    assert list(inspect.signature(RemoteAction._validate_action_result).parameters) == ["self", "result"]


def test_another_rasa_is_refused(monkeypatch):
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    with pytest.raises(RuntimeError, match="TRIED_WITH"):
        in_process_actions.validate_with_a_prepared_schema()


def test_what_an_action_returns_is_still_checked(monkeypatch):
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    in_process_actions.validate_with_a_prepared_schema()
    action = RemoteAction("action_answer", None)
    assert action._validate_action_result({"events": [], "responses": [{"text": "a"}]})
    with pytest.raises(jsonschema.ValidationError):
        action._validate_action_result({"events": "none", "responses": []})


def test_the_message_of_a_failed_action_is_not_passed_on():
    endpoint = in_process_actions.InProcessActions()

    async def fail(_):
        raise ValueError("my secret symptom")

    endpoint._executor.run = fail
    with pytest.raises(in_process_actions.ActionFailed) as told:
        asyncio.run(endpoint.request(json={}))
    assert "secret" not in str(told.value)
