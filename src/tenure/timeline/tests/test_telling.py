"""One row of the journal reads the same wherever it is told, and none shows its verb as it is kept."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tenure.company.models import User, settings_row
from tenure.customers.models import Account
from tenure.journal.models import Change
from tenure.timeline.telling import differences, history, title, told

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def change(verb: str, **values: object) -> Change:
    return Change(verb=verb, **{"at": AT, "origin": "", "before": {}, "after": {}, **values})


@pytest.mark.parametrize(
    ("row", "here", "beside"),
    [
        (change("task.item_done", after={"item": "Ask Ben"}), "Item done", "Task item done"),
        (change("risk.false_alarm"), "False alarm", "Risk false alarm"),
        (change("review.block_hidden", after={"block": "Usage"}), "Block hidden: Usage", "Review block hidden"),
        (change("objective.verified", after={"name": "Go live"}), "Verified", "Objective verified: Go live"),
        (change("message.submitted", after={"state": "waiting"}), "Sent for approval", "Message submitted"),
        (change("message.submitted"), "Sent", "Message submitted"),
        (change("onboarding.step_stuck", after={"step": "SSO"}), "Stuck: SSO", "Stuck: SSO"),
        (change("onboarding.agreed_anew", before={"planned_on": "2026-12-01"}, after={"planned_on": "2027-01-15"}),
         "Agreed on a new plan: finish 15 Jan 2027, was 01 Dec 2026",
         "Agreed on a new plan: finish 15 Jan 2027, was 01 Dec 2026"),
        (change("account.edited", after={"renewal_on": "2027-01-01"}), "Edited", "Renewal on changed"),
    ],
)  # fmt: skip
def test_what_was_done_on_its_page_and_beside_others(row: Change, here: str, beside: str) -> None:
    assert (told(row).title, title(row)) == (here, beside)


def test_who_did_it(alice: User) -> None:
    by = {"by": "Ben Hart", "contact_id": "c1"}
    assert told(change("task.done", actor=alice, after=by)).who == "Alice"
    assert told(change("task.done", after=by)).who == "Ben Hart (customer)"
    assert told(change("risk.opened")).who == "The signal"
    assert told(change("onboarding.started", origin="onboarding rule")).who == "The rule"
    assert told(change("task.repeated")).who == ""


def test_what_more_there_is_to_it() -> None:
    moved = change("task.rescheduled", before={"due_on": "2026-11-20"}, after={"due_on": None}, reason="On leave")
    assert told(moved).more == ("20 Nov 2026 → none", "On leave")
    measured = change("objective.measured", after={"value": "41", "on": "2026-11-19"})
    assert told(measured).more == ("41 on 19 Nov 2026",)
    assert list(differences(moved)) == ["due on 20 Nov 2026 → none"]


def test_where_a_person_stands_is_told_in_words() -> None:
    row = change("stakeholder.placed", before={"influence": 3, "stance": None}, after={"influence": 2, "stance": -1})
    assert list(differences(row)) == ["influence advises → some", "stance none → critic"]


def test_what_a_quarter_was_worth_is_told_as_money_once() -> None:
    worth = {"period": "2025-Q4", "amount_minor": 900_000, "currency": "USD", "how": "60 hours"}
    written = change("value.written", before={}, after=worth | {"name": "Hours"}, reason="60 hours")
    assert (title(written), list(differences(written))) == ("Value written: Hours", ["2025-Q4: $9,000"])
    assert (told(written).title, told(written).more) == ("Worth of 2025-Q4: $9,000", ("60 hours",))
    again = change("value.written", before=worth, after=worth | {"amount_minor": 1_000_050})
    assert list(differences(again)) == ["2025-Q4: $9,000 → $10,000.50"]
    verified = change("value.verified", after=worth | {"name": "Hours", "said": "Cora"})
    assert list(differences(verified)) == ["2025-Q4: $9,000, as Cora said"]
    removed = change("value.removed", before=worth, after={"name": "Hours"})
    assert (told(removed).title, list(differences(removed))) == (
        "Taken away: worth of 2025-Q4: $9,000", ["2025-Q4: $9,000"],
    )  # fmt: skip


def test_a_rate_is_told_in_its_currency() -> None:
    row = change("objective.edited", before={"rate_minor": 5_000}, after={"rate_minor": 6_000, "rate_currency": "JPY"})
    assert list(differences(row)) == ["rate ¥5,000 → ¥6,000"]
    first = change("objective.edited", before={"rate_minor": None, "rate_currency": "", "rate_per": ""},
                   after={"rate_minor": 6_000, "rate_currency": "USD", "rate_per": "month"})  # fmt: skip
    assert list(differences(first)) == ["rate none → $60", "rate per none → month"]


def test_an_account_plan_is_a_version() -> None:
    row = change("account_plan.saved", after={"version": 2}, reason="After the review")
    assert (title(row), list(differences(row))) == ("Account plan saved", ["Version 2"])


def test_only_what_is_there_to_undo_can_be_undone() -> None:
    assert told(change("onboarding.step_moved", pk=7)).undo == 7
    assert told(change("onboarding.step_edited", pk=7)).undo == 0


def test_a_history_is_the_newest_first_until_a_day(db: None) -> None:
    account = Account.objects.create(id="A1", name="A1")
    for day, verb in ((19, "account.tagged"), (20, "account.assigned"), (21, "account.edited")):
        change(verb, subject_type="customers.account", subject_id="A1", at=AT.replace(day=day)).save()
    change("account.edited", subject_type="customers.account", subject_id="A2").save()
    assert [one.title for one in history(account)] == ["Edited", "Assigned", "Tagged"]
    assert [one.title for one in history(account, 1, date(2026, 11, 20))] == ["Assigned"]


@pytest.mark.parametrize("active", ["UTC", "America/New_York"])
def test_the_end_of_the_day_is_the_company_s(db: None, active: str) -> None:
    row = settings_row()
    row.time_zone = "America/New_York"
    row.save()
    account = Account.objects.create(id="A1", name="A1")
    at = datetime(2026, 11, 21, 3, tzinfo=UTC)  # ten in the evening of the 20th in New York
    change("account.tagged", subject_type="customers.account", subject_id="A1", at=at).save()
    with timezone.override(ZoneInfo(active)):
        assert [len(history(account, until=date(2026, 11, day))) for day in (19, 20)] == [0, 1]


def test_a_contact_is_told_by_name_with_what_is_known_or_was() -> None:
    said = {"name": "Dana", "email": "d@acme.example", "phone": "", "position": "COO", "role": "economic_buyer"}
    added = change("contact.added", after=said | {"left_on": None})
    assert (title(added), list(differences(added))) == (
        "Contact added: Dana", ["address d@acme.example; title COO; role economic buyer"],
    )  # fmt: skip
    left = change("contact.edited", before={"left_on": None, "name": "Dana"},
                  after={"left_on": "2026-11-20", "name": "Dana Reyes"})  # fmt: skip
    assert title(left) == "Contact edited: Dana Reyes"
    assert list(differences(left)) == ["name Dana → Dana Reyes; left on none → 20 Nov 2026"]
    assert list(differences(change("contact.added", after={"name": "Dana"}))) == []
