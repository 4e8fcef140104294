"""Files on disk, brought in through the real pipeline."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tenure.customers.models import Account
from tenure.ingest.mapping import load
from tenure.ingest.pipeline import Outcome
from tenure.ingest.runs import Request, Result, bring_in

MAPPINGS = Path(__file__).parent / "mappings"
Bring = Callable[..., dict[str, Result]]


@pytest.fixture
def bring(home: Path, db: None, tmp_path_factory: pytest.TempPathFactory) -> Bring:
    """`bring({"accounts.csv": "account_id\\nA1\\n"})` or `bring(folder)`: the result of each file, by name."""

    def go(files: dict[str, str | bytes] | Path, mapping: str = "", **options: Any) -> dict[str, Result]:
        folder = files if isinstance(files, Path) else written(tmp_path_factory.mktemp("files"), files)
        given = load(MAPPINGS / f"{mapping}.yaml") if mapping else None
        options = {"source": "test", "given": given} | options
        return {result.file: result for result in bring_in(Request([folder], **options))}

    return go


@pytest.fixture
def accounts(db: None) -> None:
    """A1 to A3 exist."""
    Account.objects.bulk_create([Account(id=f"A{n}", name=name) for n, name in enumerate(("Acme", "Beta", "Ceta"), 1)])


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def counts(outcome: Outcome | None) -> tuple[int, int, int, int]:
    """created, changed, unchanged, rejected"""
    assert outcome is not None
    return outcome.created, outcome.changed, outcome.unchanged, outcome.rejected


def sentences(outcome: Outcome | None) -> list[str]:
    assert outcome is not None
    return [problem["sentence"] for row in outcome.examples for problem in row.problems]
