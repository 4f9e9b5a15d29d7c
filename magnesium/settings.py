"""Every setting of the assistant: type, default, unit and meaning. Read from the environment and from `.env`.

`python -m magnesium settings` prints this table; a test holds `.env.example` and docs/running.md to it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

from pydantic import BaseSettings, Field, ValidationError, root_validator, validator

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Read once per process through `settings()`. A value of the wrong type stops the start with its name."""

    port: int = Field(5005, env="PORT", ge=1, le=65535, description="TCP port of the server")
    host: str = Field("127.0.0.1", env="HOST", description="Address to listen on; 0.0.0.0: all of this machine")
    knowledge: Path = Field(ROOT / "knowledge", env="MAGNESIUM_KNOWLEDGE", description="Folder of the knowledge files")
    encoder: Path = Field(
        ROOT / "models/encoder", env="MAGNESIUM_ENCODER", description="Folder of the encoder and the danger reader"
    )
    database: str = Field(
        f"sqlite:///{ROOT / 'var/conversations.db'}",
        env="MAGNESIUM_DATABASE",
        description="SQLAlchemy address of the conversation store",
    )
    secret: str = Field(
        "",
        env="MAGNESIUM_SECRET",
        description="Key that signs sessions and buttons, 32 characters or more; empty: made once, kept in var/secret",
    )
    origins: str = Field(
        "", env="MAGNESIUM_ORIGINS", description="Origins (https://host) that may embed the widget, separated by blanks"
    )
    rate_limit: str = Field(
        "20/minute",
        env="MAGNESIUM_RATE_LIMIT",
        description="Messages per session, and ten times as many per address; off: none",
    )
    trust_proxy: bool = Field(
        False, env="MAGNESIUM_TRUST_PROXY", description="Take the client's address from the last X-Forwarded-For entry"
    )
    session_hours: int = Field(24, env="MAGNESIUM_SESSION_HOURS", ge=1, le=720, description="Life of a session, hours")
    turn_timeout_s: float = Field(
        8.0, env="MAGNESIUM_TURN_TIMEOUT_S", gt=0, description="Seconds before a turn is answered without Rasa"
    )
    topics_off: str = Field(
        "", env="MAGNESIUM_TOPICS_OFF", description="Topic ids that are not answered for now, separated by blanks"
    )
    numbers_checked: date | None = Field(
        None,
        env="MAGNESIUM_NUMBERS_CHECKED",
        description="Day (YYYY-MM-DD) on which the operator checked the emergency numbers of their countries",
    )
    action_server: str = Field(
        "",
        env="MAGNESIUM_ACTION_SERVER",
        description="Address of a rasa_sdk action server; empty: actions run in-process",
    )

    class Config:
        env_file = ROOT / ".env"
        frozen = True

    @root_validator(pre=True)
    def _empty_is_unset(cls, values: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in values.items() if value != ""}

    @validator("host")
    def _is_an_address(cls, value: str) -> str:
        try:
            return str(ip_address(value))
        except ValueError:
            raise ValueError(f"{value!r} is no IP address; use 127.0.0.1, or 0.0.0.0 to listen on all") from None

    @validator("secret")
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError(f"has {len(value)} characters; use 32 or more, or leave it empty to have one made")
        return value

    @validator("rate_limit")
    def _is_a_rate(cls, value: str) -> str:
        if value != "off":
            count, _, unit = value.partition("/")
            if not count.isdigit() or unit not in ("second", "minute", "hour"):
                raise ValueError("write it as 20/minute (second, minute or hour), or off")
        return value

    def allowed_origins(self) -> frozenset[str]:
        return frozenset(o.rstrip("/") for o in self.origins.split())

    def switched_off(self) -> frozenset[str]:
        return frozenset(self.topics_off.split())


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. A wrong value ends it with a line that names the setting."""
    try:
        return Settings.parse_obj({})
    except ValidationError as wrong:
        names = {f.name: next(iter(f.field_info.extra["env_names"])).upper() for f in Settings.__fields__.values()}
        lines = [f"{names[str(e['loc'][0])]}: {e['msg']}" for e in wrong.errors()]
        raise SystemExit("\n".join([*lines, "settings come from the environment or .env: docs/running.md"])) from None
