"""The lab: the record of a scorecard, a draft seen at once, saved, published, refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.models import User
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.web.lab.tests.conftest import NOON
from tenure.work.models import Ticket


def held(key: str = "standard") -> Document:
    return Document.objects.get(kind=Kind.SCORECARD, key=key, state=State.PUBLISHED)


def draft(key: str = "standard") -> Document:
    return Document.objects.get(kind=Kind.SCORECARD, key=key, state=State.DRAFT)


def stamps(key: str = "standard") -> dict[str, str]:
    found = Document.objects.filter(kind=Kind.SCORECARD, key=key).exclude(state=State.RETIRED)
    return {"seen": found.latest("version").edited_at.isoformat()}


def post(client: Client, name: str, *, key: str = "standard", **given: Any) -> Any:
    return client.post(reverse(f"lab:{name}", args=[key]), stamps(key) | given)


def page(client: Client, name: str = "card", key: str = "standard", **asked: str) -> str:
    answer = client.get(reverse(f"lab:{name}", args=[key]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def lines(**changes: Any) -> dict[str, Any]:
    """The form with two measures: tickets and NPS."""
    return {
        "measure": ["escalated_tickets", "nps"], "in-escalated_tickets": "Support", "in-nps": "Feedback",
        "weight-escalated_tickets": "60", "weight-nps": "40",
        "at-escalated_tickets": ["0", "1", ""], "to-escalated_tickets": ["80", "10", ""],
        "at-nps": ["0", "10"], "to-nps": ["0", "100"],
    } | changes  # fmt: skip


def test_the_record_of_a_scorecard_is_what_happened(book: None, as_lea: Client) -> None:
    html = page(as_lea, "proof", kind="churn", before="90", cut="70")
    assert "Accounts that churned in the last 12 months: what this score said 90 days before" in html
    assert "Area under ROC 0.83" in html
    assert "<b>10</b>" in html  # announced: those with the ticket
    assert "<b>2</b>" in html  # not announced: those without
    assert "It announced 10 of 12." in html
    assert "missed/?kind=churn" in html


def test_it_says_how_far_ahead(book: None, as_lea: Client) -> None:
    html = page(as_lea, "ahead")
    for days in ("30", "60", "90", "180"):
        assert f'<td class="tn-strong">{days}</td>' in html
    assert "days since last use: 0.50" in html


def test_of_a_large_book_a_sample_is_looked_at_and_said(book: None, as_lea: Client, monkeypatch: Any) -> None:
    from tenure.engine.scores import replay
    from tenure.web.lab import proving

    replay._frame.cache_clear()
    proving._record.cache_clear()
    monkeypatch.setattr(replay, "MOST", 20)
    html = page(as_lea, "proof")
    replay._frame.cache_clear()
    proving._record.cache_clear()
    assert "Looked at 20 of 30 accounts, always the same ones." in html


def test_too_few_events_claim_nothing(book: None, as_lea: Client) -> None:
    html = page(as_lea, "proof", kind="downgrade")
    assert "Too few to tell: it happened to 0 accounts" in html
    assert "Capture curve" in html
    assert "Too few to tell" in page(as_lea, "ahead", kind="expansion")


def test_a_shorter_period_has_fewer_events(book: None, as_lea: Client) -> None:
    assert "in the last 3 months" in page(as_lea, "proof", months="3")
    long, short = (page(as_lea, "proof", months=months).count("12 accounts</th>") for months in ("12", "3"))
    assert (long, short) == (1, 1)  # all left in January, two months ago
    assert "0 accounts</th>" in page(as_lea, "proof", months="3", kind="downgrade")


def test_changes_are_seen_at_once_and_nothing_is_saved(book: None, as_lea: Client) -> None:
    html = post(as_lea, "proof", **lines(**{"to-escalated_tickets": ["85", "84", ""]})).content.decode()
    assert "The draft announced 0 of 12, version 1 announced 10 of 12." in html
    assert "was 10" in html
    assert "Save the draft to list them." in html
    assert not Document.objects.filter(key="standard", state=State.DRAFT).exists()


def test_whoever_opens_the_page_without_a_script_can_ask_for_all_of_it(book: None, as_lea: Client) -> None:
    html = page(as_lea, whole="1")
    assert "Area under ROC 0.83" in html
    assert "Today, if published" in html


def test_what_was_missed_is_listed_with_what_could_be_known(book: None, as_lea: Client) -> None:
    html = page(as_lea, "missed", kind="churn")
    assert "Account 10" in html
    assert "Account 9<" not in html
    assert "NPS answer" in html  # not known then
    assert "2 of them never used the product" in html


def test_who_would_move_is_counted_and_listed_with_causes(book: None, as_lea: Client) -> None:
    Ticket.objects.create(id="new", account_id="a20", opened_at=NOON, escalated=True)
    refresh()
    judge()
    assert "No account would change its band." in page(as_lea, "today")
    post(as_lea, "save", **lines())
    html = page(as_lea, "today")
    assert "Watch to At risk" in html
    assert "See all 1 accounts" in html
    listed = page(as_lea, "moves", shift="yellow-red")
    assert "Account 20" in listed
    assert "Escalated tickets" in listed
    assert "Account 20" not in page(as_lea, "moves", shift="green-red").split("Would be")[0]


def test_the_dry_run_says_what_signals_would_have_begun(book: None, as_lea: Client) -> None:
    Ticket.objects.create(id="new", account_id="a20", opened_at=NOON - timedelta(days=3), escalated=True)
    refresh()
    judge()
    assert "signals fired" in page(as_lea, "dry-run")
    post(as_lea, "save", **lines())
    html = page(as_lea, "dry-run")
    assert "the draft would have opened or joined" in html
    assert "Health is at risk" in html
    assert "would begin" in html


def test_a_draft_is_saved_published_with_a_note_and_counts(book: None, as_lea: Client) -> None:
    assert post(as_lea, "save", **lines()).status_code == 302
    html = page(as_lea)
    assert "Publish version 2" in html
    assert "was 10" in html
    refused = post(as_lea, "publish", note=" ")
    assert (refused.status_code, "say what changed and why" in refused.content.decode()) == (422, True)
    assert post(as_lea, "publish", note="Tickets count.", **lines(**{"weight-nps": "20"})).status_code == 302
    now = held()
    assert (now.version, now.note) == (2, "Tickets count.")
    assert [(group["name"], group["weight"]) for group in now.body["groups"]] == [("Support", 75), ("Feedback", 25)]


def test_without_a_difference_there_is_nothing_to_publish(book: None, as_lea: Client) -> None:
    refused = post(as_lea, "publish", note="Again.")
    assert (refused.status_code, "Nothing is different" in refused.content.decode()) == (422, True)
    assert held().version == 1


def test_what_was_typed_is_not_lost_when_it_is_refused(book: None, as_lea: Client) -> None:
    given = lines(**{"to-nps": ["a lot", "120"], "weight-nps": "77x", "condition": "size = 3", "order": "first"})
    answer = post(as_lea, "save", **given)
    html = answer.content.decode()
    assert answer.status_code == 422
    for said in (
        "NPS answer, point 1: the level &#x27;a lot&#x27; is no number from 0 to 100.", "NPS answer, weight:",
        "NPS answer, point 2: the level &#x27;120&#x27;", "Order: &#x27;first&#x27; is no whole number",
        'value="a lot"', 'value="77x"', 'value="size = 3"',
    ):  # fmt: skip
        assert said in html
    assert not Document.objects.filter(state=State.DRAFT).exists()
    answer = post(as_lea, "save", **lines(condition="size = 3"))
    assert "&#x27;size&#x27; is not a field" in answer.content.decode()


def test_a_measure_is_added_moved_and_removed(book: None, as_lea: Client) -> None:
    added = post(as_lea, "save", do="add", **{"add-choice": "csat", "add-to": "Feelings"}, **lines())
    assert added["Location"].endswith("#edit-csat")
    assert [group["name"] for group in draft().body["groups"]] == ["Support", "Feedback", "Feelings"]
    moved = lines(measure=["escalated_tickets", "nps", "csat"], **{"in-csat": "Feedback"})
    moved |= {"group-was": ["Feedback"], "group": ["What they say"]}
    assert post(as_lea, "save", **moved).status_code == 302
    assert [group["name"] for group in draft().body["groups"]] == ["Support", "What they say"]
    assert post(as_lea, "save", remove="nps").status_code == 302
    names = [one["measure"] for group in draft().body["groups"] for one in group["inputs"]]
    assert names == ["escalated_tickets", "csat"]
    post(as_lea, "save", remove="csat")
    last = post(as_lea, "save", remove="escalated_tickets")
    assert (last.status_code, "a scorecard needs at least one" in last.content.decode()) == (422, True)


def test_who_saved_meanwhile_is_not_overwritten_and_both_values_are_shown(
    book: None, as_lea: Client, alice: User
) -> None:
    before = stamps()
    body = held().body
    verbs.draft(Kind.SCORECARD, body | {"sentence": "Hers."}, alice)
    answer = as_lea.post(reverse("lab:save", args=["standard"]), before | lines(sentence="Mine."))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Alice saved this draft in the meantime" in html
    assert "Hers." in html
    assert 'value="Mine."' in html
    assert draft().body["sentence"] == "Hers."
    assert post(as_lea, "save", **lines(sentence="Mine.")).status_code == 302  # having seen both
    assert draft().body["sentence"] == "Mine."


def test_who_published_meanwhile_is_not_undone(book: None, as_lea: Client, alice: User) -> None:
    before = stamps()
    made = verbs.draft(Kind.SCORECARD, held().body | {"sentence": "Hers."}, alice)
    verbs.publish(made, alice, "Hers.")
    answer = as_lea.post(reverse("lab:publish", args=["standard"]), before | lines(note="Mine."))
    assert answer.status_code == 422
    assert "Alice saved this draft in the meantime" in answer.content.decode()
    assert held().body["sentence"] == "Hers."


def test_a_draft_is_discarded_and_a_scorecard_is_taken_out_of_force(book: None, as_lea: Client) -> None:
    post(as_lea, "save", **lines())
    assert post(as_lea, "discard").status_code == 302
    assert not Document.objects.filter(state=State.DRAFT).exists()
    assert "say why" in post(as_lea, "retire").content.decode()
    assert post(as_lea, "retire", reason="One is enough.").status_code == 302
    alone = post(as_lea, "retire", key="onboarding", reason="None.")
    assert (alone.status_code, "the only scorecard in force" in alone.content.decode()) == (422, True)


def test_versions_tell_what_changed_and_come_back_as_a_draft(book: None, as_lea: Client) -> None:
    post(as_lea, "publish", note="Two.", **lines())
    second = as_lea.get(reverse("lab:version", args=["standard", 2])).content.decode()
    assert "What is different from version 1" in second
    assert "Late invoices" in second
    assert as_lea.get(reverse("lab:version", args=["standard", 9])).status_code == 404
    again = as_lea.post(reverse("lab:again", args=["standard", 1]))
    assert (again.status_code, draft().version) == (302, 3)
    assert len(draft().body["groups"]) == 5
    refused = as_lea.post(reverse("lab:again", args=["standard", 2]))
    assert "There is a draft already" in refused.content.decode()


def test_as_yaml_and_back(book: None, as_lea: Client) -> None:
    text = as_lea.get(reverse("lab:yaml", args=["standard", 1])).content.decode()
    assert text.startswith("id: standard")
    address = reverse("lab:from-yaml")
    made = as_lea.post(address, {"text": text.replace("id: standard", "id: standard_too")})
    assert (made.status_code, draft("standard_too").version) == (302, 1)
    assert "version 2 in force" not in page(as_lea, key="standard_too")
    wrong = as_lea.post(address, {"text": "id: x1\nname: X\ngroups: 3"})
    assert (wrong.status_code, "groups" in wrong.content.decode()) == (422, True)
    assert as_lea.post(address, {"text": "a" * 50_001}).status_code == 422


@pytest.mark.parametrize("begin", ["card/standard", "measure/nps"])
def test_a_new_scorecard_is_a_draft_that_is_asked_first(book: None, as_lea: Client, begin: str) -> None:
    given = {"name": "The big ones", "begin": begin, "condition": 'segment = "Enterprise"'}
    made = as_lea.post(reverse("lab:new"), given)
    assert made["Location"] == reverse("lab:card", args=["the_big_ones"])
    found = draft("the_big_ones")
    assert (found.body["order"] < 10, found.body["condition"]) == (True, 'segment = "Enterprise"')
    assert "never in force yet" in page(as_lea, key="the_big_ones")
    for panel in ("proof", "ahead", "today", "dry-run", "moves", "missed", "known"):
        page(as_lea, panel, key="the_big_ones")
    again = as_lea.post(reverse("lab:new"), given)
    assert (again.status_code, "there is, or was, a scorecard" in again.content.decode()) == (422, True)
    assert post(as_lea, "publish", key="the_big_ones", note="Ours.").status_code == 302
    assert held("the_big_ones").version == 1


@pytest.mark.parametrize(("field", "value"), [("name", "1"), ("name", ""), ("begin", "card/nope"), ("begin", "x")])
def test_a_new_scorecard_says_what_is_missing(book: None, as_lea: Client, field: str, value: str) -> None:
    answer = as_lea.post(reverse("lab:new"), {"name": "Fine", "begin": "card/standard"} | {field: value})
    assert answer.status_code == 422
    assert ("Name:" if field == "name" else "Begin with:") in answer.content.decode()


@pytest.mark.parametrize("measure", ["no such measure", "²", "[1"])
def test_a_form_with_a_measure_that_is_none_is_answered_with_a_sentence(
    book: None, as_lea: Client, measure: str
) -> None:
    for panel in ("dry-run", "ahead"):
        answer = as_lea.post(reverse(f"lab:{panel}", args=["standard"]), {"measure": measure})
        assert "weight" in answer.content.decode()
    refused = post(as_lea, "publish", measure=measure, note="Ours.")
    assert (refused.status_code, "weight" in refused.content.decode()) == (422, True)


def test_a_csm_looks_and_does_not_change(book: None, client: Client, alice: User) -> None:
    client.force_login(alice)
    html = page(client)
    assert "Save draft" not in html
    assert "data-fixed" in html
    assert post(client, "proof", **lines()).status_code == 200
    for name in ("save", "publish", "discard", "retire"):
        assert post(client, name, **lines()).status_code == 404
    assert client.get(reverse("lab:card", args=["nope"])).status_code == 404


def test_what_moved_since_yesterday_has_causes(book: None, as_lea: Client) -> None:
    Ticket.objects.create(id="new", account_id="a20", opened_at=NOON, escalated=True)
    refresh()
    judge()
    html = as_lea.get(reverse("lab:overview")).content.decode()
    assert "Account 20" in html
    assert "escalated tickets 0 → 1 took" in html
    assert "Account 21" not in html


def test_before_anything_is_computed_it_says_so(home: Path, as_lea: Client) -> None:
    page(as_lea)
    for panel in ("proof", "ahead", "today", "dry-run"):
        assert "Nothing is computed yet" in page(as_lea, panel)
    assert "Nothing is computed yet" in page(as_lea, "moves")
    assert "not computed yet" in as_lea.get(reverse("lab:distribution", args=["nps"])).content.decode()
    assert post(as_lea, "save", do="add", **{"add-choice": "csat"}).status_code == 302
    assert "Standard" in as_lea.get(reverse("lab:overview")).content.decode()


def test_how_a_measure_lies_over_the_book(book: None, as_lea: Client) -> None:
    Ticket.objects.create(id="two", account_id="a20", opened_at=NOON - timedelta(days=9))
    refresh()
    judge()
    html = as_lea.get(reverse("lab:distribution", args=["open_tickets"]), {"low": "0", "high": "8"}).content.decode()
    assert "Known of 100% of 18 accounts." in html  # those who are still there
    assert html.count("<rect") == 2  # none, and one
    assert 'data-high="8.0"' in html
    assert 'id="known-nps"' in page(as_lea, "known")
    assert as_lea.get(reverse("lab:distribution", args=["nope"])).status_code == 200
