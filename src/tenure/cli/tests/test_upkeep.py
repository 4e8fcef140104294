"""The data folder is made when it is missing, and an import says what the database lacks."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tenure.cli import checkup
from tenure.cli.importing import import_
from tenure.cli.upkeep import migrate

pytestmark = pytest.mark.django_db


def test_a_missing_data_folder_is_made_for_its_owner_alone(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path / "new" / "deep"
    assert CliRunner().invoke(migrate).exit_code == 0
    assert settings.HOME.stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "file").touch()
    settings.HOME = tmp_path / "file" / "home"
    done = CliRunner().invoke(migrate)
    assert done.exit_code == 1
    assert "cannot be made: Not a directory. Choose another folder with TENURE_HOME" in done.output


def test_an_import_into_a_database_that_is_not_migrated_says_so(home: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(checkup, "missing_migrations", lambda: ["customers.0001_initial"])
    done = CliRunner().invoke(import_, ["accounts.csv"])
    assert done.exit_code == 1
    assert "The database lacks 1 of the migrations. Run `tenure migrate` first." in done.output
