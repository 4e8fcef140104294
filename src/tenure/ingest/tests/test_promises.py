"""A look at the first rows of an upload takes the accounts of all its rows for known."""

from tenure.ingest.tests.conftest import Bring, counts

_FILES: dict[str, str | bytes] = {
    "accounts.csv": "account_id,parent_account_id\n" + "".join(f"A{n},A9\n" for n in range(9)) + "A9,\n",
    "contacts.csv": "contact_id,account_id,name\nc1,A9,Ann\nc2,A10,Ben\n",
}


def test_a_row_may_refer_to_an_account_beyond_the_first_rows(bring: Bring) -> None:
    done = bring(_FILES, first=3, dry_run=True)
    assert counts(done["accounts.csv"].outcome) == (3, 0, 0, 0)
    assert counts(done["contacts.csv"].outcome) == (1, 0, 0, 1)
