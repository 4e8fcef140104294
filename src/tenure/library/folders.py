"""A folder of files, one a document, such as one that is kept in git: written, compared, put in force.

`.tenure.yaml` in it remembers which version each file was written from, so that a version which somebody published on
a page since is not overwritten unseen. Versions that were pushed are no surprise to whoever pushes: they may be
replaced by the next push, also from another copy of the folder.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import yaml

from tenure.library import files
from tenure.library.bringing import Brought, bring_in
from tenure.library.files import Found, as_file, path
from tenure.library.models import Document, State

_REMEMBERED: Final = ".tenure.yaml"


class NoFolder(ValueError):
    """The folder cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """`others` are files in the folder that are no document in force."""

    written: int
    unchanged: int
    others: Sequence[str]


def in_force(kinds: Collection[str]) -> list[Document]:
    return list(Document.objects.filter(state=State.PUBLISHED, kind__in=kinds).order_by("kind", "key"))


def pull(folder: Path, kinds: Collection[str]) -> Pulled:
    """Raises NoFolder when what is remembered in it cannot be read."""
    documents, _ = in_force(kinds), _remembered(folder)
    written = sum(_written(folder / path(one.kind, one.key), as_file(one.kind, one.body)) for one in documents)
    ours = {path(one.kind, one.key) for one in documents}
    _remember(folder, {path(one.kind, one.key): one.version for one in documents})
    others = [name for name, _ in _files(folder, kinds) if name not in ours]
    return Pulled(written, len(documents) - written, others)


def _written(file: Path, text: str) -> bool:
    """Whether it was another text before."""
    if file.is_file() and file.read_bytes() == text.encode():
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return True


def found(folder: Path, kinds: Collection[str]) -> list[Found]:
    """The documents of these kinds in the folder; raises NoFolder."""
    if not folder.is_dir():
        raise NoFolder(f"{folder} is no folder; `tenure library pull {folder}` makes one.")
    inside = [one for name, file in _files(folder, kinds) for one in files.in_text(name, file.read_bytes())]
    if not inside:
        raise NoFolder(f"{folder} holds no documents: it has folders such as message/ with files such as welcome.yaml.")
    return inside


def _files(folder: Path, kinds: Collection[str]) -> list[tuple[str, Path]]:
    inside = (file for kind in sorted(kinds) for file in sorted((folder / kind).glob("*.y*ml")))
    return [(file.relative_to(folder).as_posix(), file) for file in inside if file.is_file()]


def compare(folder: Path, kinds: Collection[str]) -> list[Brought]:
    """What would become of each file if all were put in force; nothing does."""
    return bring_in(found(folder, kinds), None, "A dry run.", dry=True)


def push(folder: Path, kinds: Collection[str], note: str, *, force: bool) -> list[Brought]:
    """Put what the files say in force; those that would overwrite what was published on a page are refused."""
    inside, before = found(folder, kinds), {(one.kind, one.key): one for one in _by_people(kinds)}
    brought, known = bring_in(inside, None, note), _remembered(folder)
    return brought if force else [_guarded(one, before.get((one.kind, one.key)), known) for one in brought]


def _by_people(kinds: Collection[str]) -> Iterable[Document]:
    documents = Document.objects.filter(state=State.PUBLISHED, kind__in=kinds, author__isnull=False)
    return documents.select_related("author")


def _guarded(one: Brought, force: Document | None, known: dict[str, int]) -> Brought:
    if one.outcome != "changed" or force is None or force.version <= known.get(path(one.kind, one.key), 0):
        return one
    said = f" ({force.note})" if force.note else ""
    when = f"{force.author} published version {force.version} on a page since this file was pulled{said}"
    problem = f"{when}; pull, and bring the two together, or push with --force."
    return replace(one, outcome="refused", problem=problem)


def remember(folder: Path, brought: Iterable[Brought]) -> None:
    """After a push: the files are what is in force."""
    _remember(folder, {path(one.kind, one.key): one.version for one in brought if one.version})


def _remember(folder: Path, versions: dict[str, int]) -> None:
    known = dict(sorted((_remembered(folder) | versions).items()))
    folder.mkdir(parents=True, exist_ok=True)
    head = "# Which version of each document its file was written from; keep it with the files.\n"
    (folder / _REMEMBERED).write_text(head + yaml.safe_dump(known), encoding="utf-8", newline="\n")


def _remembered(folder: Path) -> dict[str, int]:
    file = folder / _REMEMBERED
    try:
        known = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except (yaml.YAMLError, UnicodeDecodeError):
        raise NoFolder(f"{file} cannot be read; remove it and pull again.") from None
    return {str(name): version for name, version in known.items() if isinstance(version, int)} if isinstance(
        known, dict) else {}  # fmt: skip
