"""The card of the churn risk: trained on demand, read by everybody, honest when there is too little."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.company.models import User
from tenure.engine.churn.tests.conftest import NOON, Ticket, book
from tenure.engine.churn.training import train
from tenure.engine.models import ChurnTraining
from tenure.engine.refresh import refresh
from tenure.engine.tasks import learn_churn
from tenure.jobs.models import Job, State

__all__ = ["book"]
Book = Callable[..., Any]
HERE = "lab:churn"


@pytest.fixture
def as_lea(client: Client, lea: User) -> Client:
    client.force_login(lea)
    return client


def page(client: Client, name: str = HERE, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_anything_is_known_it_says_so(home: Any, as_lea: Client) -> None:
    html = page(as_lea)
    assert "Nothing to learn from yet" in html
    assert "Train now" not in html
    assert as_lea.post(reverse("lab:churn-train")).status_code == 302
    assert not Job.objects.exists()


def test_it_is_trained_on_demand_one_at_a_time_and_by_whom_is_kept(book: Book, as_lea: Client, lea: User) -> None:
    book()
    assert "Nothing is learned yet" in page(as_lea)
    for _ in range(2):
        assert as_lea.post(reverse("lab:churn-train")).status_code == 302
    job = Job.objects.get(key="churn-risk")
    assert (job.by, job.kwargs) == (lea, {"by": lea.pk})
    html = page(as_lea)
    assert "A worker takes it in a moment" in html
    assert "Cancel" in html
    assert "Train now" not in html
    learn_churn.func(**job.kwargs)
    waits = reverse("lab:churn-work") + "?waits=1"
    assert "HX-Redirect" not in as_lea.get(waits)
    Job.objects.update(state=State.DONE)
    assert as_lea.get(waits)["HX-Redirect"] == reverse(HERE)
    assert f"asked for by {lea}" in page(as_lea)


def test_the_card_tells_data_record_and_shapes(book: Book, as_lea: Client) -> None:
    book()
    train()
    html = page(as_lea)
    for words in ("Shown", "better than days since last use", "Last period&#x27;s rate", "each 4 weeks", "140",
                  "left out because never known or always the same", "NPS answer", "Said, and what came",
                  "How each measure counts", "Open tickets", "a coin", "Train again", "calibration-spec"):  # fmt: skip
        assert words.lower() in html.lower(), words
    with CaptureQueriesContext(connection) as queries:
        page(as_lea)
    assert len(queries) == 5


def test_an_older_training_stays_readable_and_is_told_from_the_newest(book: Book, as_lea: Client, lea: User) -> None:
    move = book()
    first = train()
    assert first is not None
    move(NOON.replace(month=4))
    Ticket.objects.all().delete()
    refresh()
    train()
    as_lea.force_login(lea)  # a month later
    html = page(as_lea)
    assert "Not enough to learn from" in html
    assert "No churn risk is shown on any page" in html
    assert "How each measure counts" not in html
    older = page(as_lea, "lab:churn-training", first.pk)
    assert "This is an older training" in older
    assert "How each measure counts" in older
    assert as_lea.get(reverse("lab:churn-training", args=[999])).status_code == 404


def test_a_training_that_failed_says_why(book: Book, as_lea: Client) -> None:
    book()
    as_lea.post(reverse("lab:churn-train"))
    Job.objects.update(state=State.FAILED, reason="The disk is full.")
    html = page(as_lea)
    assert "The disk is full." in html
    assert "Train now" in html


def test_a_csm_reads_and_does_not_train(book: Book, client: Client, alice: User) -> None:
    book()
    train()
    client.force_login(alice)
    assert "Train again" not in page(client)
    assert client.post(reverse("lab:churn-train")).status_code == 404
    assert ChurnTraining.objects.count() == 1
