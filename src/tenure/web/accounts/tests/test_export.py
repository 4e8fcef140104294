import csv
import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tenure.company.models import User
from tenure.customers.models import ColumnChoice

COLUMNS = ["name", "arr", "renewal", "utilisation", "tag", "usage"]


def body(reply: Any) -> bytes:
    return b"".join(reply.streaming_content)


def read_csv(reply: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(reply).decode("utf-8-sig"))))


@pytest.fixture
def book(make_account: Any, vera: User) -> None:
    ColumnChoice.objects.create(user=vera, columns=COLUMNS)
    make_account("A", name="=HYPERLINK(1)", arr_minor=123_450, renewal_on=date(2027, 2, 28), utilisation=0.5,
                 tags=("b", "a"), usage_weeks=[1, 2])  # fmt: skip
    make_account("B", name="-2+3", arr_minor=-100)
    make_account("C", name="Plain, with a comma", region="APAC")


def test_csv_has_the_rows_columns_and_order_of_the_list(sign_in: Any, vera: User, book: None) -> None:
    assert read_csv(sign_in(vera).get("/accounts/export.csv?sort=arr")) == [
        ["Account", "ARR (USD)", "Renewal", "Seats used (%)", "Tags", "Usage, 20 weeks"],
        ["'-2+3", "-1.00", "", "", "", ""],
        ["'=HYPERLINK(1)", "1234.50", "2027-02-28", "50.0", "a, b", "1 2"],
        ["Plain, with a comma", "", "", "", "", ""],
    ]


def test_csv_has_only_what_the_filter_shows(sign_in: Any, vera: User, book: None) -> None:
    rows = read_csv(sign_in(vera).get("/accounts/export.csv?where=region+%3D+APAC&q=plain"))
    assert [row[0] for row in rows[1:]] == ["Plain, with a comma"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_starts_a_formula(sign_in: Any, vera: User, make_account: Any, start: str) -> None:
    make_account("A", name=f"{start}cmd", tags=(f"{start}x",))
    ColumnChoice.objects.create(user=vera, columns=["name", "tag"])
    assert read_csv(sign_in(vera).get("/accounts/export.csv"))[1] == [f"'{start}cmd", f"'{start}x"]


def test_a_workbook_has_numbers_and_dates_as_such_and_text_as_text(sign_in: Any, vera: User, book: None) -> None:
    reply = sign_in(vera).get("/accounts/export.xlsx?sort=arr")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body(reply))).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["-2+3", -1.0]
    assert rows[2][:4] == ["=HYPERLINK(1)", 1234.5, date(2027, 2, 28), 50.0]
    assert rows[3][0] == "Plain, with a comma"


def test_every_page_is_in_the_file(sign_in: Any, vera: User, make_account: Any) -> None:
    for number in range(130):
        make_account(f"N{number}")
    assert len(read_csv(sign_in(vera).get("/accounts/export.csv?page=2"))) == 131


def test_a_filter_that_cannot_be_read_exports_nothing(sign_in: Any, vera: User, book: None) -> None:
    reply = sign_in(vera).get("/accounts/export.csv?where=x+%3D+1")
    assert reply.status_code == 302
    assert "Nothing was exported" in reply.wsgi_request.session["accounts_done"]["said"]


def test_a_customer_exports_nothing(sign_in: Any, dana: User) -> None:
    assert sign_in(dana).get("/accounts/export.csv").status_code == 404
