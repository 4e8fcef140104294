"""What people of the demo do together: real rows by real verbs, once."""

import pytest

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, AccountState, Contact
from tenure.demo import together
from tenure.demo.staff import LEAD
from tenure.work.models import Notice, Reminder, Task, TaskSeries, Touchpoint

pytestmark = pytest.mark.django_db


def test_a_talk_with_what_came_of_it_and_what_comes_again() -> None:
    lead = User.objects.create_user(LEAD, name="Ines Calloway", role="lead")
    owner = User.objects.create_user("owner@example.com", name="Theo Okafor", role="csm")
    account = Account.objects.create(id="A1", name="Ostrelle", owner=owner)
    AccountState.objects.create(account=account, as_of=today(), status="customer", arr_minor=1)
    mats = Contact.objects.create(id="C1", account=account, name="Mats Eklund")
    for _ in range(2):
        together.work()
    call = Touchpoint.objects.get()
    assert (call.participants, len(call.decisions)) == (["Mats Eklund", "Theo Okafor"], 2)
    assert [task.contact for task in Task.objects.filter(origin_kind="touchpoint").order_by("pk")] == [None, mats]
    assert lead.notices.get().kind == Notice.Kind.MENTION
    assert TaskSeries.objects.count() == 2
    assert Task.objects.filter(series__isnull=False, state="open", due_on__gte=today()).count() == 2
    assert Reminder.objects.get().account == account
