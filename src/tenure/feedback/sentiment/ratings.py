"""The texts the model learns from and is measured on: short English texts with the mean rating of twenty people."""

import gzip
import hashlib
import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tenure.feedback.sentiment.reading import Label

SOURCES: Final = ("tweets", "amazonReviewSnippets", "movieReviewSnippets", "nytEditorialSnippets")
PARTS: Final = 5
HELD_OUT: Final = 0  # this part is only measured on
_NEUTRAL: Final = (
    0.2  # a mean rating nearer to zero is neutral: 0.05 on a scale from -1 to 1, as the raters' paper has it
)


@dataclass(frozen=True, slots=True)
class Rated:
    source: str
    text: str
    rating: float  # -4 to 4
    part: int

    @property
    def label(self) -> Label:
        return "negative" if self.rating <= -_NEUTRAL else "positive" if self.rating >= _NEUTRAL else "neutral"


def read(folder: Path) -> list[Rated]:
    """All texts. Sentences of one review or article are in one part, and so are equal texts."""
    return [row for source in SOURCES for row in _source(folder, source)]


def split(rows: list[Rated]) -> tuple[list[Rated], list[Rated]]:
    """Those to learn from and those held out; a text that is in both is only held out."""
    held = [row for row in rows if row.part == HELD_OUT]
    seen = {_same(row.text) for row in held}
    return [row for row in rows if row.part != HELD_OUT and _same(row.text) not in seen], held


def _source(folder: Path, source: str) -> Iterator[Rated]:
    path = folder / f"{source}_GroundTruth.txt"
    raw = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(path.name + ".gz").read_bytes())
    for line in raw.decode("utf-8").splitlines():
        key, rating, text = line.split("\t", 2)
        document = f"{source} {key.split('_')[0]}" if "_" in key else _same(text)
        yield Rated(source, html.unescape(text), float(rating), _part(document))


def _same(text: str) -> str:
    return " ".join(text.lower().split())


def _part(key: str) -> int:
    return hashlib.sha256(key.encode()).digest()[0] % PARTS
