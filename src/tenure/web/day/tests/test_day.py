"""What waits, what is done with one key, and that it can be taken back."""

from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, AccountState
from tenure.health import verbs as risks
from tenure.health.models import Risk
from tenure.journal.models import Change
from tenure.library.models import Document
from tenure.planning.models import Review
from tenure.planning.reviews.scheduling import reschedule
from tenure.web.day.tests.conftest import HTMX, act, make_risk, page, state, undo_last, waiting
from tenure.web.waiting import Desk, reviews
from tenure.work import tasks
from tenure.work.models import Aside, Message, Task

pytestmark = pytest.mark.django_db


class TestWhatWaits:
    def test_one_of_each_with_counts_and_value_at_stake(self, as_alice: Client, full: None, risk: Risk, task: Task
                                                        ) -> None:  # fmt: skip
        assert waiting(as_alice) == {
            "risk": [str(risk.pk)], "task": [str(task.pk)], "change": ["A2"], "renewal": ["A3"],
        }  # fmt: skip
        html = page(as_alice).content.decode()
        for words in ("$500 at stake", "0 of 4 done", "Health 59 → 48", "Watch", "Term ends in 12 days", "−11"):
            assert words in html, words

    def test_of_others_nothing(self, client: Client, full: None, bob: User) -> None:
        state("B1", None, health_change=-2_000)
        client.force_login(bob)
        assert waiting(client) == {}
        assert "Nothing waits for you" in page(client).content.decode()

    def test_a_risk_comes_back_when_it_is_due_or_woken(self, as_alice: Client, risk: Risk, alice: User) -> None:
        risks.take(alice, risk.pk)
        assert waiting(as_alice) == {}
        assert waiting(as_alice, "?tab=upcoming") == {"risk": [str(risk.pk)]}
        Risk.objects.filter(pk=risk.pk).update(due_on=today())
        assert waiting(as_alice) == {"risk": [str(risk.pk)]}
        risks.snooze(alice, risk.pk, today() + timedelta(days=2), "Away", today())
        assert waiting(as_alice) == {}
        Risk.objects.filter(pk=risk.pk).update(snoozed_until=today())
        assert waiting(as_alice) == {"risk": [str(risk.pk)]}

    def test_a_planned_one_is_in_hand(self, as_alice: Client, risk: Risk, alice: User) -> None:
        risks.write_plan(alice, risk.pk, "Call the sponsor.", today() + timedelta(days=3))
        assert waiting(as_alice) == {}

    def test_a_task_for_a_later_day_comes_up(self, as_alice: Client, alice: User) -> None:
        later = tasks.add_task(alice, "Prepare", today() + timedelta(days=1))
        assert waiting(as_alice) == {}
        assert waiting(as_alice, "?tab=upcoming") == {"task": [str(later.pk)]}

    @pytest.mark.parametrize(
        ("health", "moved", "told"),
        [(4_800, -500, True), (6_500, -499, False), (6_990, -20, True), (7_000, 20, True), (3_999, -1, True),
         (8_000, None, False), (None, None, False), (9_000, 500, True)],
    )  # fmt: skip
    def test_a_change_is_a_move_of_five_points_or_into_another_band(
        self, as_alice: Client, alice: User, health: int | None, moved: int | None, told: bool
    ) -> None:
        state("A2", alice, health=health, health_change=moved)
        assert waiting(as_alice) == ({"change": ["A2"]} if told else {})

    def test_what_has_no_value_stands_last_and_by_due_date_on_request(self, as_alice: Client, alice: User) -> None:
        state("A1", alice)
        few = make_risk("A1", alice, kind="a", value_minor=1, due_on=today())
        none = make_risk("A1", alice, kind="b", value_minor=None, due_on=today() - timedelta(days=9))
        much = make_risk("A1", alice, kind="c", value_minor=9)
        assert waiting(as_alice)["risk"] == [str(one.pk) for one in (much, few, none)]
        assert waiting(as_alice, "?sort=due")["risk"] == [str(one.pk) for one in (none, few, much)]

    def test_the_first_of_many_and_all_on_pages(self, as_alice: Client, alice: User) -> None:
        Task.objects.bulk_create(Task(title=f"T{n}", owner=alice, due_on=today()) for n in range(60))
        assert len(waiting(as_alice)["task"]) == 8
        assert "Show all 60" in page(as_alice).content.decode()
        assert len(waiting(as_alice, "?kind=task")["task"]) == 50
        assert len(waiting(as_alice, "?kind=task&page=2")["task"]) == 10
        part = as_alice.get(reverse("day:section", args=["task"]), **HTMX).content.decode()
        assert part.count("data-row ") == 8

    def test_messages_wait_for_who_may_approve_them_and_for_authors_they_came_back_to(
        self, as_alice: Client, client: Client, alice: User, lea: User
    ) -> None:
        now = timezone.now()
        account = Account.objects.create(id="M1", name="Mossgate", owner=alice)
        message = Message.objects.create(account=account, author=alice, subject="News for {{ account.name }}", body="x",
                                         state="waiting", edited_at=now, changed_at=now)  # fmt: skip
        assert waiting(as_alice) == {}
        client.force_login(lea)
        assert waiting(client)["message"] == [str(message.pk)]
        html = page(client).content.decode()
        assert "News for Mossgate" in html
        assert "Waits for approval, from Alice" in html
        shown = client.get(reverse("day:peek", args=["message", str(message.pk)]), **HTMX).content.decode()
        assert "Nobody yet" in shown
        assert client.post(reverse("day:act", args=["message", str(message.pk), "done"])).status_code == 404
        Message.objects.update(state="draft", remark="Softer.")
        assert "message" not in waiting(client)
        client.force_login(alice)
        assert waiting(client) == {"message": [str(message.pk)]}
        assert "Sent back: Softer." in page(client).content.decode()

    def test_drafts_wait_for_who_may_publish(self, as_alice: Client, client: Client, lea: User) -> None:
        now = Change.objects.order_by("pk").values_list("at", flat=True).first()
        Document.objects.filter(state="draft").delete()
        draft = Document.objects.create(kind="scorecard", key="standard", version=9, title="Standard",
                                        edited_at=now or "2026-01-01T00:00Z")  # fmt: skip
        assert waiting(as_alice) == {}
        client.force_login(lea)
        assert waiting(client) == {"draft": [str(draft.pk)]}
        html = act(client, "draft", draft.pk, "later", until=str(today() + timedelta(days=3)), reason="Not yet")
        assert waiting(client) == {}
        undo_last(client, html)
        assert waiting(client) == {"draft": [str(draft.pk)]}

    def test_reviews_wait_from_a_week_before_with_what_is_to_be_done(
        self, as_alice: Client, alice: User, bob: User
    ) -> None:
        state("A1", alice)
        make = partial(Review.objects.create, account_id="A1", due_on=today() + timedelta(days=7))
        first = make(id="r/1", owner=alice, title="QBR")
        unowned = make(id="r2", title="Imported", due_on=today() - timedelta(days=2))
        later = make(id="r3", owner=alice, due_on=today() + timedelta(days=8))
        make(id="r4", owner=bob)
        make(id="r5", owner=alice, status="held")
        make(id="r6", owner=alice, due_on=today() + timedelta(days=31))
        assert waiting(as_alice, "?sort=due") == {"review": [unowned.pk, first.pk]}
        assert waiting(as_alice, "?tab=upcoming") == {"review": [later.pk]}
        html = page(as_alice).content.decode()
        for words in ("Prepare it", "Not prepared", "2 days late", "Write down that it was held",
                      reverse("reviews:detail", args=[first.pk])):  # fmt: skip
            assert words in html, words
        Review.objects.filter(pk=first.pk).update(prepared_at=timezone.now(), as_of=today())
        assert "Look through it: prepared from facts as of" in page(as_alice).content.decode()
        peeked = as_alice.get(reverse("day:peek", args=["review", first.pk]), **HTMX).content.decode()
        assert "Facts as of" in peeked

    def test_a_review_that_was_seen_is_back_when_it_is_due(self, as_alice: Client, alice: User) -> None:
        state("A1", alice)
        soon = Review.objects.create(id="r1", account_id="A1", owner=alice, due_on=today() + timedelta(days=3))
        html = act(as_alice, "review", soon.pk, "done")
        assert waiting(as_alice) == {}
        undo_last(as_alice, html)
        assert waiting(as_alice) == {"review": [soon.pk]}
        act(as_alice, "review", soon.pk, "done")
        with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
            assert waiting(as_alice) == {"review": [soon.pk]}
            act(as_alice, "review", soon.pk, "later", until=str(today() + timedelta(days=2)), reason="They asked")
            assert waiting(as_alice) == {}
        act(as_alice, "review", "nowhere", "done", 404)

    def test_a_review_that_was_seen_and_comes_earlier_waits_again(self, as_alice: Client, alice: User) -> None:
        state("A1", alice)
        soon = Review.objects.create(id="r1", account_id="A1", owner=alice, due_on=today() + timedelta(days=7))
        act(as_alice, "review", soon.pk, "done")
        reschedule(alice, soon.pk, today() + timedelta(days=2), today())
        assert waiting(as_alice) == {"review": [soon.pk]}

    def test_a_review_without_a_day_opens(self, as_alice: Client, alice: User) -> None:
        state("A1", alice)
        Review.objects.create(id="r1", account_id="A1", owner=alice)
        assert "Not prepared" in as_alice.get("/my-day/review/r1/", **HTMX).content.decode()

    def test_the_reviews_of_one_person_begin_with_what_is_theirs(self, alice: User) -> None:
        desk = Desk(alice, alice, today(), ZoneInfo("UTC"))
        plan = reviews(desk).explain() if connection.vendor == "sqlite" else "MULTI-INDEX OR"
        assert "MULTI-INDEX OR" in plan
        assert "SCAN planning_review" not in plan


