"""The small line beside ARR: kept numbers of the whole book, and of nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tenure.company.models import User
from tenure.engine.publication import NothingPublished
from tenure.web.accounts import trends

pytestmark = pytest.mark.django_db
_LAST = date(2026, 11, 24)


def _kept(values: dict[date, float | None]) -> Any:
    def histories(_: Iterable[str], days: Sequence[date]) -> dict[str, list[Any]]:
        return {"arr": [SimpleNamespace(value=values[day]) for day in days if day in values]}

    return histories


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {date(2026, 9, 30): 5.0, date(2025, 11, 30): 1.0, date(2026, 10, 31): None, _LAST: 9.0}
    monkeypatch.setattr("tenure.engine.publication.current", lambda: SimpleNamespace(as_of=_LAST))
    monkeypatch.setattr("tenure.engine.answers.histories", _kept(known))


def test_it_holds_month_ends_of_a_year_and_the_last_day(published: None) -> None:
    assert trends.arr_past() == [1.0, 5.0, 9.0]


def test_without_a_publication_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise NothingPublished

    monkeypatch.setattr("tenure.engine.publication.current", refuse)
    assert trends.arr_past() == []


def test_it_stands_beside_the_whole_book_only(published: None, sign_in: Any, lea: User, make_account: Any) -> None:
    make_account("A1", region="EMEA", arr_minor=100)
    browser = sign_in(lea)
    cards = [browser.get(url).content.decode().split('class="tn-toolbar"')[0] for url in _URLS]
    assert ["tn-spark" in card for card in cards] == [True, False]


_URLS = ("/accounts/", "/accounts/?where=region+%3D+EMEA")
