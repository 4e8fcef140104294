"""Fixtures of every test: a data folder of its own, and the cast."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Before Django reads its settings: each test process has its own data folder.
os.environ["TENURE_HOME"] = tempfile.mkdtemp(prefix="tenure-test-")
os.environ.setdefault("TENURE_SECRET_KEY", "only-for-tests-" + "x" * 50)

import pytest
from django.core.management import call_command
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tables come straight from the models (`--no-migrations`), but for this one, which no model has."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, made once for all test processes: migrating takes longer than most tests."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "migrated"
    folder.mkdir(exist_ok=True)
    file, done = folder / "tenure.sqlite3", folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            environment = os.environ | {"TENURE_HOME": str(folder), "DATABASE_URL": ""}
            subprocess.run([sys.executable, "-m", "tenure.cli", "migrate"], env=environment, check=True, timeout=600)
            done.touch()
    return file


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
