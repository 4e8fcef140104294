"""`python -m tenure.feedback.sentiment.train FOLDER`: learn the shipped weights anew and measure them against VADER.

FOLDER holds the rated texts (see docs/algorithms/sentiment.md). The same texts give the same file, byte for byte, on
one machine with the same libraries. Needs scikit-learn and vaderSentiment: `pip install -e '.[dev]'`.
"""

import csv
import gzip
import hashlib
import io
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression, Ridge
from threadpoolctl import threadpool_limits

from tenure.feedback.sentiment import measure, ratings, reading, words
from tenure.feedback.sentiment.ratings import Rated

EXAMPLES: Final = Path(__file__).with_name("examples.tsv")
_FEWEST_TEXTS: Final = 2  # a feature seen once says nothing
_LEAST: Final = 0.01  # a weight below this is left out
_WEIGHT: Final = {  # film reviews are many and far from what customers write; our own examples are few and near
    "movieReviewSnippets": 0.5, "tweets": 1.5, "amazonReviewSnippets": 1.5, "nytEditorialSnippets": 1.0, "own": 4.0,
}  # fmt: skip
_PIECE: Final = 0.3  # pieces of words and pairs are held back: single words shall explain first
_PAIR: Final = 0.6


def main(folder: Path) -> None:
    learn, held = ratings.split(ratings.read(folder))
    with threadpool_limits(1):  # sums of several threads end in another order each time
        reading.WEIGHTS.write_bytes(train([*learn, *examples()]))
    reading.reload()
    print(f"{reading.WEIGHTS.name}: version {reading.version()}, {reading.WEIGHTS.stat().st_size:,} bytes")
    for name, tell in (("Tenure", measure.ours), ("VADER", measure.vader())):
        for source, found in measure.by_source(held, tell):
            print(f"{name:8}{source:24}{found.texts:6}  F1 {found.macro_f1:.3f}  accuracy {found.accuracy:.3f}"
                  f"  r {found.correlation:.3f}")  # fmt: skip


def examples() -> list[Rated]:
    """Sentences of our own in the words of support, notes and mails, spread over the parts to learn from."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    return [Rated("own", text, float(rating), 1 + at % (ratings.PARTS - 1)) for at, (rating, text) in enumerate(rows)]


def train(rows: Sequence[Rated]) -> bytes:
    """The weights file that these texts teach."""
    names, matrix = _matrix([_features(row.text) for row in rows])
    target = np.array([row.rating for row in rows])
    importance = np.array([_WEIGHT[row.source] for row in rows])
    fitted = _fit(matrix, target, importance)
    unseen = _unseen(matrix, target, importance, np.array([row.part for row in rows]))
    curves = _curves(unseen, [row.label for row in rows])
    weights = {name: round(1000 * weight * _held_back(name)) for name, weight in zip(names, fitted.coef_, strict=True)}
    return _file(float(fitted.intercept_), curves, weights)


def _features(text: str) -> dict[str, float]:
    found = words.words(text)
    values: Counter[str] = Counter()
    for name, value, _, _ in words.features(found):
        for piece in words.pieces(name):
            values[piece] += value * reading.scale(len(found)) * _held_back(piece)  # type: ignore[assignment]
    return dict(values)


def _held_back(name: str) -> float:
    return _PIECE if name[0] == "~" else _PAIR if " " in name else 1.0


def _matrix(texts: list[dict[str, float]]) -> tuple[list[str], Any]:
    seen = Counter(name for text in texts for name in text)
    column = {
        name: at for at, name in enumerate(sorted(name for name, count in seen.items() if count >= _FEWEST_TEXTS))
    }
    entries = [
        (value, row, column[name]) for row, text in enumerate(texts) for name, value in text.items() if name in column
    ]
    values, rows, columns = zip(*entries, strict=True)
    return list(column), sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(column)))


def _fit(matrix: Any, target: Any, importance: Any) -> Any:
    return Ridge(alpha=1.0, solver="sparse_cg", tol=1e-3).fit(matrix, target, sample_weight=importance)


def _unseen(matrix: Any, target: Any, importance: Any, parts: Any) -> Any:
    """What each text scores when its part was not learned from: on seen texts confidence would be too high."""
    scores = np.zeros(len(target))
    for part in sorted(set(parts)):
        fit = parts != part
        scores[~fit] = _fit(matrix[fit], target[fit], importance[fit]).predict(matrix[~fit])
    return scores


def _curves(scores: Any, labels: Sequence[str]) -> dict[str, list[float]]:
    """How the chance of each label follows from the score, each label counting as much as the others."""
    fitted = LogisticRegression(class_weight="balanced", C=100.0).fit(scores[:, None], labels)
    pairs = zip(fitted.classes_, fitted.intercept_, fitted.coef_[:, 0], strict=True)
    return {str(label): [round(float(a), 4), round(float(b), 4)] for label, a, b in pairs}


def _file(base: float, curves: dict[str, list[float]], weights: dict[str, int]) -> bytes:
    # Words stay even when they weigh nothing: a text counts as readable by the words the model knows.
    kept = {name: weight for name, weight in weights.items() if abs(weight) >= 1000 * _LEAST or name.isalpha()}
    body = "".join(f"{name}\t{weight}\n" for name, weight in kept.items())
    head: dict[str, Any] = {"base": round(base, 4), "curves": curves}
    head["version"] = hashlib.sha256((json.dumps(head) + body).encode()).hexdigest()[:12]
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write((json.dumps(head) + "\n" + body).encode())
    return packed.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
