"""Files that people send: kept under safe names until they are imported."""

import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from tenure.company.models import User
from tenure.ingest.files import ENDINGS, Unreadable, ending
from tenure.ingest.models import Upload

LARGEST = 2 * 1024**3
LARGEST_WORKBOOK = 100 * 1024**2  # a workbook is unpacked in memory
_KEPT = timedelta(days=7)
_ODD = re.compile(r"[^\w .()-]+")


class Sent(Protocol):
    """What Django gives for a file of a form."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterator[bytes]: ...


def folder(upload: Upload) -> Path:
    return Path(settings.HOME) / "uploads" / upload.id


def keep(files: Iterable[Sent], source: str, who: User | None) -> Upload:
    """Store the files; raises Unreadable with a sentence when one cannot be taken."""
    sent = list(files)
    if not sent:
        raise Unreadable("Choose at least one file.")
    names = [_checked(file) for file in sent]
    if len(set(names)) < len(names):
        raise Unreadable("Two files have the same name. Rename one of them.")
    _forget_old()
    upload = Upload(id=uuid.uuid4().hex, source=source_name(source), at=timezone.now(), who=who)
    folder(upload).mkdir(parents=True)
    for name, file in zip(names, sent, strict=True):
        with (folder(upload) / name).open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
    upload.files = [{"name": name, "size": file.size} for name, file in zip(names, sent, strict=True)]
    upload.save()
    return upload


def paths(upload: Upload) -> list[Path]:
    return [folder(upload) / file["name"] for file in upload.files]


def is_here(upload: Upload) -> bool:
    return all(path.is_file() for path in paths(upload))


def forget(upload: Upload) -> None:
    """The files are imported, or not wanted any more."""
    shutil.rmtree(folder(upload), ignore_errors=True)


def source_name(written: str) -> str:
    """A source as it is stored: lower case, no odd characters."""
    return re.sub(r"[^a-z0-9]+", "_", written.lower()).strip("_")[:60] or "files"


def _checked(file: Sent) -> str:
    name = _ODD.sub("_", Path((file.name or "").replace("\\", "/")).name).strip(". ")[-120:]
    kind = ending(Path(name))
    if not kind:
        raise Unreadable(f"{name or 'The file'} is not a kind of file that can be read: use {', '.join(ENDINGS)}.")
    largest = LARGEST_WORKBOOK if kind == ".xlsx" else LARGEST
    if (file.size or 0) > largest:
        size = f"{largest // 1024**2:,} MB"
        raise Unreadable(
            f"{name} is larger than {size}. Run `tenure import` on the server, or save it as CSV or Parquet."
        )
    return name


def _forget_old() -> None:
    for upload in Upload.objects.filter(at__lt=timezone.now() - _KEPT):
        forget(upload)
