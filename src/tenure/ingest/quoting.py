"""Names and lists of values inside SQL that is generated: quoted here and nowhere else."""

from collections.abc import Iterable

from tenure.engine.duck import text

__all__ = ["name", "text", "texts"]


def name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def texts(values: Iterable[str]) -> str:
    return ", ".join(text(value) for value in sorted(values))
