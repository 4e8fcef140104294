"""Changing measures: drafts with a preview, two people at once, publishing, copies, retiring."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.company.models import User
from tenure.jobs.models import Job
from tenure.library.models import Document, Kind, State
from tenure.metrics.measures import read
from tenure.web.measures import filled
from tenure.web.measures.form import Form

pytestmark = pytest.mark.django_db


def address(name: str, key: str = "open_tickets") -> str:
    return reverse(f"measures:{name}", args=[] if name in {"new", "fields", "preview"} else [key])


def act(verb: str, key: str = "open_tickets") -> str:
    return reverse("library:act", args=["measure", key, verb])


def document(state: State, key: str = "open_tickets") -> Document | None:
    return Document.objects.filter(kind=Kind.MEASURE, key=key, state=state).first()


def form(key: str = "open_tickets", **changes: str) -> dict[str, str]:
    """As the page sends it when it was opened now."""
    base = document(State.DRAFT, key) or document(State.PUBLISHED, key)
    assert base
    return filled.typed_of(base.body) | {"key": key, "seen": base.edited_at.isoformat()} | changes


@pytest.mark.parametrize("key", ["usage_trend", "licence_utilisation", "nps", "breadth"])
def test_every_field_of_a_measure_is_in_its_form_and_back(key: str) -> None:
    held = document(State.PUBLISHED, key)
    assert held
    typed = filled.typed_of(held.body)
    assert read(filled.body(typed)) == read(held.body)
    shown = Form(typed)
    assert {one.path for part in (shown.head(), shown.formula()) for one in part.all()} == typed.keys()


def test_all_measures_that_come_with_tenure_can_be_edited_as_fields() -> None:
    for held in Document.objects.filter(kind=Kind.MEASURE):
        assert read(filled.body(filled.typed_of(held.body))) == read(held.body)


def test_rows_that_a_kind_makes_no_sense_of_are_not_offered() -> None:
    def offered(kind: str) -> set[str]:
        controls = {one.path: one for one in Form({"formula.kind": kind}).formula().all()}
        return {name for name, _ in controls["formula.of"].options}

    assert "usage" in offered("distinct") - offered("level")
    assert "tones" in offered("level") - offered("recency")
    assert offered("latest") >= {"surveys", "pulses"}
    for kind in ("level", "sum", "distinct", "recency", "latest"):
        for name in offered(kind):
            made = {"id": "one", "name": "One", "formula.kind": kind, "formula.of": name}
            assert read(filled.body(made)).formula.kind == kind


def test_the_preview_is_on_real_accounts_and_saves_nothing(book: Any, as_lea: Client) -> None:
    html = as_lea.post(address("preview"), form(**{"formula.where": "priority = high"})).content.decode()
    assert "Number of tickets in force on the day where priority = high." in html
    assert "24 accounts" in html  # those with any ticket: each has one of low priority
    assert "0.5, was 1.5" in html
    row = html[html.index("Account 01") :]
    assert row[: row.index("</tr>")].count('<td class="tn-num">') == 3
    assert "−1" in row[: row.index("</tr>")]
    assert not document(State.DRAFT)


def test_a_new_measure_is_previewed_before_it_has_a_name(book: Any, as_lea: Client) -> None:
    html = as_lea.post(address("preview"), {"formula.kind": "level", "formula.of": "tickets"}).content.decode()
    assert "Known for</dt><dd>32 of 32 accounts" in html
    assert "Account 31" in html  # pays most


def test_what_is_wrong_is_said_by_its_field(book: Any, as_lea: Client) -> None:
    html = as_lea.post(address("preview"), form(**{"formula.where": "color = red"})).content.decode()
    assert "Only where (formula.where): &#x27;color&#x27; is not a field" in html
    answer = as_lea.post(address("edit"), form(**{"formula.where": "color = red"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="color = red"' in page
    assert "Only where &#x27;color&#x27; is not a field" in page
    assert not document(State.DRAFT)


def test_before_anything_is_computed_the_preview_says_so(home: Path, as_lea: Client) -> None:
    assert "Nothing is computed yet" in as_lea.post(address("preview"), form()).content.decode()


def test_another_kind_has_other_fields(as_lea: Client) -> None:
    html = as_lea.post(address("fields"), form(**{"formula.kind": "ratio"}))
    assert html["HX-Trigger-After-Settle"] == "fields-changed"
    page = html.content.decode()
    assert 'name="formula.over.kind"' in page
    assert 'name="formula.under.days"' in page
    assert 'name="formula.of"' not in page
    deep = {f"{path}.kind": "change" for path in ("formula", "formula.of", "formula.of.of", "formula.of.of.of")}
    assert as_lea.post(address("fields"), form(**deep)).status_code == 200
    assert "nested more than 4 deep" in as_lea.post(address("preview"), form(**deep)).content.decode()


def test_the_same_as_yaml_and_back(as_lea: Client) -> None:
    page = as_lea.post(address("fields"), form(to="yaml", name="Tickets & more")).content.decode()
    assert "name: Tickets &amp; more" in page
    text = "id: open_tickets\nname: T\ngroup: support\nformula: {kind: sum, of: tickets, days: 9}\n"
    back = as_lea.post(address("fields"), {"yaml": text, "to": "fields", "key": "open_tickets"}).content.decode()
    assert 'name="formula.days" value="9"' in back
    wrong = as_lea.post(address("fields"), {"yaml": "a: [", "to": "fields"}).content.decode()
    assert "cannot be read as YAML, line 1" in wrong
    assert ">a: [</textarea>" in wrong
    assert as_lea.post(address("edit"), {"yaml": text, **_seen()}).status_code == 302
    held = document(State.DRAFT)
    assert held
    assert held.body["formula"]["days"] == 9


def _seen(key: str = "open_tickets") -> dict[str, str]:
    return {name: value for name, value in form(key).items() if name in {"seen", "key"}}


def test_a_draft_is_saved_published_with_a_note_and_judged(book: Any, as_lea: Client) -> None:
    assert as_lea.post(address("edit"), form(**{"formula.where": "priority = high"})).status_code == 302
    page = as_lea.get(address("edit")).content.decode()
    assert "Publish version 2" in page
    assert "<code>formula.where</code>: – → priority = high" in page
    refused = as_lea.post(act("publish"), {"note": " ", **_seen()})
    assert (refused.status_code, "Say what changed and why" in refused.content.decode()) == (422, True)
    Job.objects.all().delete()
    assert as_lea.post(act("publish"), {"note": "Only what hurts.", **_seen()}).status_code == 302
    held = document(State.PUBLISHED)
    assert held
    assert (held.version, held.note, held.body["formula"]["where"]) == (2, "Only what hurts.", "priority = high")
    assert Job.objects.get().task.endswith("judge")
    assert as_lea.post(act("publish"), {"note": "x"}).status_code == 422


def test_two_people_do_not_overwrite_each_other_and_see_both(book: Any, as_lea: Client, ada: User) -> None:
    mine, other = form(**{"formula.where": "priority = high"}), Client()
    other.force_login(ada)
    other.post(address("edit"), form(**{"formula.where": "priority = low", "name": "Hers"}))
    answer = as_lea.post(address("edit"), mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ada saved this draft in the meantime" in page
    assert "Saved meanwhile: priority = low" in page
    assert "Saved meanwhile: Hers" in page
    assert 'value="priority = high"' in page
    seen = document(State.DRAFT)
    assert seen
    assert seen.body["name"] == "Hers"
    again = mine | {"seen": seen.edited_at.isoformat()}
    assert f'name="seen" value="{again["seen"]}"' in page
    assert as_lea.post(address("edit"), again).status_code == 302
    stale = other.post(act("publish"), {"note": "Mine.", "seen": again["seen"]})
    assert (stale.status_code, "Lea saved this draft in the meantime" in stale.content.decode()) == (422, True)


def test_a_draft_thrown_away_while_one_typed_is_said(as_lea: Client) -> None:
    as_lea.post(address("edit"), form())
    mine = form()
    assert as_lea.post(act("discard")).status_code == 302
    assert as_lea.post(act("discard")).status_code == 302
    answer = as_lea.post(address("edit"), mine | {"name": "Typed"})
    assert (answer.status_code, 'value="Typed"' in answer.content.decode()) == (422, True)


def test_a_new_measure_has_an_id_of_its_own(as_lea: Client) -> None:
    copy = as_lea.get(address("new"), {"from": "open_tickets"}).content.decode()
    assert 'value="open_tickets_copy"' in copy
    assert as_lea.get(address("new"), {"from": "nope"}).status_code == 404
    taken = as_lea.post(address("new"), form())
    assert (taken.status_code, "Id is there already" in taken.content.decode()) == (422, True)
    nameless = as_lea.post(address("new"), {"id": "mine"})
    assert (nameless.status_code, "Name is empty; give it a text" in nameless.content.decode()) == (422, True)
    assert as_lea.post(address("new"), form() | {"id": "mine", "seen": "", "key": ""}).status_code == 302
    page = as_lea.get(address("measure", "mine")).content.decode()
    assert "It was never in force." in page
    assert as_lea.post(act("discard", "mine"))["Location"] == reverse("library:page")
    assert as_lea.get(address("measure", "mine")).status_code == 404


def test_the_id_of_a_measure_stays(as_lea: Client) -> None:
    answer = as_lea.post(address("edit"), form(id="renamed"))
    assert (answer.status_code, "Id stays open_tickets" in answer.content.decode()) == (422, True)


def test_what_is_used_is_not_retired(as_lea: Client) -> None:
    page = as_lea.post(act("retire"), {"reason": "x"}, follow=True).content.decode()
    assert "Open tickets is read by Save time in daily work, Standard; publish those without it first." in page
    page = as_lea.post(
        act("retire", "csat"), {"reason": "We do not ask.", "next": address("measure", "csat")}, follow=True
    ).content.decode()
    assert "CSAT answer is out of force" in page
    assert "Retired" in page
    assert as_lea.post(act("retire", "csat"), {"reason": "x"}).status_code == 422
    assert "CSAT answer" in as_lea.get(reverse("measures:list")).content.decode()
    assert as_lea.post(address("edit", "csat"), form_of_retired()).status_code == 302


def form_of_retired() -> dict[str, str]:
    last = Document.objects.get(key="csat")
    return filled.typed_of(last.body) | {"key": "csat", "seen": ""}


def test_a_csm_looks_and_does_not_change(book: Any, client: Client, alice: User) -> None:
    client.force_login(alice)
    page = client.get(address("measure")).content.decode()
    assert "Edit" not in page
    assert "Retire" not in page
    for name in ("new", "edit"):
        assert client.get(address(name)).status_code == 404
    for name in ("new", "edit", "fields", "preview"):
        assert client.post(address(name), form()).status_code == 404
    for verb in ("publish", "discard", "retire"):
        assert client.post(act(verb), form()).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("edit", 3), ("preview", 5), ("new", 2)])
def test_a_page_asks_no_more_queries_than_before(book: Any, as_lea: Client, name: str, most: int) -> None:
    given = form()

    def answer() -> Any:
        return as_lea.post(address(name), given) if name == "preview" else as_lea.get(address(name))

    answer()
    with CaptureQueriesContext(connection) as asked:
        assert answer().status_code == 200
    assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)
