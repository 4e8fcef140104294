from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tenure.company.models import Role, User
from tenure.jobs.models import Attempt, Job, State, Worker
from tenure.jobs.queries import JobQuerySet
from tenure.journal.models import Change
from tenure.web.jobs.history import PAGE

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def browser(ada: User) -> Client:
    return signed_in(ada)


def job(name: str = "one", state: str = State.QUEUED, **fields: Any) -> Job:
    now = timezone.now()
    fields = {"title": f"Import {name}.csv", "enqueued_at": now, "due_at": now, **fields}
    return Job.objects.create(id=name, task="tenure.ingest.tasks.run", state=state, **fields)


def failed(**fields: Any) -> Job:
    ended = timezone.now()
    fields = {"attempt": 1, "failures": 1, "reason": "The file holds no rows.", "finished_at": ended, **fields}
    made = job("broken", State.FAILED, **fields)
    Attempt.objects.create(
        job=made, number=1, worker="w", started_at=ended - timedelta(seconds=75), finished_at=ended, outcome="failed",
        reason="The file holds no rows.", traceback="Traceback: secret place",
    )  # fmt: skip
    return made


def test_it_shows_what_who_when_and_why(browser: Client) -> None:
    failed(by=User.objects.get(), enqueued_at=datetime(2026, 3, 4, 12, tzinfo=UTC))
    page = browser.get("/jobs/")
    assert page.status_code == 200
    for shown in ("Import broken.csv", "Failed", "The file holds no rows.", "Ada", "04 Mar 2026, 12:00:00",
                  "1 min 15 s"):  # fmt: skip
        assert shown in page.content.decode()


def test_without_jobs_it_says_what_will_be_here(browser: Client) -> None:
    assert "No jobs yet" in browser.get("/jobs/").content.decode()


def test_it_says_when_no_worker_is_alive(browser: Client) -> None:
    assert "No worker is alive" in browser.get("/jobs/").content.decode()
    now = timezone.now()
    Worker.objects.create(id="w", host="h", pid=1, started_at=now, seen_at=now)
    assert "No worker is alive" not in browser.get("/jobs/").content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"one", "two", "three"}),
        ("?state=failed", {"two"}),
        ("?state=done", {"three"}),
        ("?state=done&quiet=1", {"three", "four"}),
        ("?state=cancelled", set()),
        ("?state=<b>&page=x&quiet=2", {"one", "two", "three"}),
        ("?page=0", {"one", "two", "three"}),
        ("?page=99999", set()),
    ],
)
def test_it_filters_by_state_and_passes_over_what_makes_no_sense(browser: Client, query: str, shown: set[str]) -> None:
    job("one")
    job("two", State.FAILED)
    job("three", State.DONE)
    job("four", State.DONE, quiet=True)
    page = browser.get(f"/jobs/{query}")
    assert {one.job.id for one in page.context["history"].jobs} == shown


def test_the_filter_counts_each_state(browser: Client) -> None:
    job("one")
    job("two", State.FAILED)
    job("three", State.DONE, quiet=True)
    states = browser.get("/jobs/").context["history"].states
    assert [(state["label"], state["count"]) for state in states] == [
        ("All", 2), ("Waiting", 1), ("Running", 0), ("Done", 0), ("Failed", 1), ("Cancelled", 0)
    ]  # fmt: skip


def test_pages_come_from_the_database_and_cost_the_same(browser: Client, django_assert_max_num_queries: Any) -> None:
    now = timezone.now()
    Job.objects.bulk_create(
        Job(id=f"j{n:03}", task="t", title=f"Job {n}", state="done", enqueued_at=now - timedelta(minutes=n), due_at=now)
        for n in range(PAGE * 2 + 10)
    )
    browser.get("/jobs/")  # makes the row of settings
    with django_assert_max_num_queries(8):
        page = browser.get("/jobs/?page=2")
    history = page.context["history"]
    assert [one.job.id for one in history.jobs] == [f"j{n:03}" for n in range(PAGE, PAGE * 2)]
    assert (history.newer, history.older) == ("?", "?page=3")
    assert browser.get("/jobs/?page=3").context["history"].older == ""


@pytest.mark.parametrize(
    ("fields", "lives"),
    [
        ({"state": State.RUNNING}, True),
        ({"state": State.QUEUED}, True),
        ({"state": State.QUEUED, "due_at": datetime(2999, 1, 1, tzinfo=UTC)}, False),
        ({"state": State.DONE}, False),
    ],
    ids=["running", "due", "waits for a retry", "done"],
)
def test_it_looks_again_by_itself_only_while_something_runs(browser: Client, fields: Any, lives: bool) -> None:
    job(**fields)
    assert ("every 2s" in browser.get("/jobs/").content.decode()) is lives
    assert ("every 2s" in browser.get("/jobs/one/").content.decode()) is lives


