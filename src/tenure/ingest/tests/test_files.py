"""The same rows come in from every kind of file; what cannot be read is said in a sentence."""

import gzip
import json
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from tenure.customers.models import Account, Product
from tenure.ingest.files import Unreadable, find
from tenure.ingest.models import QuarantinedRow
from tenure.ingest.tests.conftest import Bring, counts, sentences

_ROWS = [("007", "Ägir, Inc", "2024-01-31"), ("A2", 'The "Best"', None)]
_CSV = 'account_id,name,created_on\n007,"Ägir, Inc",2024-01-31\nA2,"The ""Best""",\n'


def _workbook(path: Path) -> bytes:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("accounts")
        for i, row in enumerate([("account_id", "name", "created_on"), *_ROWS]):
            sheet.write_row(i, 0, row)
        book.add_worksheet("empty")
        products = book.add_worksheet("products")
        products.write_row(0, 0, ["product_id", "name"])
        products.write_row(1, 0, [1, "CRM"])
    return path.read_bytes()


def _parquet(path: Path) -> bytes:
    values = "VALUES ('007', 'Ägir, Inc', DATE '2024-01-31'), ('A2', 'The \"Best\"', NULL)"
    duckdb.execute(f"COPY (SELECT * FROM ({values}) AS t(account_id, name, created_on)) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def test_every_kind_of_file_gives_the_same_rows(bring: Bring, tmp_path: Path) -> None:
    objects = [dict(zip(("account_id", "name", "created_on"), row, strict=True)) for row in _ROWS]
    lines = "\n".join(json.dumps(o) for o in objects)
    kinds: dict[str, str | bytes] = {
        "accounts.csv": _CSV,
        "accounts.csv.gz": gzip.compress(_CSV.encode()),
        "accounts.tsv": _CSV.replace('"Ägir, Inc"', "Ägir, Inc").replace(",", "\t").replace("Ägir\t Inc", "Ägir, Inc"),
        "accounts.txt": _CSV.replace("Ägir, Inc", "Ägir@ Inc").replace(",", ";").replace("@", ","),
        "accounts.jsonl": lines,
        "accounts.json": json.dumps(objects),
        "accounts.parquet": _parquet(tmp_path / "a.parquet"),
        "accounts.xlsx": _workbook(tmp_path / "a.xlsx"),
    }
    for name, content in kinds.items():
        Account.objects.all().delete()
        bring({name: content})
        found = [(a.pk, a.name, a.created_on and str(a.created_on)) for a in Account.objects.order_by("pk")]
        assert found == _ROWS, name
    # The workbook's other sheet is a table of its own.
    assert list(Product.objects.values_list("pk", "name")) == [("1", "CRM")]


def test_an_old_encoding_is_understood(bring: Bring) -> None:
    bring({"accounts.csv": "account_id,name\nA1,Müller\n".encode("latin-1")})
    assert Account.objects.get().name == "Müller"


def test_values_stay_as_they_are_even_when_they_look_like_formulas(bring: Bring) -> None:
    bring({"accounts.csv": 'account_id,name\nA1,"=HYPERLINK(""http://x"")"\nA2," spaces "\n'})
    assert [a.name for a in Account.objects.order_by("pk")] == ['=HYPERLINK("http://x")', " spaces "]


def test_a_broken_line_is_set_aside_and_the_numbers_of_the_others_stay_right(bring: Bring) -> None:
    outcome = bring({"accounts.csv": "account_id,name\nA1,x\nA2,x,too,many\nA3,x\n,x\n"})["accounts.csv"].outcome
    assert counts(outcome) == (2, 0, 0, 2)
    kept = {row.row_number: row.kind for row in QuarantinedRow.objects.all()}
    assert kept == {3: "broken_line", 5: "empty"}
    assert "The line cannot be taken apart" in " ".join(sentences(outcome))


def test_unreadable_files_are_told_and_the_others_come_in(bring: Bring) -> None:
    done = bring(
        {
            "a_empty.csv": "",
            "accounts.csv": "account_id\nA1\n",
            "b.parquet": b"not parquet",
            "c.xlsx": b"not a workbook",
            "d.jsonl": "{broken\n",
            "notes.csv": "colour,taste\nred,sweet\n",
            "readme.md": "# not data",
        }
    )
    assert counts(done["accounts.csv"].outcome) == (1, 0, 0, 0)
    assert done["a_empty.csv"].reason == "a_empty.csv is empty. The first line must name the columns."
    assert all("cannot be read" in done[name].reason for name in ("b.parquet", "c.xlsx", "d.jsonl"))
    assert done["notes.csv"].reason.startswith("not recognised by its name and columns (colour, taste).")
    assert "readme.md" not in done


def test_paths_that_are_not_there_or_of_no_known_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="does not exist"):
        find([tmp_path / "nothing.csv"])
    (tmp_path / "a.docx").touch()
    with pytest.raises(Unreadable, match="not a kind of file that can be read"):
        find([tmp_path / "a.docx"])
