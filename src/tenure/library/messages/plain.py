"""Markdown as plain text, for the part of a mail that every program can show."""

from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

_BLOCKS: Final = ("paragraph_close", "heading_close", "fence", "code_block", "hr", "tr_close")


def plain(tokens: Sequence[Token]) -> str:
    """Paragraphs apart by an empty line, lists with dashes or numbers, quotes with >, links with their address."""
    made = _Plain()
    for token in tokens:
        made.take(token)
    return "\n".join(made.lines).strip() + "\n"


class _Plain:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.counts: list[int | None] = []  # of the lists we are in; None is without numbers
        self.quotes = 0
        self.bullet = ""

    def take(self, token: Token) -> None:
        kind = token.type
        if "list" in kind:
            self._list(token)
        elif kind in ("blockquote_open", "blockquote_close"):
            self.quotes += 1 if kind == "blockquote_open" else -1
        elif kind == "inline":
            self._put(inline(token.children or []))
        elif kind in ("fence", "code_block"):
            self._put(token.content.rstrip("\n"))
        elif kind == "hr":
            self._put("---")
        if kind in _BLOCKS and not (self.counts and token.hidden):
            self._gap()

    def _list(self, token: Token) -> None:
        if token.type == "list_item_open":
            self._begin_item()
        elif token.type.endswith("list_open"):
            self.counts.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None)
        elif token.type.endswith("list_close"):
            self.counts.pop()
            self._gap()

    def _begin_item(self) -> None:
        count = self.counts[-1]
        self.bullet = "- " if count is None else f"{count}. "
        if count is not None:
            self.counts[-1] = count + 1

    def _put(self, text: str) -> None:
        indent = "  " * max(0, len(self.counts) - 1)
        first = "> " * self.quotes + indent + self.bullet
        rest = "> " * self.quotes + indent + " " * len(self.bullet)
        for number, line in enumerate(text.split("\n")):
            self.lines.append((rest if number else first) + line)
        self.bullet = ""

    def _gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")


def inline(tokens: Sequence[Token]) -> str:
    """The words of a paragraph; a link's address behind it unless it is its own text."""
    text, links = "", []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            text += token.content
        elif token.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif token.type == "link_open":
            links.append((len(text), str(token.attrs.get("href", "")).removeprefix("mailto:")))
        elif token.type == "link_close" and links:
            start, address = links.pop()
            text += "" if text[start:] == address else f" ({address})"
    return text
