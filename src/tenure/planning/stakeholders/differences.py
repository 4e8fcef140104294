"""What one version of an account plan changed against the one before, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from tenure.planning.stakeholders.verbs import SECTIONS


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of a section: `mark` is "-" for gone, "+" for new, "" for the same around them."""

    section: str
    lines: tuple[tuple[str, str], ...]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for name, (title, _) in SECTIONS.items():
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield Difference(title, tuple(_lines(old.splitlines(), new.splitlines())))


def _lines(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (("", line) for line in old[i:j])
        else:
            yield from (("-", line) for line in old[i:j])
            yield from (("+", line) for line in new[k:m])