class TestKeys:
    def test_the_list_is_emptied_and_counts_what_was_done(self, as_alice: Client, full: None, risk: Risk, task: Task
                                                          ) -> None:  # fmt: skip
        assert "1 of 4 done" in act(as_alice, "risk", risk.pk, "take", seen=risk.held)
        act(as_alice, "task", task.pk, "done")
        act(as_alice, "change", "A2", "done")
        html = act(as_alice, "renewal", "A3", "done")
        assert "4 of 4 done" in html
        assert "All done for today" in html
        assert waiting(as_alice) == {}

    @pytest.mark.parametrize(
        ("kind", "verb", "given"),
        [
            ("risk", "take", {}),
            ("risk", "later", {"until": "2099-01-01", "reason": "Holidays"}),
            ("risk", "false-alarm", {"because": "false_alarm/season"}),
            ("risk", "close", {"because": "saved/usage_back"}),
            ("task", "done", {}),
            ("task", "later", {"until": "2027-02-01"}),
            ("change", "done", {}),
            ("change", "later", {"until": "2099-01-01", "reason": "Known"}),
            ("renewal", "done", {}),
            ("renewal", "later", {"until": "2099-01-01", "reason": "Known"}),
        ],
    )
    def test_undo_brings_back_exactly_what_was(
        self, as_alice: Client, full: None, risk: Risk, task: Task, kind: str, verb: str, given: dict[str, Any]
    ) -> None:
        key = {"risk": risk.pk, "task": task.pk, "change": "A2", "renewal": "A3"}[kind]
        before, rows = waiting(as_alice), _rows()
        html = act(as_alice, kind, key, verb, asked="1", **given)
        assert kind not in waiting(as_alice)
        back = undo_last(as_alice, html)
        assert "0 of 4 done" in back
        assert (waiting(as_alice), _rows()) == (before, rows)
        undo_last(as_alice, html)  # a second press
        assert (waiting(as_alice), _rows()) == (before, rows)

    def test_pressed_twice_it_counts_once(self, as_alice: Client, full: None, risk: Risk, task: Task) -> None:
        for _ in range(2):
            act(as_alice, "risk", risk.pk, "take", seen=risk.held)
            act(as_alice, "task", task.pk, "done")
            act(as_alice, "change", "A2", "done")
        told = Change.objects.exclude(verb="task.added").order_by("pk").values_list("verb", flat=True)
        assert list(told) == ["risk.taken", "task.done", "day.seen"]

    def test_a_risk_that_another_took_is_said(self, as_alice: Client, risk: Risk, lea: User) -> None:
        seen = risk.held
        risks.take(lea, risk.pk)
        assert "Lea took this risk in the meantime." in act(as_alice, "risk", risk.pk, "take", seen=seen)
        risk.refresh_from_db()
        assert risk.owner == lea

    def test_undo_after_another_went_on_is_refused(self, as_alice: Client, risk: Risk, lea: User) -> None:
        html = act(as_alice, "risk", risk.pk, "take")
        risk.refresh_from_db()
        risks.take(lea, risk.pk, risk.held)
        assert "Lea has this risk by now." in undo_last(as_alice, html)

    @pytest.mark.parametrize(
        ("kind", "verb", "given", "sentence"),
        [
            ("risk", "later", {"until": "soon", "reason": "x"}, "Give the day as in"),
            ("risk", "later", {"until": "2020-01-01", "reason": "x"}, "Choose a day after today."),
            ("risk", "later", {"until": "2099-01-01", "reason": ""}, "Say why it may wait."),
            ("risk", "false-alarm", {"because": "false_alarm/nonsense"}, "Say what became of it"),
            ("task", "later", {"until": "2020-01-01"}, "Choose a day after today."),
            ("change", "later", {"until": "2099-01-01"}, "Say why it may wait."),
        ],
    )
    def test_what_is_wrong_is_said_in_the_form(
        self, as_alice: Client, full: None, risk: Risk, task: Task, kind: str, verb: str, given: dict[str, str],
        sentence: str,
    ) -> None:  # fmt: skip
        key = {"risk": risk.pk, "task": task.pk, "change": "A2"}[kind]
        answer = as_alice.post(reverse("day:act", args=[kind, str(key), verb]), {"asked": "1", **given}, **HTMX)
        assert sentence in answer.content.decode()
        assert answer["HX-Retarget"] == "#ask-problem"
        assert kind in waiting(as_alice)

    def test_without_a_script_the_forms_work_too(self, as_alice: Client, task: Task) -> None:
        assert as_alice.post(reverse("day:act", args=["task", str(task.pk), "done"])).status_code == 302
        undone = as_alice.post(reverse("day:undo", args=[Change.objects.get(verb="task.done").pk]))
        assert undone.status_code == 302
        assert "task" in waiting(as_alice)

    def test_a_change_that_was_seen_is_back_when_it_moves_again_another_day(
        self, as_alice: Client, change: AccountState
    ) -> None:
        act(as_alice, "change", "A2", "done")
        assert waiting(as_alice) == {}
        AccountState.objects.filter(pk="A2").update(as_of=today() + timedelta(days=1))
        assert waiting(as_alice) == {"change": ["A2"]}

    def test_a_note_without_leaving(self, as_alice: Client, risk: Risk) -> None:
        address = reverse("day:note", args=["A/1"])
        assert "What happened" in as_alice.get(address, **HTMX).content.decode()
        assert "Write something first" in as_alice.post(address, {"body": " "}, **HTMX).content.decode()
        as_alice.post(address, {"body": "Nina will call.", "kind": "call"}, **HTMX)
        assert risk.account.touchpoints.get().body == "Nina will call."

    def test_what_is_not_known_is_not_there(self, as_alice: Client, full: None, risk: Risk) -> None:
        act(as_alice, "risk", risk.pk, "explode", 404)
        act(as_alice, "risk", "9" * 30, "take", 404)
        act(as_alice, "change", "nowhere", "done", 404)
        assert as_alice.get(reverse("day:peek", args=["nonsense", "1"])).status_code == 404


