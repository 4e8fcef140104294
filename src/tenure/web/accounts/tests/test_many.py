"""More accounts than a page should wait for: a job does the work, the page follows it."""

import csv
import io
import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenure.company.models import User
from tenure.customers import pieces
from tenure.customers.bulk import Wish
from tenure.customers.models import Account, AccountTag
from tenure.jobs.models import Job
from tenure.jobs.tests.steps import run_next, take
from tenure.jobs.verbs import cancel
from tenure.journal.models import Change
from tenure.web.accounts import kept


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(pieces, "PIECE", 4)


@pytest.fixture
def book(make_account: Any, alice: User) -> None:
    for number in range(30):
        make_account(f"N{number:02d}", region="EMEA" if number < 25 else "APAC", owner=alice if number < 5 else None)


def work(browser: Any) -> list[Any]:
    return list(browser.get("/accounts/work/").context["work"])


ALL_OF_EMEA = {"scope": "all", "where": "region = EMEA"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_large_export_is_written_by_a_job_and_fetched_from_the_page(
    sign_in: Any, vera: User, book: None, home: Any, kind: str
) -> None:
    browser = sign_in(vera)
    reply = browser.post(f"/accounts/export.{kind}", {"where": "region = EMEA", "sort": "name"})
    assert reply["Location"] == "/accounts/?where=region+%3D+%22EMEA%22&sort=name"
    [waiting] = work(browser)
    assert (waiting.lives, waiting.file_url) == (True, "")
    assert b'hx-trigger="every 1s"' in browser.get("/accounts/").content
    assert run_next().state == "done"
    [ready] = work(browser)
    assert ready.said == "Your file of 25 rows is there. It is kept for a day."
    reply = browser.get(ready.file_url)
    assert f"accounts-{timezone.now():%Y-%m-%d}.{kind}" in reply["Content-Disposition"]
    content = b"".join(reply.streaming_content)
    reply.close()
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert [row[0] for row in rows] == ["Account", *(f"N{number:02d}" for number in range(25))]
    else:
        assert content.startswith(b"PK")
    [path] = kept.folder().iterdir()
    assert (path.stat().st_mode & 0o077, kept.folder().stat().st_mode & 0o077) == (0, 0)


def test_nobody_else_fetches_the_file(sign_in: Any, vera: User, ada: User, book: None, home: Any) -> None:
    browser = sign_in(vera)
    browser.post("/accounts/export.csv")
    job = run_next()
    assert sign_in(ada).get(f"/accounts/files/{job.id}/").status_code == 404
    own = browser.get(f"/accounts/files/{job.id}/")
    own.close()
    assert own.status_code == 200


def test_a_file_is_deleted_after_a_day_and_the_page_says_so(
    sign_in: Any, vera: User, book: None, home: Any
) -> None:  # fmt: skip
    browser = sign_in(vera)
    browser.post("/accounts/export.csv")
    job = run_next()
    [path] = kept.folder().iterdir()
    assert kept.remove_old() == 0
    old = (timezone.now() - timedelta(days=1, minutes=1)).timestamp()
    os.utime(path, (old, old))
    assert kept.remove_old() == 1
    reply = browser.get(f"/accounts/files/{job.id}/")
    assert "is deleted" in reply.wsgi_request.session["accounts_done"]["said"]


def test_a_link_starts_no_job(sign_in: Any, vera: User, book: None) -> None:
    assert "Choose “Export view” again" in str(
        sign_in(vera).get("/accounts/export.csv").wsgi_request.session["accounts_done"]["said"]
    )
    assert not Job.objects.exists()


def test_ticked_rows_are_exported_at_once_in_the_order_of_the_list(sign_in: Any, vera: User, book: None) -> None:
    sent = {"rows": "chosen", "ids": ["N03", "N28", "zzz"], "sort": "-name"}
    reply = sign_in(vera).post("/accounts/export.csv", sent)
    rows = list(csv.reader(io.StringIO(b"".join(reply.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["N28", "N03"]
    reply = sign_in(vera).post("/accounts/export.csv", {"rows": "chosen"})
    assert "Select at least one" in reply.wsgi_request.session["accounts_done"]["said"]


def test_a_large_change_is_a_job_in_pieces_with_one_undo(sign_in: Any, lea: User, alice: User, book: None) -> None:
    browser = sign_in(lea)
    browser.post("/accounts/bulk/", {"action": "assign", "owner": lea.pk, **ALL_OF_EMEA})
    assert not Change.objects.exists()
    assert run_next().state == "done"
    assert Account.objects.filter(owner=lea).count() == Change.objects.count() == 25
    [done] = work(browser)
    assert (done.said, done.tone) == ("25 accounts now belong to Lea.", "good")
    browser.post("/accounts/undo/", {"at": done.undo, "job": done.job.id})
    assert run_next().result == {"changed": 25, "already": 0, "refused": 0}
    assert [one.said for one in work(browser)] == ["Undone for 25 accounts."]
    assert (Account.objects.filter(owner=alice).count(), Account.objects.filter(owner=None).count()) == (5, 25)


def test_a_filter_on_what_is_changed_does_not_shift_under_the_pieces(sign_in: Any, lea: User, book: None) -> None:
    browser = sign_in(lea)
    browser.post("/accounts/bulk/", {"action": "tag", "tag": "new", "scope": "all", "where": "tag != new"})
    run_next()
    assert AccountTag.objects.filter(tag="new").count() == 30


def test_a_second_attempt_goes_on_where_the_first_ended(lea: User, book: None) -> None:
    at, wish = timezone.now(), Wish("tag", "new")

    class Killed(Exception):
        pass

    def die(done: int, _total: int) -> None:
        if done == 8:
            raise Killed

    with pytest.raises(Killed):
        pieces.change(lea, Account.objects.all(), wish, at, die)
    assert AccountTag.objects.count() == 8
    outcome = pieces.change(lea, Account.objects.all(), wish, at, lambda *_: None)
    assert (outcome.changed, outcome.already, outcome.refused) == (30, 0, 0)
    assert Change.objects.count() == 30


def test_what_a_cancelled_change_did_can_be_undone(sign_in: Any, lea: User, book: None) -> None:
    browser = sign_in(lea)
    browser.post("/accounts/bulk/", {"action": "tag", "tag": "new", **ALL_OF_EMEA})
    cancel(Job.objects.get())
    [ended] = work(browser)
    assert "Cancelled" in ended.said
    assert ended.undo
    browser.post("/accounts/work/away/", {"job": ended.job.id})
    assert work(browser) == []


def test_a_person_switched_off_meanwhile_changes_nothing(sign_in: Any, lea: User, book: None) -> None:
    sign_in(lea).post("/accounts/bulk/", {"action": "tag", "tag": "new", **ALL_OF_EMEA})
    User.objects.filter(pk=lea.pk).update(is_active=False)
    job = run_next()
    assert (job.state, job.attempt) == ("failed", 1)
    assert not AccountTag.objects.exists()


def test_a_lead_who_became_a_viewer_meanwhile_assigns_nothing(sign_in: Any, lea: User, book: None) -> None:
    sign_in(lea).post("/accounts/bulk/", {"action": "assign", "owner": "nobody", **ALL_OF_EMEA})
    User.objects.filter(pk=lea.pk).update(role="viewer")
    assert run_next().reason == "You may not do this any more."
    assert Account.objects.exclude(owner=None).count() == 5


def test_a_csm_hears_how_many_were_not_theirs(sign_in: Any, alice: User, book: None) -> None:
    browser = sign_in(alice)
    browser.post("/accounts/bulk/", {"action": "tag", "tag": "new", **ALL_OF_EMEA})
    run_next()
    [done] = work(browser)
    assert done.tone == "warn"
    assert done.said == "5 accounts tagged “new”. 20 accounts are not yours to change and stayed as before."


@pytest.mark.parametrize("sent", [{"action": "tag", "tag": " "}, {"action": "assign", "owner": "x"}, {}])
def test_what_cannot_be_done_starts_no_job(sign_in: Any, lea: User, book: None, sent: dict[str, str]) -> None:
    sign_in(lea).post("/accounts/bulk/", {**sent, **ALL_OF_EMEA})
    assert not Job.objects.exists()


def test_progress_is_shown(sign_in: Any, lea: User, book: None) -> None:
    browser = sign_in(lea)
    browser.post("/accounts/bulk/", {"action": "tag", "tag": "new", **ALL_OF_EMEA})
    hold = take()
    Job.objects.filter(id=hold.job_id).update(done=5, total=25, sentence="5 of 25 accounts done.")
    page = browser.get("/accounts/work/").content.decode()
    assert "5 of 25 accounts done." in page
    assert "20%" in page
