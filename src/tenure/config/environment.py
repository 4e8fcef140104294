"""Settings from the environment, checked once at start."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tenure.config import mail

_ADDRESS: Final = re.compile(r"[^@\s,<>\"]+@[^@\s,<>\"]+")
_SHORTEST_SECRET: Final = 20
_SECRET: Final = frozenset({"secret_key", "mail_url", "mailbox_url", "mail_hook_secret"})  # never shown again


class Environment(BaseSettings):
    """Every setting Tenure reads from the environment; see docs/configuration.md."""

    model_config = SettingsConfigDict(env_prefix="TENURE_", extra="ignore")

    home: Path = Field(default=Path(".tenure"), description="Folder for databases, event lake and uploads.")
    debug: bool = Field(default=False, description="Show tracebacks in the browser. Never in production.")
    secret_key: str = Field(
        default="", repr=False, description="Signs sessions. Made and kept in the data folder when empty."
    )
    hosts: str = Field(default="localhost,127.0.0.1,[::1]", description="Host names that may be asked for, by comma.")
    origins: str = Field(default="", description="Origins trusted for forms behind a proxy, by comma.")
    proxies: int = Field(default=0, ge=0, le=9, description="Proxies in front, each appending to X-Forwarded-For.")
    https: bool = Field(default=False, description="Served over HTTPS: secure cookies, HSTS.")
    time_zone: str = Field(default="UTC", description="Reporting time zone of a new installation.")
    currency: str = Field(default="USD", min_length=3, max_length=3, description="Reporting currency of a new one.")
    engine_memory: str = Field(default="2GB", pattern=r"^\d+(MB|GB)$", description="Memory limit of one engine run.")
    engine_threads: int = Field(default=2, ge=1, le=256, description="Threads of one engine run.")
    database_url: str = Field(default="", validation_alias="DATABASE_URL", description="PostgreSQL; SQLite if empty.")
    url: str = Field(default="", description="Where people reach Tenure, for links in mails: https://host.")
    mail_url: str = Field(default="", repr=False, description="How mail is sent; files in the data folder if empty.")
    mail_from: str = Field(default="", description="Address that mail comes from; each sender's own if empty.")
    mail_replies: str = Field(default="", description="Address of the mailbox that replies and copies go to.")
    mailbox_url: str = Field(default="", repr=False, description="That mailbox: imaps://user:password@host/folder.")
    mail_hook_secret: str = Field(default="", repr=False, description="user:password of the mail provider's webhooks.")
    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT", description="Port of the web server.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is not a time zone; use an IANA name such as Europe/Paris")
        return value

    @field_validator("url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("write it like https://tenure.example.com")
        return value.rstrip("/")

    @field_validator("mail_url")
    @classmethod
    def _a_way_to_send(cls, value: str) -> str:
        if problem := mail.problem(value):
            raise ValueError(problem)
        return value

    @field_validator("mail_from", "mail_replies")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("is not an e-mail address")
        return value

    @field_validator("mailbox_url")
    @classmethod
    def _a_mailbox(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username):
            raise ValueError("write it like imaps://user:password@imap.example.com/INBOX")
        return value

    @field_validator("mail_hook_secret")
    @classmethod
    def _a_pair(cls, value: str) -> str:
        if value and (":" not in value or len(value) < _SHORTEST_SECRET):
            raise ValueError(f"write it like user:password, {_SHORTEST_SECRET} characters or more")
        return value


def read_environment() -> Environment:
    """Return the settings, or leave with one sentence for each that is wrong."""
    try:
        return Environment()
    except ValidationError as error:
        raise SystemExit("\n".join(_sentence(dict(item)) for item in error.errors())) from None


def _sentence(item: dict[str, object]) -> str:
    name = str(item["loc"][0])  # type: ignore[index]
    shown = name if name.isupper() else f"TENURE_{name.upper()}"
    value = "…" if name in _SECRET else item["input"]
    return f"{shown}={value}: {item['msg']}. See docs/configuration.md."
