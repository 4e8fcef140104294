"""A text as its words, and the words as features: the part that training and reading a text share.

A feature is a name and a value. Its value says how strongly the text has it: a word that is negated counts against
itself, what comes after a "but" counts more than what stood before it. Every feature belongs to one word or to two
neighbours, so that whatever a feature weighs can be given back to the words it came from.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

LONGEST: Final = 3_000  # characters read; a mail says what it has to say before that
_NEGATION_REACH: Final = 4  # words
_NEGATED: Final = -0.5
_BEFORE_BUT: Final = 0.6
_AFTER_BUT: Final = 1.2
_GRAMS: Final = (3, 4, 5)

_TOKEN: Final = re.compile(
    r"https?://\S+|www\.\S+"  # an address
    r"|@\w+"  # somebody
    r"|[<>}]?[:;=8xX]['’]?[-o^*]?[()\[\]DPpOo/\\|{}@*]+(?!\w)|[()\[\]]+[-o^*]?[:;=](?!\w)|<3+|</3|\^_*\^"  # a face
    r"|\w+(?:['’]\w+)*"  # a word
    r"|[!?]+|[.…]+|[,;:()]"  # what ends a thought
    r"|[^\w\s]"
)
_NEGATORS: Final = frozenset(
    "not no never none nobody nothing neither nor nowhere without hardly barely scarcely cannot cant dont doesnt didnt "
    "isnt arent wasnt werent wont wouldnt couldnt shouldnt havent hasnt hadnt aint lacks lacking stopped".split()
)
_ENDS: Final = frozenset(".,;:()")
_BUT: Final = frozenset({"but", "however", "although", "though", "yet"})


class Word(NamedTuple):
    """A word as the model knows it, and where in the text it stands."""

    text: str
    start: int
    end: int
    shouted: bool = False


def words(text: str) -> list[Word]:
    """The words of the first `LONGEST` characters. Faces, runs of exclamation marks and emoji are words too."""
    text = text[:LONGEST]
    calm = text.upper() != text
    return [
        Word(name, found.start(), found.end(), calm and len(found[0]) > 2 and found[0].isalpha() and found[0].isupper())
        for found in _TOKEN.finditer(text)
        for name in _names(found[0])
    ]


def is_face(word: Word) -> bool:
    """Whether it is a face made of punctuation, like :-("""
    return len(word.text) > 1 and not any(sign.isalnum() or sign in "!?.…" for sign in word.text)


@lru_cache(maxsize=20_000)
def _names(token: str) -> tuple[str, ...]:
    first = token[0]
    if token.startswith(("http", "www.")):
        return ("<address>",)
    if first == "@" and len(token) > 1:
        return ("<person>",)
    if first.isalnum() or first == "_":
        return (_plain(token),)
    if unicodedata.category(first) == "So":
        # An emoji is read by its name: the words in it are known from texts.
        return tuple(unicodedata.name(first, "").lower().replace("-", " ").split())[:4]
    return (token[:3] if first in "!?" else token,)


def _plain(token: str) -> str:
    token = token.lower().replace("’", "'")
    if token.isdigit():
        return "<number>"
    return re.sub(r"(\w)\1{2,}", r"\1\1", token)


def features(found: list[Word]) -> Iterator[tuple[str, float, int, int]]:
    """Name, value, and the positions of the first and last word it came from, of every feature of these words."""
    names = [word.text for word in found]
    strengths = _strengths(names)
    negated = _negated(names)
    for at, word in enumerate(found):
        strength = strengths[at]
        sign = _NEGATED if negated[at] else 1.0
        yield word.text, strength * sign, at, at
        if negated[at]:
            yield f"not {word.text}", strength, at, at
        if word.shouted:
            yield f"{word.text} shouted", strength * sign, at, at
        if at:
            yield f"{names[at - 1]} {word.text}", strength, at - 1, at


def pieces(name: str) -> tuple[str, ...]:
    """What a feature weighs is the sum of these: itself, and of a word the letters it is made of.

    So an unseen "unreliably" is known by "relia" and others.
    """
    if not name.isalpha() or len(name) < 4:
        return (name,)
    framed = f"_{name}_"
    return (name, *(f"~{framed[at : at + size]}" for size in _GRAMS for at in range(len(framed) - size + 1)))


def _negated(names: list[str]) -> list[bool]:
    left, said = 0, []
    for name in names:
        if name in _ENDS or name in _BUT or name[0] in "!?.":
            left = 0
        said.append(left > 0)
        left = _NEGATION_REACH if name in _NEGATORS or name.endswith("n't") else max(0, left - 1)
    return said


def _strengths(names: list[str]) -> list[float]:
    """What follows the last "but" is what the writer means."""
    but = max((at for at, name in enumerate(names) if name in _BUT), default=0)
    if not but:
        return [1.0] * len(names)
    return [_BEFORE_BUT if at < but else _AFTER_BUT for at in range(len(names))]
