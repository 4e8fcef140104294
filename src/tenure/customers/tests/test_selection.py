"""Pages and totals of a selection, against slow Python over the same rows."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from tenure.core.conditions import EVERYTHING, parse
from tenure.customers import far, totals
from tenure.customers import selection as selecting
from tenure.customers.fields import FIELDS, condition_fields
from tenure.customers.models import Account, AccountState
from tenure.customers.selection import Selection, ordered_ids, page_of_ids
from tenure.customers.tests.conftest import TODAY

SORTS = ["name", "-name", "arr", "-arr", "renewal", "-seats", "owner", "-owner", "-utilisation", "created", "segment"]


def selected(user: Any, text: str = "", search: str = "", own: bool = False) -> Selection:
    condition = parse(text, condition_fields()) if text else EVERYTHING
    return Selection(user, "USD", condition, search, own)


def pages(chosen: Selection, sort: str) -> list[str]:
    few, found = chosen.few(), list[str]()
    for start in range(0, chosen.accounts().count() + 20, 20):
        found += page_of_ids(chosen, few, sort, start, 20)
    return found


@pytest.mark.parametrize(("few", "window"), [(1000, 2000), (0, 2000), (0, 30), (0, 1)])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_every_account_once_in_order_with_the_unknown_last(
    lea: Any, book: list[Account], sort: str, few: int, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "_FEW", few)
    monkeypatch.setattr(selecting, "_WINDOW", window)
    chosen = selected(lea, "region = EMEA")
    accounts, found = chosen.accounts(), pages(chosen, sort)
    assert len(found) == len(set(found)) == accounts.count()
    path = FIELDS[sort.removeprefix("-")].path
    by_id = dict(accounts.values_list("pk", path))
    known = [by_id[key] for key in found if by_id[key] is not None]
    assert known == sorted(known, reverse=sort.startswith("-"))
    assert all(by_id[key] is None for key in found[len(known) :])


def test_an_export_has_the_order_of_the_pages(lea: Any, book: list[Account]) -> None:
    chosen = selected(lea, "arr is not empty")
    assert list(ordered_ids(chosen.accounts(), "-arr")) == pages(chosen, "-arr")


@pytest.mark.parametrize("text", ["", "region = EMEA", "arr >= 5", "tag = pilot or seats is empty", "name = nobody"])
def test_totals_are_the_sums_of_the_rows(lea: Any, book: list[Account], text: str) -> None:
    chosen = selected(lea, text)
    sums = totals.totals(chosen, TODAY, "1")
    rows = list(chosen.accounts().select_related("state"))
    states = list(AccountState.objects.filter(account__in=rows))

    def total(name: str, keep: Any = lambda state: True) -> int | None:
        values = [getattr(s, name) for s in states if keep(s) and getattr(s, name) is not None]
        return sum(values) if values else None

    soon = [s for s in states if s.renewal_on and TODAY <= s.renewal_on <= TODAY + timedelta(days=90)]
    assert sums.accounts == len(rows)
    assert (sums.few is None) == chosen.everything
    assert set(sums.few or ()) == (set() if chosen.everything else {row.pk for row in rows})
    assert sums.owners == len({row.owner_id for row in rows} - {None})
    assert sums.arr_minor == total("arr_minor")
    assert sums.seats == total("seats")
    assert sums.active_users == total("active_users_30d")
    assert sums.seated_users == total("active_users_30d", lambda s: (s.seats or 0) > 0)
    assert sums.renewing == len(soon)
    assert sums.renewing_arr_minor == total("arr_minor", lambda s: s in soon)


def test_utilisation_is_the_ratio_of_the_sums(lea: Any, make_account: Any) -> None:
    make_account("A", seats=10, active_users_30d=10)
    make_account("B", seats=90, active_users_30d=0)
    make_account("C", seats=None, active_users_30d=50)
    found = totals.totals(selected(lea), TODAY, "1")
    assert found.utilisation == Fraction(10, 100)
    assert found.active_users == 60


def test_totals_without_any_account_are_unknown_not_zero(lea: Any, db: None) -> None:
    sums = totals.totals(selected(lea), TODAY, "1")
    assert (sums.accounts, sums.arr_minor, sums.utilisation, sums.arr_change) == (0, None, None, None)


def test_an_edit_is_seen_in_the_totals_at_once(ada: Any, make_account: Any) -> None:
    from tenure.customers.verbs import edit_account

    make_account("A", region="EMEA", arr_minor=100)
    assert totals.totals(selected(ada, "region = EMEA"), TODAY, totals.version()).accounts == 1
    edit_account(ada, "A", {"region": "APAC"})
    assert totals.totals(selected(ada, "region = EMEA"), TODAY, totals.version()).accounts == 0


def test_my_accounts_are_those_i_own(alice: Any, bob: Any, make_account: Any) -> None:
    make_account("A", owner=alice)
    make_account("B", owner=bob)
    assert [account.pk for account in selected(alice, own=True).accounts()] == ["A"]
    assert selected(alice).accounts().count() == 2


def test_a_customer_selects_nothing(dana: Any, make_account: Any) -> None:
    make_account("A")
    assert not selected(dana).accounts().exists()


def test_a_page_far_from_the_top_is_the_one_that_sorting_gives_and_follows_a_change(
    lea: Any, book: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "_FEW", 0)
    monkeypatch.setattr(far, "NEAR", 0)
    chosen = selected(lea, "region = EMEA")

    def paged(version: str) -> list[str]:
        sums = totals.totals(chosen, TODAY, version)
        starts = range(0, sums.accounts, 20)
        return [key for start in starts for key in far.ids_of_page(chosen, sums, version, "name", start, 20)]

    assert paged(totals.version()) == list(ordered_ids(chosen.accounts(), "name"))
    last = Account.objects.get(pk=paged(totals.version())[-1])
    last.name = "!"
    last.save()
    assert paged(totals.version())[0] == last.pk
