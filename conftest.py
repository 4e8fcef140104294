"""Fixtures of every test: a data folder of its own, and the cast."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

# Before Django reads its settings: each test process has its own data folder.
os.environ["TENURE_HOME"] = tempfile.mkdtemp(prefix="tenure-test-")
os.environ.setdefault("TENURE_SECRET_KEY", "only-for-tests-" + "x" * 50)

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from tenure.company.models import User

    Person = Callable[..., User]

SHARED = Path(__file__).resolve().parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The data sets and golden cases beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("The data sets beside the checkout (../shared) are not here.")
    return SHARED


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """An empty data folder for this test alone."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A real password hash takes longer than most tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def few_days_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refresh judges half a year of days the first time; a week of them shows as much."""
    from tenure.engine.scores import daily

    monkeypatch.setattr(daily, "REACH", 7)


@pytest.fixture
def person(db: None) -> "Person":
    """Makes a user of a role: `person("csm", "Alice")`. Without a password: tests sign in with `client.force_login`."""
    from tenure.company.models import User

    def make(role: str, name: str = "", **fields: object) -> User:
        name = name or role.capitalize()
        return User.objects.create_user(
            f"{name.lower()}@example.com", "a long password", role=role, name=name, **fields
        )

    return make


@pytest.fixture
def alice(person: "Person") -> "User":
    """A CSM who owns accounts."""
    return person("csm", "Alice")


@pytest.fixture
def bob(person: "Person") -> "User":
    """Another CSM on her team."""
    return person("csm", "Bob")


@pytest.fixture
def lea(person: "Person") -> "User":
    """Their lead."""
    return person("lead", "Lea")


@pytest.fixture
def ada(person: "Person") -> "User":
    """The administrator."""
    return person("administrator", "Ada")


@pytest.fixture
def vera(person: "Person") -> "User":
    """Reads, never writes."""
    return person("viewer", "Vera")


@pytest.fixture
def dana(person: "Person") -> "User":
    """A customer: sees nothing of the workspace."""
    return person("customer", "Dana")