def test_a_running_job_shows_how_far_it_is(browser: Client) -> None:
    job(state=State.RUNNING, done=3, total=4, sentence="Reading row 3,000.", attempt=1)
    part = browser.get("/jobs/", headers=HTMX).content.decode()
    assert "75%" in part
    assert "Reading row 3,000." in part
    assert "<html" not in part
    assert "<html" not in browser.get("/jobs/one/", headers=HTMX).content.decode()


def test_titles_and_reasons_are_text(browser: Client) -> None:
    job(title="<script>alert(1)</script>", reason="<b>no</b>", state=State.FAILED)
    page = browser.get("/jobs/").content.decode()
    assert "<script>alert" not in page
    assert "<b>no</b>" not in page


@pytest.mark.parametrize(("role", "inside"), [(Role.ADMINISTRATOR, True), (Role.LEAD, False), (Role.VIEWER, False)])
def test_the_traceback_is_for_administrators(person: Any, role: Role, inside: bool) -> None:
    failed(args=["/data/secret.csv"])
    page = signed_in(person(role)).get("/jobs/broken/").content.decode()
    assert "The file holds no rows." in page
    assert ("secret place" in page) is inside
    assert ("secret.csv" in page) is inside


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEAD])
def test_leads_cancel_and_retry_and_the_journal_remembers(person: Any, role: Role) -> None:
    client = signed_in(person(role))
    job()
    answer = client.post("/jobs/one/cancel/", {"back": "/jobs/?state=queued"}, follow=True)
    assert answer.redirect_chain == [("/jobs/?state=queued", 302)]
    assert "Import one.csv was cancelled." in answer.content.decode()
    assert Job.objects.get().state == "cancelled"
    client.post("/jobs/one/retry/")
    assert Job.objects.get().state == "queued"
    changes = Change.objects.order_by("id").values_list("verb", "subject_id", "before", "after", "actor__role")
    assert list(changes) == [
        ("job.cancelled", "one", {"state": "queued"}, {"state": "cancelled"}, role),
        ("job.retried", "one", {"state": "cancelled"}, {"state": "queued"}, role),
    ]


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_it_only_goes_back_to_its_own_pages(browser: Client, back: str) -> None:
    job()
    assert browser.post("/jobs/one/cancel/", {"back": back}).headers["Location"] == "/jobs/"


def test_what_cannot_be_done_is_said_and_leaves_no_trace(browser: Client) -> None:
    job(state=State.DONE)
    for verb in ("cancel", "retry"):
        assert "cannot be" in browser.post(f"/jobs/one/{verb}/", follow=True).content.decode()
    assert not Change.objects.exists()


def test_it_refuses_the_wrong_method(browser: Client) -> None:
    job()
    asked = [
        browser.post("/jobs/"),
        browser.post("/jobs/one/"),
        browser.get("/jobs/one/cancel/"),
        browser.get("/jobs/one/retry/"),
    ]
    assert [answer.status_code for answer in asked] == [405] * 4


@pytest.mark.parametrize("role", [Role.LEAD, Role.CSM, Role.VIEWER])
def test_the_team_reads(person: Any, role: Role) -> None:
    job()
    client = signed_in(person(role))
    assert [client.get(address).status_code for address in ("/jobs/", "/jobs/one/")] == [200, 200]


@pytest.mark.parametrize("role", [Role.CSM, Role.VIEWER])
def test_a_viewer_cannot_write_and_sees_no_buttons(person: Any, role: Role) -> None:
    job()
    client = signed_in(person(role))
    assert "/cancel/" not in client.get("/jobs/").content.decode()
    assert [client.post(f"/jobs/one/{verb}/").status_code for verb in ("cancel", "retry")] == [404, 404]
    assert Job.objects.get().state == "queued"


def test_a_customer_gets_404_and_a_stranger_the_sign_in(dana: User) -> None:
    job()
    customer = signed_in(dana)
    answers = [customer.get("/jobs/"), customer.get("/jobs/one/"), customer.post("/jobs/one/cancel/")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert Client().get("/jobs/").status_code == 302


def test_what_is_not_there_is_404(browser: Client) -> None:
    answers = [browser.get("/jobs/none/"), browser.post("/jobs/none/cancel/"), browser.post("/jobs/none/retry/")]
    assert [answer.status_code for answer in answers] == [404] * 3


def test_two_who_cancel_at_once_cancel_once(browser: Client, lea: User, monkeypatch: Any) -> None:
    job()
    other = signed_in(lea)
    real = JobQuerySet.update

    def lea_is_quicker(rows: JobQuerySet, **changes: Any) -> int:
        monkeypatch.setattr(JobQuerySet, "update", real)
        other.post("/jobs/one/cancel/")
        return real(rows, **changes)

    monkeypatch.setattr(JobQuerySet, "update", lea_is_quicker)
    assert "cannot be cancelled" in browser.post("/jobs/one/cancel/", follow=True).content.decode()
    assert Change.objects.count() == 1
