"""One number with everything behind it: its rows sum to it, on the screen and in the file."""

import csv
import io
import re
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

Read = Any


def _amounts(page: str) -> list[list[str]]:
    """The cells of each row of the drawer's table, without markup."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    lines = [re.findall(r"<td[^>]*>(.*?)</td>", line, re.S) for line in body.split("</tr>")]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in line] for line in lines if line]


def test_the_rows_on_the_screen_sum_to_the_number(company: Any, text: Read, alice: Any) -> None:
    drawer = text(alice, "/kpis/nrr/", htmx=True)
    assert "<b>Now</b> $230" in drawer
    assert "<b>At opening</b> $240" in drawer
    shown = _amounts(drawer)
    below, above = ([int(line[place].strip("$")) for line in shown] for place in (-2, -1))
    assert (sum(above), sum(below)) == (230, 240)
    assert "Rows add up to the number" in drawer
    assert "Sum of 4 rows" in drawer


def test_those_left_out_have_a_reason(company: Any, text: Read, alice: Any) -> None:
    drawer = text(alice, "/kpis/nrr/?rows=left_out", htmx=True)
    assert "not paying at the opening <b>1</b>" in drawer
    assert "Dogwood" in drawer
    assert "Alder" not in drawer
    assert "Rows add up" not in drawer


def test_rows_are_searched_sorted_and_paged(
    company: Any, text: Read, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tenure.web.kpis import rows

    def names(query: str) -> list[str]:
        """The last word of the first cell, in which the letter of the avatar comes first."""
        return [line[0].split()[-1][-5:] for line in _amounts(text(alice, f"/kpis/nrr/rows/{query}", htmx=True))]

    assert names("?sort=name") == ["Sons", "Alder", "Birch", "Cedar"]
    assert names("?sort=-numerator")[0] == "Alder"
    assert names("?sort=numerator")[0] == "Cedar"
    assert names("?sort=nonsense") == names("")
    assert names("?q=birch") == ["Birch"]
    monkeypatch.setattr(rows, "PAGE", 3)
    assert len(names("?page=2")) == 1
    assert "Nothing called “zebra”" in text(alice, "/kpis/nrr/rows/?q=zebra", htmx=True)


def test_without_htmx_it_is_a_page_of_its_own(company: Any, text: Read, sign_in: Any, alice: Any) -> None:
    page = text(alice, "/kpis/nrr/?rows=left_out")
    assert "<h1" in page
    assert "Dogwood" in page
    response = sign_in(alice).get("/kpis/nrr/rows/?q=elm&unit=account")
    assert (response.status_code, response["Location"]) == (302, "/kpis/nrr/?unit=account&q=elm")


def test_choices_are_checked_with_a_sentence(company: Any, text: Read, alice: Any) -> None:
    assert 'value="30"' in text(alice, "/kpis/nrr/?p_longest_pause=30", htmx=True)
    drawer = text(alice, "/kpis/nrr/?p_longest_pause=many", htmx=True)
    assert "longest_pause must be a whole number" in drawer
    assert "$230" in drawer


def test_a_number_that_needs_what_is_not_there_says_so(company: Any, text: Read, alice: Any) -> None:
    drawer = text(alice, "/kpis/expansion_activation_rate/", htmx=True)
    assert "Say which offering" in drawer
    card = text(alice, "/kpis/part/card/expansion_activation_rate/", htmx=True)
    assert "No value" in card


@pytest.mark.parametrize(
    "url", ["/kpis/nonsense/", "/kpis/nonsense/rows/", "/kpis/nonsense/past.json", "/kpis/nrr/rows.pdf"]
)
def test_what_is_not_there_is_not_there(company: Any, text: Read, alice: Any, url: str) -> None:
    text(alice, url, status=404)


def _csv(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_file_has_the_rows_of_the_screen_in_its_order(company: Any, sign_in: Any, text: Read, alice: Any) -> None:
    screen = _amounts(text(alice, "/kpis/nrr/?sort=-numerator", htmx=True))
    head, *lines = _csv(sign_in(alice).get("/kpis/nrr/rows.csv?sort=-numerator"))
    assert head == ["Id", "Account", "Change (USD)", "Movement", "At opening (USD)", "Now (USD)"]
    assert [(line[4], line[5]) for line in lines] == [
        ("100.00", "150.00"),
        ("80.00", "60.00"),
        ("20.00", "20.00"),
        ("40.00", "0.00"),
    ]
    assert [line[-1].strip("$") for line in screen] == ["150", "60", "20", "0"]
    assert sum(float(line[5]) for line in lines) == 230


def test_a_file_cannot_run_in_a_spreadsheet(company: Any, sign_in: Any, alice: Any) -> None:
    lines = _csv(sign_in(alice).get("/kpis/nrr/rows.csv"))
    assert ["elm", "'=Elm & Sons"] in [line[:2] for line in lines]


def test_the_workbook_says_the_same_as_the_csv(company: Any, sign_in: Any, alice: Any) -> None:
    browser = sign_in(alice)
    response = browser.get("/kpis/nrr/rows.xlsx?rows=left_out")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    head, *lines = book.get_sheet_by_index(0).to_python()
    plain = _csv(browser.get("/kpis/nrr/rows.csv?rows=left_out"))
    assert [str(cell) for cell in head] == plain[0]
    assert [line[:3] for line in lines] == [["dogwood", "Dogwood", "not paying at the opening"]]


def test_a_refused_export_says_why(company: Any, text: Read, alice: Any) -> None:
    assert "Nothing was exported: Say which offering" in text(
        alice, "/kpis/expansion_activation_rate/rows.csv", status=400
    )


def test_the_accounts_of_a_number_can_become_a_view(company: Any, text: Read, alice: Any) -> None:
    drawer = text(alice, "/kpis/nrr/?unit=account", htmx=True)
    assert "/accounts/?where=id+in+%28" in drawer
    assert "Alder" in text(alice, "/accounts/?where=id+in+%28%22alder%22%29")


def test_a_bar_opens_to_the_accounts_behind_it(company: Any, text: Read, alice: Any, sign_in: Any) -> None:
    drawer = text(alice, "/kpis/movements/churn/", htmx=True)
    assert [line[-3] for line in _amounts(drawer)] == ["−$40"]
    assert "Cedar" in drawer
    assert "/accounts/?where=parent+in+%28%22cedar%22%29" in drawer
    assert "<h1" in text(alice, "/kpis/movements/churn/")
    text(alice, "/kpis/movements/dancing/", status=404)
    _, line = _csv(sign_in(alice).get("/kpis/movements/churn/rows.csv"))
    assert line[:4] == ["cedar", "Cedar", "40.00", "-40.00"]
    assert "Birch" in text(alice, "/kpis/movements/contraction/rows/", htmx=True)


def test_nobody_moved_is_said(company: Any, text: Read, alice: Any) -> None:
    assert "No account moved this way" in text(alice, "/kpis/movements/pause/", htmx=True)