def _rows() -> list[Any]:
    """Everything that an action may touch."""
    moving = ("changed_at",)
    rows = [*Risk.objects.order_by("pk").values(), *Task.objects.order_by("pk").values()]
    return [{name: value for name, value in row.items() if name not in moving} for row in rows] + list(
        Aside.objects.values()
    )


class TestWhose:
    def test_a_lead_looks_at_anothers_day_and_the_teams(self, client: Client, full: None, risk: Risk, alice: User,
                                                        bob: User, lea: User) -> None:  # fmt: skip
        client.force_login(lea)
        assert waiting(client) == {}
        assert "Look at the team" in page(client).content.decode()
        assert waiting(client, f"?who={alice.pk}").keys() == {"risk", "task", "change", "renewal"}
        assert waiting(client, "?who=team").keys() == {"risk", "task", "change", "renewal"}
        assert waiting(client, f"?who={bob.pk}") == {}
        peeked = client.get(reverse("day:peek", args=["change", "A2"]) + f"?who={alice.pk}").content.decode()
        assert "Seen" not in peeked, "what Alice has seen is hers to say"

    @pytest.mark.parametrize("who", ["team", "{lea}", "999", "x"])
    def test_a_csm_only_at_their_own(self, as_alice: Client, lea: User, who: str) -> None:
        assert as_alice.get(reverse("day:page"), {"who": who.format(lea=lea.pk)}).status_code == 404

    def test_what_alice_put_away_is_away_from_her_day_for_who_looks_too(
        self, as_alice: Client, client: Client, change: AccountState, alice: User, lea: User
    ) -> None:
        act(as_alice, "change", "A2", "done")
        client.force_login(lea)
        assert waiting(client, f"?who={alice.pk}") == {}
        assert waiting(client, "?who=team") == {"change": ["A2"]}


