"""The Data pages do what a person does: send files, look, map, import, mend, retry, discard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tenure.company.models import User
from tenure.customers.models import Account, Subscription
from tenure.ingest.models import ImportRun, QuarantinedRow, SavedMapping, Upload
from tenure.ingest.runs import Request, bring_in
from tenure.ingest.tasks import import_upload
from tenure.jobs.models import Job
from tenure.journal.models import Change
from tenure.web.data import freshness

_ACCOUNTS = "account_id,name\nA1,Acme\nA2,Beta\n"
_SUBS = (
    "subscription_row_id,account_id,product_id,price_minor,currency,start_date\n"
    "1,A1,P1,1000,USD,2024-01-01\n2,A1,P2,-5,USD,2024-03-01\n3,A9,P1,1000,USD,2024-01-01\n"
)


@pytest.fixture
def signed_in(client: Client, lea: User, home: Path) -> Client:
    client.force_login(lea)
    return client


def _send(client: Client, source: str = "crm", **files: str) -> Upload:
    sent = [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in files.items()]
    answer = client.post(reverse("data:upload"), {"files": sent, "source": source})
    assert answer.status_code == 302
    return Upload.objects.latest("at")


@pytest.fixture
def imported(home: Path, lea: User, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two accounts, one subscription, two rows in quarantine."""
    folder = tmp_path_factory.mktemp("crm")
    (folder / "accounts.csv").write_text(_ACCOUNTS)
    (folder / "subscriptions.csv").write_text(_SUBS)
    list(bring_in(Request([folder], source="crm", who=lea)))


def test_files_are_sent_checked_imported_and_the_result_says_what_became_of_them(signed_in: Client) -> None:
    sent = _send(signed_in, accounts=_ACCOUNTS, subscriptions=_SUBS)
    page = signed_in.get(reverse("data:check", args=[sent.pk])).content.decode()
    assert "price_minor is -5, which is negative." in page
    assert "Account A9 is not known; import it first, or add it." in page
    assert not Account.objects.exists()

    answer = signed_in.post(reverse("data:start", args=[sent.pk]))
    assert answer["Location"] == reverse("data:progress", args=[sent.pk])
    job = Job.objects.get()
    assert (job.key, job.args) == (f"import:{sent.pk}", [sent.pk])
    assert 'hx-trigger="every 1s"' in signed_in.get(answer["Location"]).content.decode()

    assert import_upload.func(sent.pk) == {"files": 2, "created": 3, "changed": 0, "rejected": 2}
    Job.objects.filter(pk=job.pk).update(state="done")
    result = signed_in.get(answer["Location"]).content.decode()
    assert "2 rows could not be accepted" in result
    assert "every 1s" not in result
    assert Subscription.objects.get().mrr_minor == 1000
    assert not (Path(sent.pk)).exists()
    assert signed_in.get(reverse("data:review", args=[sent.pk])).status_code == 302


def test_a_started_upload_is_queued_once_and_taken_up_where_it_stopped(signed_in: Client) -> None:
    sent = _send(signed_in, accounts=_ACCOUNTS)
    for _ in range(2):
        signed_in.post(reverse("data:start", args=[sent.pk]))
    assert Job.objects.filter(key=f"import:{sent.pk}").count() == 1
    import_upload.func(sent.pk)
    again = _send(signed_in, accounts=_ACCOUNTS)
    assert import_upload.func(again.pk) == {"files": 1, "created": 0, "changed": 0, "rejected": 0}


