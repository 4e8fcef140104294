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
