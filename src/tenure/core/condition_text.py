"""The words of a condition's text."""

import re
from dataclasses import dataclass


class ConditionError(ValueError):
    """A condition that cannot be understood; the message is a sentence for the person who wrote it."""


_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<mark><=|>=|!=|=|<|>|\(|\)|,)|(?P<word>[^\s()<>=!,"']+))"""
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # word, text (quoted), mark or end
    text: str
    position: int

    def is_word(self, *words: str) -> bool:
        return self.kind in {"word", "mark"} and self.text.lower() in words


def tokens(text: str) -> list[Token]:
    """The tokens of `text`; raises ConditionError where it stops making sense."""
    found: list[Token] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise ConditionError(f"Cannot read the condition from character {at + 1}: {text[at : at + 20]!r}.")
        found.append(_token(match))
        at = match.end()
    return found


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "word"
    raw = match.group(kind)
    if kind == "text":
        raw = re.sub(r"\\(.)", r"\1", raw[1:-1])
    return Token(kind, raw, match.start(kind))
