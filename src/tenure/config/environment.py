"""Settings from the environment, checked once at start."""

from pathlib import Path
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Every setting Tenure reads from the environment; see docs/configuration.md."""

    model_config = SettingsConfigDict(env_prefix="TENURE_", extra="ignore")

    home: Path = Field(default=Path(".tenure"), description="Folder for databases, event lake and uploads.")
    debug: bool = Field(default=False, description="Show tracebacks in the browser. Never in production.")
    secret_key: str = Field(default="", description="Signs sessions. Made and kept in the data folder when empty.")
    hosts: str = Field(default="localhost,127.0.0.1,[::1]", description="Host names that may be asked for, by comma.")
    origins: str = Field(default="", description="Origins trusted for forms behind a proxy, by comma.")
    https: bool = Field(default=False, description="Served over HTTPS: secure cookies, HSTS.")
    time_zone: str = Field(default="UTC", description="Reporting time zone of a new installation.")
    currency: str = Field(default="USD", min_length=3, max_length=3, description="Reporting currency of a new one.")
    engine_memory: str = Field(default="2GB", pattern=r"^\d+(MB|GB)$", description="Memory limit of one engine run.")
    engine_threads: int = Field(default=2, ge=1, le=256, description="Threads of one engine run.")
    database_url: str = Field(default="", validation_alias="DATABASE_URL", description="PostgreSQL; SQLite if empty.")
    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT", description="Port of the web server.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is not a time zone; use an IANA name such as Europe/Paris")
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
    return f"{shown}={item['input']}: {item['msg']}. See docs/configuration.md."
