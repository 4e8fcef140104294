"""`tenure import` says what it recognised, what came of it, and where to mend the rest."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tenure.cli.importing import default_source, import_
from tenure.customers.models import Account
from tenure.ingest.models import ImportRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, home: Path) -> Path:
    found = tmp_path / "Our CRM"
    found.mkdir()
    (found / "accounts.csv").write_text("account_id,created_on\nA1,2024-01-01\nA2,soon\n")
    return found


def _run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(import_, [str(a) for a in arguments])
    return result.exit_code, result.output


def test_it_tells_what_came_in_and_where_to_mend_the_rest(folder: Path) -> None:
    code, said = _run(folder, "--no-refresh")
    assert code == 0
    assert said.splitlines() == [
        "accounts.csv as accounts (canonical names): 1 created, 0 changed, 0 unchanged, 1 rejected",
        "  Not a date: 1 row",
        "    row 3: created_on: “soon” is not a date. Write it as 2024-01-31.",
        "1 row waits to be mended: open Data, Quarantine (/data/quarantine/).",
    ]
    assert ImportRun.objects.get().source == "our_crm"


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    code, said = _run(folder, "--dry-run")
    assert code == 0
    assert "1 would be created" in said
    assert not Account.objects.exists()


def test_it_can_bring_the_numbers_up_to_date(folder: Path) -> None:
    code, said = _run(folder / "accounts.csv", "--source", "x")
    assert code == 0
    assert "The numbers are up to date." in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing.csv"], "nothing.csv does not exist. Check the path."),
        (["--table", "nope", "x.csv"], "'nope' is not a table; there are accounts"),
        (["--mapping", "missing.yaml", "x.csv"], "missing.yaml cannot be read"),
    ],
)
def test_it_ends_with_a_sentence_when_something_is_wrong(home: Path, arguments: list[str], sentence: str) -> None:
    code, said = _run(*arguments)
    assert code == 1
    assert sentence in said


def test_a_file_nothing_fits_is_an_error(folder: Path) -> None:
    (folder / "accounts.csv").rename(folder / "thing.csv")
    (folder / "thing.csv").write_text("colour\nred\n")
    code, said = _run(folder)
    assert code == 1
    assert "thing.csv: not recognised by its name and columns (colour)." in said


def test_a_mapping_file_says_what_the_columns_mean(folder: Path) -> None:
    (folder / "accounts.csv").unlink()
    (folder / "kunden.csv").write_text("Nummer;Firma\n7;Acme\n")
    (folder / "map.yaml").write_text(
        "name: erp\ntables:\n  - table: accounts\n    columns: {account_id: Nummer, name: Firma}\n"
    )
    code, said = _run(folder / "kunden.csv", "--mapping", folder / "map.yaml", "--no-refresh")
    assert code == 0, said
    assert Account.objects.get().name == "Acme"


def test_the_source_is_named_after_the_folder(folder: Path) -> None:
    assert default_source((folder,)) == "our_crm"
    assert default_source((folder / "accounts.csv",)) == "our_crm"
