"""The question in an address: what it means, and what happens to what cannot be understood."""

from datetime import date
from urllib.parse import parse_qsl

import pytest

from tenure.core.periods import Period
from tenure.web.kpis.asked import Asked, read

LATEST = date(2026, 11, 20)


def asked(**given: str) -> tuple[Asked, list[str]]:
    return read({name.rstrip("_"): value for name, value in given.items()}, latest=LATEST, unit="parent")


def test_an_empty_address_asks_for_usual_windows_to_the_latest_day() -> None:
    question, problems = asked()
    assert (question.period, question.unit, question.segment, problems) == (
        Period(date(2025, 11, 21), date(2026, 11, 21)), "parent", "", [],
    )  # fmt: skip
    assert question.is_usual
    assert question.query() == ""


@pytest.mark.parametrize(
    ("given", "opening", "closing"),
    [
        ({"window": "1m", "as_of": "2026-02-28"}, date(2026, 1, 31), date(2026, 2, 28)),
        ({"window": "3m", "as_of": "2026-10-31"}, date(2026, 7, 31), date(2026, 10, 31)),
        ({"window": "mtd"}, date(2026, 10, 31), LATEST),
        ({"window": "30d"}, date(2026, 10, 21), LATEST),
        ({"window": "1y", "as_of": "2024-02-29"}, date(2023, 2, 28), date(2024, 2, 29)),
        ({"window": "custom", "from": "2026-01-01", "as_of": "2026-03-31"}, date(2025, 12, 31), date(2026, 3, 31)),
        ({"window": "custom", "from": "2026-11-20"}, date(2026, 11, 19), LATEST),
    ],
)
def test_windows(given: dict[str, str], opening: date, closing: date) -> None:
    question, problems = asked(**given)
    assert (question.period.opening, question.period.closing, problems) == (opening, closing, [])
    assert not question.is_usual


@pytest.mark.parametrize(
    ("given", "opening", "closing"),
    [
        ({}, date(2024, 11, 20), date(2025, 11, 20)),
        ({"compare": "previous"}, date(2024, 11, 20), date(2025, 11, 20)),
        ({"compare": "previous", "window": "3m"}, date(2026, 5, 20), date(2026, 8, 20)),
        ({"compare": "previous", "window": "mtd"}, date(2026, 9, 30), date(2026, 10, 20)),
        ({"window": "mtd"}, date(2025, 10, 31), date(2025, 11, 20)),
        ({"window": "custom", "from": "2026-11-11"}, date(2025, 11, 10), date(2025, 11, 20)),
        ({"window": "custom", "from": "2026-11-11", "compare": "previous"}, date(2026, 10, 31), date(2026, 11, 10)),
    ],
)
def test_what_it_is_compared_with(given: dict[str, str], opening: date, closing: date) -> None:
    before = asked(**given)[0].compared
    assert before is not None
    assert (before.opening, before.closing) == (opening, closing)


def test_a_usual_window_is_the_one_of_the_number_and_a_chosen_one_holds_for_all() -> None:
    assert asked()[0].within("3m").period.opening == date(2026, 8, 20)
    assert asked(window="12m")[0].within("3m").period.opening == date(2025, 11, 20)


def test_comparing_with_nothing() -> None:
    assert asked(compare="none")[0].compared is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"as_of": "2026-11-21"}, "21 Nov 2026 is not complete yet; this is 20 Nov 2026, the latest day that is."),
        ({"as_of": "9999-12-31"}, "31 Dec 9999 is not complete yet; this is 20 Nov 2026, the latest day that is."),
        ({"as_of": "1066-10-14"}, "14 Oct 1066 is too long ago; choose a day after 01 Jan 1990."),
        ({"as_of": "31.02.2026"}, "'31.02.2026' is not a day; write it as 2026-11-21."),
        ({"as_of": "2026-02-30"}, "'2026-02-30' is not a day; write it as 2026-11-21."),
        (
            {"window": "fortnight"},
            "'fortnight' is not a window; choose one of the list, or write 30d, 4w, 6m, 1q or 1y.",
        ),
        ({"window": "0d"}, "'0d' is not a window; write 30d, 4w, 6m, 1q or 1y."),
        ({"window": "99y"}, "A window of 99y is too long; ten years at most."),
        ({"window": "999y"}, "A window of 999y is too long; ten years at most."),
        ({"window": "custom"}, "Choose the first day of the period."),
        ({"window": "custom", "from": "soon"}, "'soon' is not a day; write it as 2026-11-21."),
        (
            {"window": "custom", "from": "2026-05-01", "as_of": "2026-04-01"},
            "The first day, 01 May 2026, comes after the last, 01 Apr 2026.",
        ),
        (
            {"window": "custom", "from": "1999-01-01"},
            "A period can be ten years long at most; choose a later first day.",
        ),
        ({"unit": "person"}, "'person' is not a choice here; use parent or account."),
        ({"compare": "hope"}, "'hope' is not a choice here; use year or previous or none."),
    ],
)
def test_a_mistake_is_a_sentence_and_its_default(given: dict[str, str], sentence: str) -> None:
    question, problems = asked(**given)
    assert problems == [sentence]
    usual = question.model_copy(update={"as_of": LATEST})
    assert usual.is_usual


def test_several_mistakes_are_several_sentences_and_the_rest_holds() -> None:
    question, problems = asked(as_of="never", unit="person", window="3m", segment="is:Enterprise")
    assert len(problems) == 2
    assert (question.as_of, question.window, question.segment) == (LATEST, "3m", "is:Enterprise")


def test_the_query_says_only_what_differs_and_reads_back_as_the_same() -> None:
    given = {"as_of": "2026-03-31", "window": "custom", "from": "2026-01-01", "unit": "account", "segment": "is:A&B"}
    question, _ = asked(**given)
    text = question.query()
    assert text == "?as_of=2026-03-31&window=custom&from=2026-01-01&unit=account&segment=is%3AA%26B"
    assert asked(**dict(parse_qsl(text[1:])))[0] == question


def test_a_query_may_be_changed_by_the_way() -> None:
    question, _ = asked(window="3m", unit="account")
    assert question.query(unit=None, page=2) == "?window=3m&page=2"
