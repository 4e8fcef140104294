"""What the shipped model makes of texts in the words of support, notes, mails and surveys. None of these taught it."""

import math

import pytest

from tenure.feedback import sentiment
from tenure.feedback.sentiment import reading, words

NEGATIVE = (
    "Support takes days to reply and nothing gets fixed.",
    "The new version is terrible, half of our filters are gone.",
    "Very disappointed with the onboarding.",
    "The sync fails and we lose data.",
    "This is not good enough for the price we pay.",
    "Customer is angry about the outage.",
    "Confusing interface, our people avoid it.",
    "They are frustrated and threaten to leave.",
    "Your mobile app is useless 😡",
    "We had a bad experience with your support.",
    "Good idea, but the reports are broken.",
    "We pay for seats nobody uses.",
    "Password reset mail does not arrive",
)
POSITIVE = (
    "Great support, quick and friendly answers.",
    "We love the new timeline!",
    "Very happy with how the rollout went.",
    "The team is delighted with the dashboard.",
    "Easy to use and worth every cent.",
    "Excellent onboarding, thanks a lot!",
    "It was slow in the beginning, but now it works great.",
    "I can highly recommend it.",
    "Amazing product 🎉👍",
    "Not bad at all, we enjoy it.",
    "The best tool we have bought in years.",
    "Thanks, that helped a lot!",
)
NEUTRAL = (
    "How do I change my password?",
    "Please send us the invoice for May.",
    "Meeting notes: agenda and list of participants.",
    "The call is on Friday at nine.",
    "Sent the contract to procurement.",
    "We have 120 employees in two countries.",
)


CLEAR = [
    *((text, "negative") for text in NEGATIVE),
    *((text, "neutral") for text in NEUTRAL),
    *((text, "positive") for text in POSITIVE),
]


@pytest.mark.parametrize(("text", "label"), CLEAR)
def test_clear_texts_are_told(text: str, label: str) -> None:
    assert sentiment.classify(text).label == label


@pytest.mark.parametrize("text", [*NEGATIVE, *POSITIVE, *NEUTRAL])
def test_the_words_add_up_to_the_score(text: str) -> None:
    told = sentiment.classify(text)
    assert math.isclose(told.base + math.fsum(word.points for word in told.words), told.score, abs_tol=1e-12)
    assert [text[word.start : word.end] for word in told.words] == [word.text for word in told.words]


@pytest.mark.parametrize("text", [*NEGATIVE, *POSITIVE])
def test_every_feature_is_given_back_to_words(text: str) -> None:
    """Summed a second way: all features of the whole text, without looking where they stand."""
    found = words.words(text)
    known = reading.model()
    sums = [
        known.weights.get(piece, 0) * value
        for name, value, _, _ in words.features(found)
        for piece in words.pieces(name)
    ]
    score = known.base + sum(sums) * reading.scale(len(found))
    assert math.isclose(sentiment.classify(text).score, score, abs_tol=1e-9)


def test_the_label_follows_from_the_score_alone() -> None:
    """The more positive the score, the more positive the label; the strongest label is the surest."""
    told = sorted((sentiment.classify(text) for text in (*NEGATIVE, *NEUTRAL, *POSITIVE)), key=lambda told: told.score)
    order = [sentiment.LABELS.index(one.label) for one in told]
    assert order == sorted(order)
    assert all(1 / 3 < one.confidence < 1 for one in told)
    assert told[0].confidence > 0.8
    assert told[-1].confidence > 0.8


def test_the_words_that_decided_come_strongest_first() -> None:
    told = sentiment.classify("Good idea, but the reports are broken.")
    deciding = told.deciding(3)
    assert deciding[0].text == "broken"
    assert [word.points for word in deciding] == sorted(word.points for word in deciding)
    assert all(word.points < 0 for word in deciding)


def test_a_negated_word_speaks_against_itself() -> None:
    def points(text: str) -> float:
        return next(word.points for word in sentiment.classify(text).words if word.text == "good")

    assert points("The export is good.") > 0 > points("The export is not good.")


@pytest.mark.parametrize(
    "text",
    [
        "", "   \n\t", "...", "asdf qwer zxcv", "Die App ist super, wir sind sehr zufrieden.",
        "Le produit est lent et cher.", "製品はとても良いです", "Продукт очень хороший", "المنتج جيد جدا", "\x00\ufeff",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_neutral_without_confidence(text: str) -> None:
    told = sentiment.classify(text)
    assert (told.label, told.words == (), told.deciding()) == ("neutral", told.confidence == 0, [])


@pytest.mark.parametrize(
    ("text", "label"), [("👍", "positive"), ("😡😡", "negative"), ("🎉", "positive"), (":(", "negative")]
)
def test_a_face_is_a_text(text: str, label: str) -> None:
    told = sentiment.classify(text)
    assert told.label == label
    assert "".join(word.text for word in told.words) == text


def test_of_a_very_long_text_the_beginning_is_read() -> None:
    start = "We had a bad experience with your support. " * 100
    told = sentiment.classify(start)
    assert told.label == "negative"
    assert sentiment.classify(start[: words.LONGEST] + "Great! " * 100_000) == told


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "(" * 4_000, "!?" * 2_000, "https://" + "x" * 4_000, "😀" * 4_000, "<3" * 2_000]
)
def test_strange_texts_are_read_as_well(text: str) -> None:
    assert sentiment.classify(text).label in sentiment.LABELS


def test_the_same_text_is_told_the_same() -> None:
    assert sentiment.classify(NEGATIVE[0]) == sentiment.classify(NEGATIVE[0])
    assert len(sentiment.version()) == 12
