"""The shipped model on texts it never saw, rated by twenty people each, against VADER in the same run."""

from pathlib import Path

import pytest

from tenure.feedback.sentiment import HELD_OUT, measure, ratings
from tenure.feedback.sentiment.ratings import Rated

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def held() -> list[Rated]:
    folder = Path(__file__).resolve().parents[5] / "shared/data/sentiment_vader_human_rated"
    if not folder.is_dir():
        pytest.skip("The rated texts beside the checkout (../shared/data) are not here.")
    return ratings.split(ratings.read(folder))[1]


def test_it_beats_vader(held: list[Rated]) -> None:
    pytest.importorskip("vaderSentiment", reason="vaderSentiment is not installed: pip install -e '.[dev]'")
    ours, theirs = measure.measured(held, measure.ours), measure.measured(held, measure.vader())
    assert ours.texts == theirs.texts > 4_500
    assert ours.macro_f1 > theirs.macro_f1 + 0.01
    assert ours.accuracy > theirs.accuracy + 0.02
    assert ours.correlation > theirs.correlation + 0.1


def test_it_beats_vader_on_product_feedback(held: list[Rated]) -> None:
    """Of the four kinds of text the one that is nearest to what customers write."""
    pytest.importorskip("vaderSentiment", reason="vaderSentiment is not installed: pip install -e '.[dev]'")
    feedback = [row for row in held if row.source == "amazonReviewSnippets"]
    ours, theirs = measure.measured(feedback, measure.ours), measure.measured(feedback, measure.vader())
    assert ours.macro_f1 > theirs.macro_f1 + 0.02
    assert ours.correlation > theirs.correlation + 0.1


def test_it_is_as_good_as_its_page_says(held: list[Rated]) -> None:
    ours = measure.measured(held, measure.ours)
    assert (round(ours.macro_f1, 2), round(ours.accuracy, 2), round(ours.correlation, 2)) == (0.57, 0.65, 0.72)
    assert (len(held), round(ours.accuracy, 2)) == HELD_OUT


def test_confidence_is_honest(held: list[Rated]) -> None:
    """Of labels told with more confidence, more are right."""
    from tenure.feedback import sentiment

    told = [(sentiment.classify(row.text), row.label) for row in held]

    def right(least: float, most: float) -> float:
        found = [one.label == label for one, label in told if least <= one.confidence < most]
        return sum(found) / len(found)

    assert right(0, 0.5) < right(0.5, 0.7) < right(0.7, 0.9) < right(0.9, 1)
    assert right(0.9, 1) > 0.85


def test_no_text_is_both_learned_from_and_measured_on(held: list[Rated]) -> None:
    folder = Path(__file__).resolve().parents[5] / "shared/data/sentiment_vader_human_rated"
    learn, _ = ratings.split(ratings.read(folder))
    assert not {row.text.lower() for row in learn} & {row.text.lower() for row in held}
    assert len(learn) > 3 * len(held)


def test_macro_f1_is_what_it_says() -> None:
    rows = [Rated("tweets", text, rating, 0) for text, rating in (("a", 1.0), ("b", 1.0), ("c", -1.0), ("d", 0.0))]
    told = {"a": ("positive", 1.0), "b": ("negative", -1.0), "c": ("negative", -1.0), "d": ("positive", 0.5)}
    found = measure.measured(rows, lambda text: told[text])  # type: ignore[arg-type, return-value]
    assert found.accuracy == 0.5
    assert found.macro_f1 == pytest.approx((2 / 3 + 0 + 2 / 4) / 3)
