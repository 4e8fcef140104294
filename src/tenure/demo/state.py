"""What is known of the demo in this data folder: its last day and size, and whether it was finished."""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings

from tenure.engine.durable import make_folder, put


@dataclass(frozen=True, slots=True)
class Demo:
    """Written once before anything is made, as not ready, and once when everything is."""

    last_day: date
    accounts: int
    events: int
    ready: bool = False

    def finished(self) -> "Demo":
        return replace(self, ready=True)


def home() -> Path:
    return Path(settings.HOME)


def read() -> Demo | None:
    try:
        kept = json.loads((home() / "demo.json").read_text())
    except FileNotFoundError:
        return None
    return Demo(**{**kept, "last_day": date.fromisoformat(kept["last_day"])})


def write(demo: Demo) -> None:
    make_folder(home())
    draft = home() / "demo.json.draft"
    draft.write_text(json.dumps({**asdict(demo), "last_day": demo.last_day.isoformat()}))
    put(draft, home() / "demo.json")


def password() -> str:
    """Made once, and kept where only this user may read."""
    path = home() / "demo_password"
    if not path.exists():
        make_folder(home())
        draft = home() / "demo_password.draft"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(9))
        put(draft, path)
    return path.read_text()


def set_aside(demo: Demo) -> Path:
    """Move everything of an old demo into a folder that could be served again, and return that folder.

    The secret key goes along as a copy: sessions and signed links of the old one stay valid there.
    """
    aside = home() / "earlier" / f"{demo.last_day}"
    while aside.exists():
        aside = aside.with_name(aside.name + "-again")
    make_folder(aside)
    for path in sorted(home().iterdir()):
        if path.name in ("secret_key", "demo_password"):
            (aside / path.name).touch(mode=0o600)
            (aside / path.name).write_bytes(path.read_bytes())
        elif path.name not in ("earlier", "tmp", "static", "demo.json"):
            path.rename(aside / path.name)
    # Last: until here, a second try would move what is left.
    put(home() / "demo.json", aside / "demo.json")
    return aside
