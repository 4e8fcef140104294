"""Reading a text with the shipped weights: plain look-ups and sums, no library."""

import gzip
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from tenure.feedback.sentiment import words

Label = Literal["negative", "neutral", "positive"]
LABELS: Final[tuple[Label, ...]] = get_args(Label)
WEIGHTS: Final = Path(__file__).with_name("weights.tsv.gz")
# How good it is on rated texts it never saw: how many there were, and the share it told as people do.
HELD_OUT: Final = (5_008, 0.65)
_READABLE: Final = 0.6  # share of words the model has to know; below it the text is in another language
_FEWEST: Final = 4  # words; a shorter text is not weighed as if every word were a whole opinion


@dataclass(frozen=True, slots=True)
class Model:
    version: str
    base: float
    curves: dict[Label, tuple[float, float]]  # (a, b): the chance of a label is in proportion to exp(a + b * score)
    weights: dict[str, float]


class Weighed(NamedTuple):
    """A word as it stands in the text, from `start` to `end`, and what it added to the score."""

    text: str
    start: int
    end: int
    points: float


@dataclass(frozen=True, slots=True)
class Sentiment:
    """`score` estimates the mean rating of people from -4 to 4; it is `base` plus the points of all `words`.

    `confidence` is the estimated chance that people would give the same label, if each label were as frequent as the
    others. A text with nothing to read, or in a language the model does not know, is neutral with confidence 0 and no
    words.
    """

    label: Label
    confidence: float
    score: float
    base: float
    words: tuple[Weighed, ...]

    def deciding(self, most: int = 5) -> list[Weighed]:
        """The words that speak for the label, strongest first; of a neutral text those that speak at all."""
        towards = {"negative": -1, "positive": 1}.get(self.label)
        found = [(abs(word.points) if towards is None else word.points * towards, word) for word in self.words]
        return [word for weight, word in sorted(found, key=lambda pair: -pair[0])[:most] if weight > 0]


UNREAD: Final = Sentiment("neutral", 0.0, 0.0, 0.0, ())


def classify(text: str) -> Sentiment:
    """The sentiment of a text; of a very long one, of its first `words.LONGEST` characters."""
    found = words.words(text)
    if not _readable(found):
        return UNREAD
    told = model()
    weighed = tuple(_merged(text, found, _points(found)))
    score = told.base + math.fsum(word.points for word in weighed)
    chances = _chances(told, score)
    label = max(LABELS, key=chances.__getitem__)
    return Sentiment(label, chances[label], score, told.base, weighed)


def version() -> str:
    """Names the weights; it changes whenever they do."""
    return model().version


@lru_cache(maxsize=1)
def model() -> Model:
    with gzip.open(WEIGHTS, "rt", encoding="utf-8") as file:
        head = json.loads(next(file))
        rows = (line.rstrip("\n").split("\t") for line in file)
        weights = {name: int(thousandths) / 1000 for name, thousandths in rows}
    return Model(head["version"], head["base"], head["curves"], weights)


@lru_cache(maxsize=100_000)
def _weight(name: str) -> float:
    """Of a feature; kept, because texts repeat their words."""
    weights = model().weights
    return math.fsum(weights.get(piece, 0.0) for piece in words.pieces(name))


def reload() -> None:
    """Read the weights anew after they were written."""
    model.cache_clear()
    _weight.cache_clear()


def scale(count: int) -> float:
    """What every feature of a text of `count` words is multiplied with: long texts repeat themselves."""
    return float(max(_FEWEST, count) ** -0.5)


def _readable(found: list[words.Word]) -> bool:
    known = [word.text in model().weights for word in found if word.text.isalpha()]
    if not known:
        return any(words.is_face(word) and word.text in model().weights for word in found)
    return sum(known) >= _READABLE * len(known)


def _points(found: list[words.Word]) -> list[float]:
    half = scale(len(found)) / 2
    points = [0.0] * len(found)
    for name, value, first, last in words.features(found):
        # Two neighbours share what they mean together; of a single word both halves are its own.
        share = _weight(name) * value * half
        points[first] += share
        points[last] += share
    return points


def _merged(text: str, found: list[words.Word], points: list[float]) -> Iterator[Weighed]:
    """One entry a place in the text: the name of an emoji is several words."""
    at = 0
    while at < len(found):
        start, end, total = found[at].start, found[at].end, 0.0
        while at < len(found) and found[at].start == start:
            total += points[at]
            at += 1
        yield Weighed(text[start:end], start, end, total)


def _chances(told: Model, score: float) -> dict[Label, float]:
    shares = {label: math.exp(a + b * score) for label, (a, b) in told.curves.items()}
    total = math.fsum(shares.values())
    return {label: share / total for label, share in shares.items()}
