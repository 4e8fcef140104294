"""A worker process that is killed while it hands a mail over, before and after the mail server has it."""

import signal
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from tenure.customers.models import Account, Contact
from tenure.jobs.tests.conftest import Installation, installation, migrated_postgres, wait_for
from tenure.work.messages import deciding, drafting, sending
from tenure.work.messages.models import Mail
from tenure.work.messages.tests.conftest import MailServer
from tenure.work.models import Touchpoint

__all__ = ["installation", "migrated_postgres"]


@pytest.fixture
def mail(installation: Installation, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Mail:
    monkeypatch.setenv("TENURE_MAIL_URL", f"smtp://127.0.0.1:{server.port}?tls=no")
    alice = get_user_model().objects.create_user("alice@example.com", "x", name="Alice", role="csm")
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    Contact.objects.create(id="C1", account=account, name="Ada", email="ada@ostrelle.example")
    draft = drafting.begin(alice, account, "News", "Hello", ["C1"])
    deciding.submit(alice, draft, seen=drafting.version(draft))
    return Mail.objects.get()


def killed_at(point: str, installation: Installation, server: MailServer) -> None:
    server.silent_at = point
    worker = installation.start_worker()
    assert wait_for(lambda: point in server.heard), installation.log()
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    server.silent_at = ""
    Mail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # as after five minutes


def test_after_the_server_has_it_nobody_sends_it_a_second_time(
    installation: Installation,
    server: MailServer,
    mail: Mail,
) -> None:
    killed_at("DATA", installation, server)
    sending.send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == ("unknown", sending.STOPPED)
    assert sending.deliver(mail.pk) == "not due"
    assert (len(server.mails), Touchpoint.objects.count()) == (1, 0)


def test_before_that_it_goes_by_itself_and_once(installation: Installation, server: MailServer, mail: Mail) -> None:
    killed_at("RCPT", installation, server)
    assert server.mails == []
    sending.send_due()
    installation.start_worker()
    assert wait_for(lambda: Mail.objects.get(pk=mail.pk).state == "sent"), installation.log()
    assert (len(server.mails), Touchpoint.objects.count()) == (1, 1)