def test_columns_are_mapped_and_remembered_for_the_source(signed_in: Client) -> None:
    text = "Kunde,Preis,Beginn,Zustand\nA1,12.50,2024-01-01,Laufend\n"
    Account.objects.create(id="A1", name="Acme")
    sent = _send(signed_in, source="ERP", rechnung=text)
    assert (
        "not recognised by its name and columns"
        in signed_in.get(reverse("data:check", args=[sent.pk])).content.decode()
    )
    address = reverse("data:columns", args=[sent.pk, 0])
    form = signed_in.get(address, {"table": "subscriptions"}).content.decode()
    assert "12.50" in form
    fields = {
        "table": "subscriptions",
        "column-account_id": "Kunde",
        "column-price_minor": "Preis",
        "unit-price_minor": "major",
        "column-start_date": "Beginn",
        "column-status": "Zustand",
        "values-status": "laufend = active; Gekündigt = cancelled",
    }
    refused = signed_in.post(address, fields, follow=True).content.decode()
    assert "Every row needs currency: choose a column, or write a value for all rows." in refused
    signed_in.post(address, fields | {"always-currency": "EUR"})
    assert SavedMapping.objects.get().source == "erp"
    again = _send(signed_in, source="ERP", rechnung=text)
    import_upload.func(again.pk)
    found = Subscription.objects.get()
    assert (found.mrr_minor, found.currency, found.status, found.pk) == (1250, "EUR", "active", "A1|2024-01-01")


def test_a_row_is_mended_on_its_page(signed_in: Client, imported: None, lea: User) -> None:
    row = QuarantinedRow.objects.get(kind="negative_price")
    page = signed_in.get(reverse("data:row", args=[row.pk])).content.decode()
    assert "price_minor is -5, which is negative." in page
    values = {f"v-{name}": value for name, value in row.values.items()}
    for none in ("²", "9" * 30):
        assert signed_in.post(reverse("data:retry-all"), {"run": none, "table": "nothing"}).status_code == 302
    still = signed_in.post(reverse("data:retry", args=[row.pk]), values | {"v-price_minor": "-6"}, follow=True)
    assert "price_minor is -6" in still.content.decode()
    done = signed_in.post(
        reverse("data:retry", args=[row.pk]), values | {"v-price_minor": "600"}, headers={"hx-request": "true"}
    )
    assert "Accepted" in done.content.decode()
    assert "<html" not in done.content.decode()
    row.refresh_from_db()
    assert (row.state, row.resolved_by) == ("resolved", lea)
    assert Subscription.objects.get(pk="2").price_minor == 600
    assert Job.objects.filter(key="refresh").exists()
    assert Change.objects.filter(verb="row.mended", actor=lea, account_id="A1").exists()


def test_all_rows_of_a_kind_are_retried_when_what_they_need_has_come(signed_in: Client, imported: None) -> None:
    Account.objects.create(id="A9", name="Late")
    answer = signed_in.post(
        reverse("data:retry-all"), {"kind": "unknown_account", "table": "subscriptions"}, follow=True
    )
    assert "1 of 1 rows are accepted now." in answer.content.decode()
    assert Subscription.objects.filter(account_id="A9").exists()
    assert QuarantinedRow.objects.filter(state="waiting").count() == 1


def test_a_row_is_discarded_with_a_reason(signed_in: Client, imported: None) -> None:
    row = QuarantinedRow.objects.get(kind="negative_price")
    signed_in.post(reverse("data:discard", args=[row.pk]), {"reason": " "})
    row.refresh_from_db()
    assert row.state == "waiting"
    signed_in.post(reverse("data:discard", args=[row.pk]), {"reason": "A credit."})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("discarded", "A credit.")
    assert Change.objects.get(verb="row.discarded").reason == "A credit."


def test_what_was_mended_or_discarded_does_not_come_back_with_the_same_file(
    signed_in: Client, imported: None, lea: User, tmp_path: Path
) -> None:
    for row in QuarantinedRow.objects.all():
        signed_in.post(reverse("data:discard", args=[row.pk]), {"reason": "No."})
    (tmp_path / "subscriptions.csv").write_text(_SUBS)
    result = next(bring_in(Request([tmp_path / "subscriptions.csv"], source="crm")))
    assert result.outcome
    assert result.outcome.rejected == 2
    assert QuarantinedRow.objects.filter(state="waiting").count() == 0


