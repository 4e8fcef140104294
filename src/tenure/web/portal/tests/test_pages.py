"""What a contact does on their page, and what becomes of it on our side."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Account, Contact, ProductUser
from tenure.feedback.models import SurveyResponse
from tenure.journal.models import Change
from tenure.web.portal.tests.conftest import soon
from tenure.work import tasks
from tenure.work.models import Task, Touchpoint
from tenure.work.portal import resources
from tenure.work.portal.models import PortalVisit, ResourceSeen
from tenure.work.portal.resources import Content

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(alice: User, contact: Contact) -> Task:
    return tasks.add_task(alice, "Send a test file from payroll", soon(-11), account=contact.account, contact=contact)


def text(client: Client, path: str = "/page/") -> str:
    reply = client.get(path)
    assert reply.status_code == 200
    return reply.content.decode()


class TestTasks:
    def test_the_most_urgent_stands_first(self, dana_client: Client, alice: User, task: Task, contact: Contact) -> None:
        tasks.add_task(alice, "Name the planners", soon(20), account=contact.account, contact=contact)
        page = text(dana_client)
        first = page.split('id="first-title"')[1].split("</section>")[0]
        assert "Send a test file from payroll" in first
        assert "Was due 11 days ago" in first
        assert "One thing needs you this week." in page

    def test_without_any_it_says_so(self, dana_client: Client) -> None:
        assert "Nothing needs you right now." in text(dana_client)

    def test_done_and_undone(self, dana_client: Client, task: Task, contact: Contact) -> None:
        reply = dana_client.post(f"/page/tasks/{task.pk}/done/")
        assert reply["Location"] == f"/page/?done={task.pk}#tasks"
        task.refresh_from_db()
        assert (task.state, task.finished_by) == ("done", None)
        change = Change.objects.get(verb="task.done")
        assert (change.actor, change.origin, change.account_id) == (None, "portal", "A1")
        assert change.after == {"title": task.title, "contact_id": "C1", "by": "Dana Ruiz"}
        page = text(dana_client, reply["Location"])
        assert "Thank you. Done: Send a test file" in page
        dana_client.post(f"/page/tasks/{task.pk}/done/")
        assert Change.objects.filter(verb="task.done").count() == 1
        dana_client.post(f"/page/tasks/{task.pk}/undo/")
        task.refresh_from_db()
        assert (task.state, task.finished_at) == ("open", None)

    def test_what_we_finished_they_do_not_open_again(self, dana_client: Client, alice: User, task: Task) -> None:
        tasks.finish(alice, task.pk)
        dana_client.post(f"/page/tasks/{task.pk}/undo/")
        task.refresh_from_db()
        assert task.state == "done"

    def test_a_question_becomes_a_touchpoint_and_a_task(
        self, dana_client: Client, alice: User, task: Task, contact: Contact
    ) -> None:
        sent = {"words": "Which columns\r\nare needed?"}
        for _ in range(2):  # pressed twice
            reply = dana_client.post(f"/page/tasks/{task.pk}/ask/", sent)
            assert reply["Location"] == f"/page/tasks/{task.pk}/?asked=1"
        row = Touchpoint.objects.get()
        assert (row.kind, row.direction, row.contact_id, row.body) == ("note", "in", "C1", "Which columns\nare needed?")
        made = Task.objects.get(origin_kind="touchpoint")
        assert (made.owner, made.title, made.shared) == (alice, f"Answer Dana Ruiz: {task.title}", False)
        assert made.due_on > timezone.now().date()
        assert made.due_on.weekday() < 5

    def test_a_mistake_keeps_what_was_typed(self, dana_client: Client, task: Task) -> None:
        reply = dana_client.post(f"/page/tasks/{task.pk}/ask/", {"words": "x" * 5001})
        assert reply.status_code == 422
        assert "5,000 fit" in reply.content.decode()
        assert "x" * 5001 in reply.content.decode()
        assert dana_client.post(f"/page/tasks/{task.pk}/ask/", {}).status_code == 422

    def test_not_more_than_twenty_a_day(self, dana_client: Client, task: Task) -> None:
        statuses = [dana_client.post(f"/page/tasks/{task.pk}/ask/", {"words": f"{n}?"}).status_code for n in range(21)]
        assert statuses == [302] * 20 + [422]


class TestFeedback:
    def test_an_answer_is_an_answer_of_a_survey(self, dana_client: Client, contact: Contact) -> None:
        dana_client.post("/page/feedback/", {"score": "4", "words": "Good so far"})
        row = SurveyResponse.objects.get()
        assert (row.type, row.score, row.scale_min, row.scale_max) == ("ces", 4, 1, 5)
        assert (row.comment, row.contact_id, row.account_id) == ("Good so far", "C1", "A1")
        assert not Task.objects.exists()
        assert "you said 4 of 5" in text(dana_client)

    def test_a_low_one_asks_us_to_call_once(self, dana_client: Client, alice: User) -> None:
        for words in ("Nobody answers", "Nobody answers at all"):
            dana_client.post("/page/feedback/", {"score": "2", "words": words})
        made = Task.objects.get()
        assert (made.owner, made.priority, made.origin_kind) == (alice, Task.Priority.HIGH, "survey")
        assert "hard (2 of 5)" in made.note
        assert SurveyResponse.objects.get().comment == "Nobody answers at all"

    def test_the_next_day_it_is_another(self, dana_client: Client) -> None:
        dana_client.post("/page/feedback/", {"score": "2"})
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            dana_client.post("/page/feedback/", {"score": "5"})
        assert {row.score for row in SurveyResponse.objects.all()} == {2, 5}

    @pytest.mark.parametrize("score", ["", "0", "6", "-1", "four", "²", "1" * 400])
    def test_a_mistake_is_a_sentence_and_keeps_the_words(self, dana_client: Client, score: str) -> None:
        reply = dana_client.post("/page/feedback/", {"score": score, "words": "kept"})
        assert reply.status_code == 422
        assert "from 1 to 5" in reply.content.decode()
        assert "kept" in reply.content.decode()
        assert not SurveyResponse.objects.exists()


class TestGuides:
    def test_shown_is_introduced_and_followed_is_opened(self, dana_client: Client, lea: User) -> None:
        made = resources.add(lea, Content("Payroll file layout", "sheet", "https://files.example/a?b=1"))
        text(dana_client)
        assert ResourceSeen.objects.get().opened_at is None
        reply = dana_client.get(f"/page/guides/{made.pk}/")
        assert (reply.status_code, reply["Location"]) == (302, "https://files.example/a?b=1")
        assert reply["Referrer-Policy"] == "no-referrer"
        assert ResourceSeen.objects.get().opened == 1

    def test_a_guide_is_read_without_markup_of_its_own(self, dana_client: Client, lea: User) -> None:
        body = "# Rules\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))"
        made = resources.add(lea, Content("Rules", "guide", body=body))
        page = text(dana_client, f"/page/guides/{made.pk}/")
        assert "<script>alert" not in page
        assert 'href="javascript' not in page


class TestPeople:
    def test_sending_the_invite_again_is_a_task_of_ours(
        self, dana_client: Client, alice: User, account: Account
    ) -> None:
        ProductUser.objects.create(id="U/1", account=account, name="Arvid Holm")
        assert "Arvid Holm" in text(dana_client, "/page/people/")
        for _ in range(2):
            dana_client.post("/page/people/U~2F1/invite/")
        made = Task.objects.get()
        assert (made.title, made.owner) == ("Send Arvid Holm the invitation again", alice)


class TestPreview:
    def test_it_is_the_same_page_read_only_and_no_visit(
        self, client: Client, dana_client: Client, vera: User, lea: User, task: Task, contact: Contact
    ) -> None:
        resources.add(lea, Content("Rules", "guide", body="x"))
        client.force_login(vera)
        page = text(client, "/customer-view/C1/")
        assert "Customer view." in page
        assert "Send a test file from payroll" in page
        assert 'href="/customer-view/C1/people/"' in page
        assert 'href="/page/' not in page
        assert not PortalVisit.objects.exists()
        assert not ResourceSeen.objects.exists()
        assert client.post("/customer-view/C1/").status_code == 404
        strip = ("disabled", "portal-band")
        assert all(word in page for word in strip)

    def test_what_they_opened_is_told_in_it_too(
        self, client: Client, dana_client: Client, vera: User, lea: User
    ) -> None:
        made = resources.add(lea, Content("Rules", "guide", body="x"))
        dana_client.get(f"/page/guides/{made.pk}/")
        client.force_login(vera)
        for path in ("/page/", "/page/guides/"):
            assert "· opened" in text(dana_client, path)
            assert "· opened" in text(client, path.replace("/page/", "/customer-view/C1/"))

    def test_of_a_customer_and_a_stranger_it_is_not_there(self, client: Client, dana: User, contact: Contact) -> None:
        assert client.get("/customer-view/C1/")["Location"].startswith("/sign-in/")
        client.force_login(dana)
        assert client.get("/customer-view/C1/").status_code == 404


class TestVisits:
    def test_each_page_is_a_visit_with_its_name(self, dana_client: Client, task: Task) -> None:
        for path in ("/page/", "/page/", f"/page/tasks/{task.pk}/", "/page/people/", "/page/people/?part=1"):
            text(dana_client, path)
        found = list(PortalVisit.objects.order_by("at").values_list("page", "title", "browser"))
        assert found == [
            ("home", "", "Chrome, Windows"), ("task", task.title, "Chrome, Windows"), ("people", "", "Chrome, Windows"),
        ]  # fmt: skip


def test_the_first_page_asks_few_queries(
    dana_client: Client, alice: User, lea: User, contact: Contact, account: Account
) -> None:
    for number in range(30):
        tasks.add_task(alice, f"Task {number}", soon(number), account=account, contact=contact)
        resources.add(lea, Content(f"Guide {number}", "guide", body="x", condition="segment = Enterprise"))
    text(dana_client)
    with CaptureQueriesContext(connection) as asked:
        text(dana_client)
    assert len(asked) == 11 <= 15, "\n".join(query["sql"] for query in asked)


def test_values_of_customers_are_never_markup(dana_client: Client, contact: Contact, task: Task) -> None:
    Contact.objects.update(name="<b>Dana</b> Ruiz", title="<i>x</i>")
    Account.objects.update(name="<u>Ostrelle</u>")
    Task.objects.update(title="<script>alert(1)</script>")
    for path in ("/page/", f"/page/tasks/{task.pk}/", "/page/people/"):
        page = text(dana_client, path)
        assert not any(mark in page for mark in ("<b>Dana", "<i>x", "<u>Ostrelle", "<script>alert"))
