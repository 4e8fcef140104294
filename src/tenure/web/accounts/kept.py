"""Exported files that wait to be fetched: only by who asked for them, and for a day."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.utils import timezone

KEPT: Final = timedelta(days=1)


def folder() -> Path:
    return Path(settings.HOME) / "exports"


def path_of(token: str, kind: str) -> Path:
    """`token` is one that we made; nothing of it comes from an address."""
    return folder() / f"{token}.{kind}"


def write(token: str, kind: str, fill: Callable[[IO[bytes]], None]) -> int:
    """Write a file that is there as a whole or not at all; returns its size."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_of(token, kind)
    part = path.with_suffix(".part")
    try:
        with open(part, "wb", opener=_private) as file:
            fill(file)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def remove_old() -> int:
    """Delete files older than a day, and what a killed worker left unfinished; returns how many."""
    oldest, removed = (timezone.now() - KEPT).timestamp(), 0
    for path in folder().glob("*.*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
