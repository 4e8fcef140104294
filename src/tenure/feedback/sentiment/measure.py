"""How good a classifier is on rated texts: macro F1 and accuracy on three labels, and correlation with the ratings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tenure.feedback.sentiment.ratings import SOURCES, Rated
from tenure.feedback.sentiment.reading import LABELS, Label, classify

Told = tuple[Label, float]
Classifier = Callable[[str], Told]
_VADER_FAR = 0.05  # of its compound score; its authors' own bounds


@dataclass(frozen=True, slots=True)
class Measured:
    texts: int
    macro_f1: float
    accuracy: float
    correlation: float


def ours(text: str) -> Told:
    told = classify(text)
    return told.label, told.score


def vader() -> Classifier:
    """The rules of Hutto and Gilbert (2014), from the package of its authors; only wanted for the comparison."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()

    def tell(text: str) -> Told:
        score = float(analyzer.polarity_scores(text)["compound"])
        return ("negative" if score <= -_VADER_FAR else "positive" if score >= _VADER_FAR else "neutral"), score

    return tell


def by_source(rows: Sequence[Rated], tell: Classifier) -> Iterator[tuple[str, Measured]]:
    """One line for all texts, then one a source."""
    yield "all", measured(rows, tell)
    for source in SOURCES:
        yield source, measured([row for row in rows if row.source == source], tell)


def measured(rows: Sequence[Rated], tell: Classifier) -> Measured:
    told = [tell(row.text) for row in rows]
    pairs = [(row.label, label) for row, (label, _) in zip(rows, told, strict=True)]
    correlation = np.corrcoef([row.rating for row in rows], [score for _, score in told])[0, 1]
    right = sum(wanted == label for wanted, label in pairs)
    return Measured(len(rows), sum(_f1(pairs, label) for label in LABELS) / 3, right / len(rows), float(correlation))


def _f1(pairs: Sequence[tuple[Label, Label]], label: Label) -> float:
    right = pairs.count((label, label))
    said = sum(told == label for _, told in pairs)
    there = sum(wanted == label for wanted, _ in pairs)
    return 2 * right / (said + there) if said + there else 0.0
