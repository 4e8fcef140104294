"""A data folder with a large book of accounts, imported, refreshed and worked with; shared by who only reads it."""

import json
import shutil
from pathlib import Path

from benchmarks.ground import Ground

ACCOUNTS = 100_000


def book(ground: Ground) -> tuple[Path, int]:
    """The data folder and its number of accounts. Kept between runs on the same ground: it takes minutes."""
    accounts = ground.many(ACCOUNTS, 30)
    home = ground.folder / "homes" / f"book-{accounts}"
    ready = home / "lived_in.json"
    if not ready.exists():
        shutil.rmtree(home, ignore_errors=True)
        files = ground.files(
            accounts=accounts, events=ground.many(3_000_000, 1_000), usage_days=60 if accounts > 500 else 5
        )
        ground.home(home.name)
        ground.tenure(home, "import", files, "--no-refresh")
        ran = ground.tenure(home, "refresh")
        ground.run(home, "benchmarks.life", accounts / ACCOUNTS)
        ready.write_text(json.dumps({"refresh": ran.seconds, "peak": ran.peak}))
    return home, accounts
