"""Fixtures of every test: a data folder of its own, and the cast."""

import os
import tempfile
from pathlib import Path

# Before Django reads its settings: each test process has its own data folder.
os.environ["TENURE_HOME"] = tempfile.mkdtemp(prefix="tenure-test-")
os.environ.setdefault("TENURE_SECRET_KEY", "only-for-tests-" + "x" * 50)

import pytest

SHARED = Path(__file__).resolve().parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The data sets and golden cases beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("The data sets beside the checkout (../shared) are not here.")
    return SHARED


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    """An empty data folder for this test alone."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:  # type: ignore[no-untyped-def]
    """A real password hash takes longer than most tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def few_days_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refresh judges half a year of days the first time; a week of them shows as much."""
    from tenure.engine.scores import daily

    monkeypatch.setattr(daily, "REACH", 7)


@pytest.fixture
def person(db: None):  # type: ignore[no-untyped-def]
    """Makes a user of a role: `person("csm", "Alice")`. Without a password: tests sign in with `client.force_login`."""
    from tenure.company.models import User

    def make(role: str, name: str = "", **fields: object) -> User:
        name = name or role.capitalize()
        return User.objects.create_user(
            f"{name.lower()}@example.com", "a long password", role=role, name=name, **fields
        )

    return make


@pytest.fixture
def alice(person):  # type: ignore[no-untyped-def]
    """A CSM who owns accounts."""
    return person("csm", "Alice")


@pytest.fixture
def bob(person):  # type: ignore[no-untyped-def]
    """Another CSM on her team."""
    return person("csm", "Bob")


@pytest.fixture
def lea(person):  # type: ignore[no-untyped-def]
    """Their lead."""
    return person("lead", "Lea")


@pytest.fixture
def ada(person):  # type: ignore[no-untyped-def]
    """The administrator."""
    return person("administrator", "Ada")


@pytest.fixture
def vera(person):  # type: ignore[no-untyped-def]
    """Reads, never writes."""
    return person("viewer", "Vera")


@pytest.fixture
def dana(person):  # type: ignore[no-untyped-def]
    """A customer: sees nothing of the workspace."""
    return person("customer", "Dana")
