"""The churn risk in the list: offered, filtered, sorted and exported only while there is one to be shown."""

from typing import Any

import pytest

from tenure.company.models import User
from tenure.customers import totals
from tenure.customers.fields import DEFAULT_COLUMNS
from tenure.customers.models import AccountState, ColumnChoice
from tenure.web.accounts.tests.conftest import TODAY

COLUMN = 'value="churn_risk"'


@pytest.fixture
def told(make_account: Any) -> None:
    for key, risk in (("SAFE", 0.004), ("HALF", 0.5), ("NONE", None)):
        make_account(key, churn_risk=risk)
    totals.keep(TODAY)


def chosen(user: User) -> None:
    ColumnChoice.objects.create(user=user, columns=[*DEFAULT_COLUMNS, "churn_risk"])


def test_it_is_a_column_that_sorts_and_filters_in_percent(sign_in: Any, lea: User, told: None) -> None:
    browser = sign_in(lea)
    assert COLUMN in browser.get("/accounts/").content.decode()
    chosen(lea)
    html = browser.get("/accounts/?sort=-churn_risk").content.decode()
    assert html.index("HALF") < html.index("SAFE") < html.index("NONE")
    assert ">50%<" in html
    assert ">0.4%<" in html
    html = browser.get("/accounts/?where=churn_risk+%3E%3D+10").content.decode()
    assert "HALF" in html
    assert "SAFE" not in html
    assert "Churn risk" in browser.get("/accounts/filter/").content.decode()


def test_a_file_has_it_in_percent(sign_in: Any, lea: User, told: None) -> None:
    chosen(lea)
    answer = sign_in(lea).get("/accounts/export.csv?sort=-churn_risk")
    header, first, *_ = b"".join(answer.streaming_content).decode().splitlines()
    assert "Churn risk (%)" in header
    assert first.split(",")[-1] in {"50.0", "50"}


def test_where_none_is_shown_it_is_not_offered(sign_in: Any, lea: User, told: None) -> None:
    AccountState.objects.update(churn_risk=None)
    browser = sign_in(lea)
    assert COLUMN not in browser.get("/accounts/").content.decode()
    assert "Churn risk" not in browser.get("/accounts/filter/").content.decode()
    chosen(lea)  # a view that was saved with it stays as it is
    assert "Churn risk" in browser.get("/accounts/").content.decode()


def test_the_book_says_whether_there_is_one(told: None) -> None:
    before = totals.book()
    AccountState.objects.update(churn_risk=None)
    after = totals.book()
    assert (before.learned, after.learned) == (True, False)