def test_the_lists_filter_and_the_overview_counts(signed_in: Client, imported: None) -> None:
    page = signed_in.get(reverse("data:page")).content.decode()
    assert "Negative price" in page
    assert "accounts.csv" in page
    assert signed_in.get(reverse("data:imports"), {"source": "crm"}).content.decode().count("data-row") == 2
    only = signed_in.get(reverse("data:imports"), {"table": "subscriptions", "source": "crm"}).content.decode()
    assert (only.count("data-row"), "accounts.csv" in only) == (1, False)
    run = ImportRun.objects.get(table="subscriptions")
    detail = signed_in.get(reverse("data:import", args=[run.pk])).content.decode()
    assert "2 wait" in detail
    only = signed_in.get(reverse("data:quarantine"), {"kind": "negative_price"}).content.decode()
    assert "price_minor is -5" in only
    assert "Account A9" not in only
    assert "None" not in signed_in.get(reverse("data:quarantine"), {"state": "x", "run": "y"}).content.decode()


def test_each_table_says_how_many_rows_imports_brought_and_when(signed_in: Client, imported: None) -> None:
    found = {table.table: table for table in freshness.facts()}
    assert {name: table.imported for name, table in found.items()} == {"accounts": 2, "subscriptions": 1}
    assert found["accounts"].changed_at == Account.objects.latest("loaded_at").loaded_at
    page = signed_in.get(reverse("data:page")).content.decode()
    assert f"{reverse('data:imports')}?table=subscriptions" in page


def test_the_overview_asks_few_questions(signed_in: Client, imported: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        signed_in.get(reverse("data:page"))


def test_it_refuses_files_it_cannot_read(signed_in: Client) -> None:
    sent = SimpleUploadedFile("notes.docx", b"x")
    answer = signed_in.post(reverse("data:upload"), {"files": [sent]}, follow=True)
    assert "notes.docx is not a kind of file that can be read" in answer.content.decode()
    assert not Upload.objects.exists()
    assert "Choose at least one file." in signed_in.post(reverse("data:upload"), follow=True).content.decode()


def test_a_file_keeps_a_safe_name(signed_in: Client, home: Path) -> None:
    _send(signed_in, **{"../../etc/passwd <b>": "a,b\n1,2\n"})
    stored = [path.relative_to(home) for path in (home / "uploads").rglob("*.csv")]
    assert [path.name for path in stored] == ["passwd _b_.csv"]


# -- who may do what ----------------------------------------------------------------------------------------------

_READ = ["data:page", "data:imports", "data:quarantine"]


@pytest.mark.parametrize("role", ["csm", "viewer"])
def test_those_who_may_not_import_read_and_get_404_for_the_rest(
    client: Client, person: Callable[[str], User], role: str, imported: None
) -> None:
    client.force_login(person(role))
    row = QuarantinedRow.objects.all()[0]
    for name in _READ:
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert "Check files" not in page.content.decode()
    shown = client.get(reverse("data:row", args=[row.pk])).content.decode()
    assert "Discard" not in shown
    assert "readonly" in shown
    for name, args in (
        ("data:retry", [row.pk]),
        ("data:discard", [row.pk]),
        ("data:retry-all", []),
        ("data:upload", []),
    ):
        assert client.post(reverse(name, args=args)).status_code == 404
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_customer_and_a_stranger_see_nothing(client: Client, dana: User, imported: None) -> None:
    assert client.get(reverse("data:page")).status_code == 302
    client.force_login(dana)
    for name in _READ:
        assert client.get(reverse(name)).status_code == 404
    assert client.get(reverse("data:row", args=[QuarantinedRow.objects.all()[0].pk])).status_code == 404


def test_it_refuses_the_wrong_method(signed_in: Client, imported: None) -> None:
    row = QuarantinedRow.objects.all()[0]
    for name, args in (
        ("data:retry", [row.pk]),
        ("data:discard", [row.pk]),
        ("data:retry-all", []),
        ("data:upload", []),
    ):
        assert signed_in.get(reverse(name, args=args)).status_code == 405
    assert signed_in.post(reverse("data:page")).status_code == 405


def test_what_is_not_there_is_404(signed_in: Client) -> None:
    assert signed_in.get(reverse("data:row", args=[999])).status_code == 404
    assert signed_in.get(reverse("data:check", args=["nothing"])).status_code == 404
    sent = _send(signed_in, accounts=_ACCOUNTS)
    assert signed_in.get(reverse("data:columns", args=[sent.pk, 7])).status_code == 404
