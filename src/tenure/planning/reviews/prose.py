"""What people typed as Markdown, as plain paragraphs of marked words; slides and paper set them, nothing is markup."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BREAKS: Final = ("softbreak", "hardbreak")


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    strong: bool = False
    slanted: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`level` is how deep a point stands; 0 is the first. A numbered point carries its number."""

    kind: Literal["text", "point", "heading"]
    runs: tuple[Run, ...]
    level: int = 0
    number: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("js-default", {"breaks": True, "linkify": False, "html": False})


def paragraphs(text: str) -> list[Paragraph]:
    """Headings, paragraphs and points in their order; of links the words, of pictures and tables what can be read."""
    return list(_read(_reader().parse(text.replace("\x00", ""))))


def _read(tokens: Sequence[Token]) -> Iterator[Paragraph]:
    around = _Around()
    for token in tokens:
        if token.type in ("fence", "code_block"):
            yield Paragraph("text", (Run(token.content.rstrip("\n")),))
        elif token.type != "inline":
            around.follow(token)
        elif token.children and (runs := tuple(_runs(token.children))):
            yield around.paragraph(runs)


class _Around:
    """What a text stands in: a heading, lists, and whether it is the first of its point."""

    def __init__(self) -> None:
        self.numbers: list[int] = []  # of each list around: the next number, 0 for points without
        self.heading = self.at_point = False

    def follow(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.numbers.append(int(token.attrGet("start") or 1) if token.type[0] == "o" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.numbers.pop()
        elif token.type == "list_item_open":
            self.at_point = True
        elif token.type in ("heading_open", "heading_close"):
            self.heading = token.type == "heading_open"

    def paragraph(self, runs: tuple[Run, ...]) -> Paragraph:
        if self.heading or not self.numbers:
            return Paragraph("heading" if self.heading else "text", runs)
        first, self.at_point = self.at_point, False
        number = f"{self.numbers[-1]}." if first and self.numbers[-1] else ""
        self.numbers[-1] += 1 if number else 0
        return Paragraph("point" if first else "text", runs, len(self.numbers) - 1, number)


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    strong = slanted = 0
    for token in tokens:
        strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        slanted += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        text = "\n" if token.type in _BREAKS else token.content
        if text:
            yield Run(text, strong > 0, slanted > 0)
