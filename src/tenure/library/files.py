"""Documents as files: YAML that reads back to the same body, one or many in a file, or a zip with a folder a kind."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

import yaml
from pydantic import ValidationError

from tenure.core.strict_yaml import StrictLoader
from tenure.library.models import Document, Kind
from tenure.library.reading import MODELS, normal

LARGEST: Final = 4_000_000  # bytes of everything that is brought in at once
MOST: Final = 2_000  # documents
_ENDS: Final = (".yaml", ".yml")
_WIDE: Final = 110


class BadFile(ValueError):
    """The file cannot be read at all; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document in a file; `problem` says why it is none."""

    where: str
    kind: str = ""
    body: Mapping[str, Any] | None = None
    problem: str = ""


class _Dumper(yaml.SafeDumper):
    """Without anchors; texts of several lines stay lines, short lists stand in one."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


def _list(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.Node:
    plain = not any(isinstance(one, dict | list) for one in value)
    short = plain and sum(len(str(one)) + 2 for one in value) < _WIDE - 30
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=short)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)


def as_yaml(kind: str, body: Mapping[str, Any]) -> str:
    """What is empty is left out where reading gives it back."""
    kept = slim(body)
    try:
        exact = MODELS[kind].model_validate(kept).model_dump(mode="json") == normal(kind, body)
    except ValidationError:
        exact = False
    return dumped(kept if exact else body)


def as_file(kind: str, body: Mapping[str, Any]) -> str:
    """As YAML that says its kind, so that it can be brought in again."""
    return f"kind: {kind}\n{as_yaml(kind, body)}"


def in_one(documents: Iterable[Document]) -> str:
    return "---\n".join(as_file(one.kind, one.body) for one in documents)


def zipped(documents: Iterable[Document]) -> bytes:
    """The same documents give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in documents:
            archive.writestr(zipfile.ZipInfo(path(one.kind, one.key)), as_file(one.kind, one.body))
    return made.getvalue()


def path(kind: str, key: str) -> str:
    return f"{kind}/{key}.yaml"


def read(name: str, content: bytes) -> list[Found]:
    """The documents of an uploaded file; raises BadFile."""
    if len(content) > LARGEST:
        raise BadFile(f"{name} is larger than {LARGEST // 1_000_000} MB; documents are some kB each.")
    if content.startswith(b"PK\x03\x04"):
        return _bounded([one for inner, data in _unzipped(name, content) for one in in_text(inner, data)])
    return _bounded(in_text(name, content))


def _bounded(found: list[Found]) -> list[Found]:
    if not found:
        raise BadFile("There is no document in it; choose a YAML file or a zip that was exported here.")
    if len(found) > MOST:
        raise BadFile(f"It holds more than {MOST:,} documents; bring them in in parts.")
    return found


def _unzipped(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        inside = [one for one in archive.infolist() if _counts(one.filename)]
        if len(inside) > MOST or sum(one.file_size for one in inside) > LARGEST:
            raise BadFile(f"{name} unpacks to more than {LARGEST // 1_000_000} MB or {MOST:,} files.")
        for one in inside:
            yield one.filename, archive.open(one).read(LARGEST)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise BadFile(f"{name} cannot be unpacked: {error}.") from None


def _counts(filename: str) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(filename).parts)
    return filename.endswith(_ENDS) and not hidden


def in_text(name: str, content: bytes) -> list[Found]:
    """The documents of one YAML text: one, several after each other, or lists of them."""
    folder = PurePosixPath(name).parent.name
    try:
        parts = list(yaml.load_all(str(content, "utf-8-sig"), StrictLoader))
    except UnicodeDecodeError:
        return [Found(name, problem="It is no text in UTF-8.")]
    except (yaml.YAMLError, RecursionError) as error:
        return [Found(name, problem=f"It cannot be read as YAML{_why(error)}.")]
    bodies = [one for part in parts for one in (part if isinstance(part, list) else [part]) if one is not None]
    several = len(bodies) > 1
    return [_found(f"{name}, {number}" if several else name, one, folder) for number, one in enumerate(bodies, 1)]


def _why(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f", line {error.problem_mark.line + 1}: {error.problem}"
    return ": it is nested too deep" if isinstance(error, RecursionError) else f": {error}"


def _found(where: str, body: Any, folder: str) -> Found:
    if not isinstance(body, dict) or not all(isinstance(name, str) for name in body):
        return Found(where, problem="It is no document: a document has fields such as id and name.")
    body = dict(body)
    kind = body.pop("kind", "") or (folder if folder in Kind.values else "") or _fitting(body)
    if kind not in Kind.values:
        said = f"{str(kind)[:40]} is no kind" if kind else "It does not say its kind"
        return Found(where, problem=f"{said}; begin it with a line such as “kind: journey”, one of "
                                    f"{', '.join(Kind.values)}.")  # fmt: skip
    return Found(where, str(kind), body)


def _fitting(body: Mapping[str, Any]) -> str:
    """The only kind that it can be; nothing when it is not clear."""
    fits = []
    for kind, model in MODELS.items():
        try:
            model.model_validate(body)
            fits.append(str(kind))
        except ValidationError:
            continue
    return fits[0] if len(fits) == 1 else ""


def slim(value: Any) -> Any:
    """Without what is empty."""
    if isinstance(value, Mapping):
        return {name: slim(one) for name, one in value.items() if one not in ("", None, [], {})}
    return [slim(one) for one in value] if isinstance(value, list | tuple) else value


def dumped(body: Any) -> str:
    text: str = yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDE)
    return text
