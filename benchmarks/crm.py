"""The simulated CRM company beside the checkout: import and refresh with the real commands."""

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.ground import Ground
from benchmarks.line import Line, gigabytes, seconds

NAME = "crm"
_CHECKOUT = Path(__file__).resolve().parent.parent
_FILES = _CHECKOUT.parent / "shared" / "data" / "crm_saas_simulated"
_MAPPING = _CHECKOUT / "src" / "tenure" / "ingest" / "tests" / "mappings" / "crm_saas.yaml"


def run(ground: Ground) -> Iterator[Line]:
    """The same at every scale; nothing when the data set is not there."""
    if not _FILES.is_dir():
        return
    home = ground.home("crm")
    ran = ground.tenure(home, "import", _FILES, "--mapping", _MAPPING, "--no-refresh")
    copied = _copy(home)
    yield Line(
        NAME,
        "import: 1,390 accounts, 16,804 subscription rows, 1.7 M events",
        f"{seconds(ran.seconds)}, {gigabytes(ran.peak)}",
        f"DuckDB, the same CSV to Parquet: {seconds(copied)}",
        ran.seconds / copied,
    )
    full = ground.tenure(home, "refresh")
    yield Line(NAME, "full refresh of it, 730 days", f"{seconds(full.seconds)}, {gigabytes(full.peak)}")


def _copy(home: Path) -> float:
    started = time.monotonic()
    with duckdb.connect(config={"threads": 2}) as connection:
        for name in ("accounts.csv", "subscriptions.csv", "events.csv.gz"):
            connection.execute(f"COPY (SELECT * FROM '{_FILES / name}') TO '{home / name}.parquet' (FORMAT parquet)")
    return time.monotonic() - started
