"""A journey is changed on its page: seen at once, saved, published with a note, copied, retired."""

import re
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from tenure.company.models import User
from tenure.library.models import Document, Kind, State
from tenure.metrics.journeys.writing import as_yaml
from tenure.web.journeys.editing import Form


def typed(**changes: str) -> dict[str, str]:
    body = Document.objects.filter(kind=Kind.JOURNEY, key="mine").latest("version").body
    form = Form.of(body)
    given = {"name": form.name, "sentence": form.sentence, "condition": form.condition,
             "falls_back_after": form.falls_back_after, "stages": str(len(form.stages)), "seen": ""}  # fmt: skip
    for n, stage in enumerate(form.stages):
        for name in ("name", "sentence", "days", "enter", "leave", "touchpoints"):
            given[f"stage-{n}-{name}"] = getattr(stage, name)
    return given | changes


def send(client: Client, name: str, given: dict[str, Any], journey: str = "mine") -> Any:
    return client.post(reverse(f"journeys:{name}", args=[journey]), given)


def act(client: Client, verb: str, given: dict[str, Any], journey: str = "mine") -> Any:
    """What the forms of these pages ask of the library, and where they lead back to."""
    back = {"next": reverse("journeys:page", args=[journey])}
    return client.post(reverse("library:act", args=["journey", journey, verb]), back | given)


def draft() -> Document:
    return Document.objects.get(kind=Kind.JOURNEY, key="mine", state=State.DRAFT)


def test_what_was_typed_reads_back_as_the_same_journey(book: None) -> None:
    held = Document.objects.get(kind=Kind.JOURNEY, key="mine").body
    assert Form.of(held).body("mine")["stages"][0]["touchpoints"] == held["stages"][0]["touchpoints"]
    assert as_yaml(Form.of(held).body("mine")) == as_yaml(held)


def test_changes_are_seen_at_once_and_nothing_is_saved(book: None, as_lea: Client) -> None:
    page = send(as_lea, "preview", typed(**{"stage-1-leave": "Two tickets: open_tickets >= 2"})).content.decode()
    assert "Nothing is saved yet" in page
    assert "in force: 0" not in page
    assert "in force: 1" in page  # of calm and busy, between which a is now elsewhere
    assert not Document.objects.filter(key="mine", state=State.DRAFT).exists()
    wrong = send(as_lea, "preview", typed(**{"stage-1-leave": "tickets >= 2"})).content.decode()
    assert "Calm, leaves when, 1: &#x27;tickets&#x27; is not a field" in wrong


def test_a_draft_is_saved_published_with_a_note_and_told_apart(book: None, as_lea: Client) -> None:
    assert send(as_lea, "save", typed(**{"stage-1-leave": "Two tickets: open_tickets >= 2"})).status_code == 302
    assert draft().body["stages"][1]["leave"] == [{"name": "Two tickets", "when": "open_tickets >= 2"}]
    page = as_lea.get(reverse("journeys:edit", args=["mine"])).content.decode()
    assert "Publish version 2" in page
    past = as_lea.get(reverse("journeys:stages", args=["mine"]), {"version": "draft"}).content.decode()
    assert 'aria-label="2 accounts in Calm"' in past
    assert f'action="{reverse("library:act", args=["journey", "mine", "publish"])}"' in page
    seen = draft().edited_at.isoformat()
    assert f'name="seen" value="{seen}"' in page
    refused = act(as_lea, "publish", {"note": " ", "seen": seen})
    assert (refused.status_code, "Say what changed and why" in refused.content.decode()) == (422, True)
    assert act(as_lea, "publish", {"note": "More.", "seen": seen})["Location"] == "/journeys/mine/"
    page = as_lea.get(reverse("journeys:page", args=["mine"])).content.decode()
    assert 'data-sign="in">+   - name: Two tickets' in page
    assert 'data-sign="out"' in page


def test_stages_are_added_moved_and_removed_without_saving(book: None, as_lea: Client) -> None:
    more = send(as_lea, "save", typed(do="add")).content.decode()
    assert 'name="stages" value="4"' in more
    moved = send(as_lea, "save", typed(do="up-2")).content.decode()
    assert moved.index('value="Busy"') < moved.index('value="Calm"')
    less = send(as_lea, "save", typed(do="remove-1")).content.decode()
    assert 'value="Calm"' not in less
    assert send(as_lea, "save", typed(do="remove-99")).status_code == 200
    assert not Document.objects.filter(key="mine", state=State.DRAFT).exists()


def test_what_was_typed_is_not_lost_when_it_is_refused(book: None, as_lea: Client) -> None:
    answer = send(as_lea, "save", typed(**{"stage-0-days": "a month", "stage-0-touchpoints": "soon: call them"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Onboarding, expected days: &#x27;a month&#x27; is not a whole number of days." in page
    assert "“soon: call them” is not like" in page
    assert 'value="a month"' in page


def test_who_saved_meanwhile_is_not_overwritten(book: None, as_lea: Client) -> None:
    send(as_lea, "save", typed(name="One"))
    seen = draft().edited_at.isoformat()
    send(as_lea, "save", typed(name="Two", seen=seen))
    answer = send(as_lea, "save", typed(name="Three", seen=seen))
    assert (answer.status_code, "saved this draft in the meantime" in answer.content.decode()) == (422, True)
    assert draft().title == "Two"
    page = answer.content.decode()
    assert re.search('data-sign="out">- .*Two', page)
    assert re.search(r'data-sign="in">\+ .*Three', page)
    assert act(as_lea, "publish", {"note": "x", "seen": seen}).status_code == 422
    again = str(re.findall(r'name="seen" value="([^"]+)"', page)[0])  # having seen both, hers is put in its place
    assert send(as_lea, "save", typed(name="Three", seen=again)).status_code == 302
    assert draft().title == "Three"
    assert act(as_lea, "discard", {})["Location"] == "/journeys/mine/"
    assert not Document.objects.filter(key="mine", state=State.DRAFT).exists()


def test_copied_and_retired(book: None, as_lea: Client) -> None:
    copy = reverse("library:act", args=["journey", "mine", "copy"])
    page = as_lea.get("/journeys/mine/").content.decode()
    assert f'action="{copy}"' in page
    assert 'name="title" value="Copy of ' in page
    assert as_lea.post(copy, {"title": "Copy of it"})["Location"] == "/journeys/mine_copy/edit/"
    assert as_lea.post(copy, {"title": "Copy of it"})["Location"] == "/journeys/mine_copy_2/edit/"
    assert as_lea.get("/journeys/mine_copy/").status_code == 200
    page = as_lea.get("/journeys/mine_copy/edit/").content.decode()
    assert page.count('name="next"') == 1, "where it is discarded, nothing is left to lead to"
    assert act(as_lea, "discard", {"next": ""}, "mine_copy")["Location"] == "/library/"
    assert act(as_lea, "retire", {"reason": "No use."})["Location"] == "/journeys/mine/"
    assert Document.objects.get(key="mine").state == State.RETIRED
    assert as_lea.get("/journeys/mine/").status_code == 200
    assert act(as_lea, "retire", {"reason": "Again."}).status_code == 422


def test_a_csm_looks_and_does_not_change(home: Path, client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "Import" not in client.get("/journeys/").content.decode()
    assert client.get(reverse("journeys:edit", args=["self_serve"])).status_code == 404
    for name in ("preview", "save"):
        assert send(client, name, {}, "self_serve").status_code == 404
    for verb in ("publish", "discard", "copy", "retire"):
        assert act(client, verb, {}, "self_serve").status_code == 404