class TestAround:
    def test_the_side_bar_counts_what_the_page_counts(self, as_alice: Client, full: None) -> None:
        shown = page(as_alice)
        entries = {entry["label"]: entry.get("count") for _, group in shown.context["side_bar"] for entry in group}
        assert (entries["My day"], entries["Risks"]) == (4, 1)
        part = as_alice.get(reverse("day:counts")).context["nav_counts"]
        assert [entry["count"] for entry in part] == [4, 1]

    def test_the_book_shows_what_the_accounts_list_shows(self, as_alice: Client, full: None, alice: User) -> None:
        state("A4", alice, status="lapsed")
        state("A5", alice, last_touch_on=today() - timedelta(days=31), health=None)
        state("A6", alice, last_touch_on=today() - timedelta(days=30))
        for line in page(as_alice).context["book"]:
            listed = as_alice.get(line.url)
            assert listed.status_code == 200, line
            count = listed.context["totals"].accounts
            shown = line.shown.split(" ")[0]
            assert shown == (f"{count:,}" if line.label != "ARR in your care" else shown)
            if line.label == "ARR in your care":
                paid = AccountState.objects.filter(status="customer").values_list("arr_minor", flat=True)
                assert listed.context["totals"].arr_minor == sum(arr or 0 for arr in paid)

    def test_the_past_tells_what_i_did_and_what_others_closed(
        self, as_alice: Client, full: None, risk: Risk, task: Task, lea: User
    ) -> None:
        act(as_alice, "task", task.pk, "done")
        risks.close(lea, risk.pk, "saved", "usage_back", "They are back.")
        tasks.add_task(lea, "Only of Lea", today())
        html = page(as_alice, "?tab=past").content.decode()
        for words in ("Task done", "Send the plan", "Risk closed: saved", "They are back.", "by Lea", "Nobody uses it"):
            assert words in html, words
        assert "Only of Lea" not in html
        assert "Nothing was done" in page(as_alice, "?tab=past&before=2020-01-01").content.decode()
        assert page(as_alice, "?tab=past&before=nonsense").context["days"]

    def test_nothing_is_connected_yet(self, as_alice: Client) -> None:
        assert "Nothing is connected yet" in page(as_alice).content.decode()
        Account.objects.create(id="A1", name="Ostrelle")
        assert "Nothing waits for you" in page(as_alice).content.decode()

    def test_beside_the_list_stands_why(self, as_alice: Client, full: None, risk: Risk, task: Task) -> None:
        seen = [{"measure": "health", "before": 62, "after": 48, "said": "Health 62 → 48"}]
        risk.signs.create(account_id="A/1", kind="silent", day=today(), seen=seen)
        peeked = {
            kind: as_alice.get(reverse("day:peek", args=[kind, str(key)]), **HTMX).content.decode()
            for kind, key in (("risk", risk.pk), ("task", task.pk), ("change", "A2"), ("renewal", "A3"))
        }
        assert "Why it opened" in peeked["risk"]
        assert "62 → 48" in peeked["risk"]
        assert "$500 ARR" in peeked["risk"]
        assert "Account A2" in peeked["change"]

    def test_causes_come_afterwards_and_do_without_the_engine(self, as_alice: Client, change: AccountState) -> None:
        for where in ("", "?page=0", "?page=x"):
            html = as_alice.get(reverse("day:causes") + where, **HTMX).content.decode()
            assert "What moved it is not known" in html

    @pytest.mark.parametrize(("url", "most"), [("", 11), ("?tab=upcoming", 8), ("?tab=past", 9), ("?kind=risk", 8)])
    def test_it_costs_so_many_queries(self, as_alice: Client, full: None, url: str, most: int) -> None:
        page(as_alice, url)
        with CaptureQueriesContext(connection) as asked:
            page(as_alice, url)
        assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)
