"""Notes on the timeline: written, changed, deleted, brought back, and two people at once."""

import re
from typing import Any

import pytest
from django.test import Client

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.feedback.models import TextLabel
from tenure.journal.models import Change
from tenure.web.account.tests.conftest import HTMX, url
from tenure.web.account.tests.test_markdown import ATTACKS
from tenure.work import verbs
from tenure.work.actions import actions_of
from tenure.work.models import Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(account: Account, alice: User) -> Touchpoint:
    return verbs.write_touchpoint(alice, account, "They plan in a *spreadsheet*.", "call")


class TestWriting:
    def test_it_stands_on_the_timeline_at_once(self, account: Account, as_alice: Client) -> None:
        html = as_alice.post(url("write"), {"body": "**Jens** decides", "kind": "meeting"}, **HTMX).content.decode()
        assert "<strong>Jens</strong> decides" in html
        assert 'data-say="Meeting saved."' in html
        assert Touchpoint.objects.get().kind == "meeting"

    def test_without_scripts_one_comes_back_to_the_timeline(self, account: Account, as_alice: Client) -> None:
        response = as_alice.post(url("write"), {"body": "Seen.", "kind": "note"})
        assert (response.status_code, response["Location"]) == (302, url("timeline"))

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"body": "  ", "kind": "note"}, "Write something first"),
            ({"body": "Keep me", "kind": "fax"}, "is not a kind of touchpoint"),
            ({"body": "Keep me", "kind": "note", "on": "yesterday"}, "is not a date"),
            ({"body": "Keep me", "kind": "note", "on": "2999-01-01"}, "This is in the future"),
            ({}, "is not a kind of touchpoint"),
        ],
    )
    @pytest.mark.parametrize("how", [HTMX, {}])
    def test_a_refusal_says_why_and_keeps_the_text(
        self, account: Account, as_alice: Client, sent: dict[str, str], sentence: str, how: dict[str, Any]
    ) -> None:
        html = as_alice.post(url("write"), sent, **how).content.decode()
        assert sentence in html
        assert sent.get("body", "").strip() in html
        assert not Touchpoint.objects.exists()

    def test_a_day_can_be_said(self, account: Account, as_alice: Client) -> None:
        as_alice.post(url("write"), {"body": "Met.", "kind": "meeting", "on": "2026-03-31"}, **HTMX)
        assert Touchpoint.objects.get().occurred_at.isoformat() == "2026-03-31T12:00:00+00:00"

    @pytest.mark.parametrize("who", ["bob", "vera", "dana"])
    def test_others_may_not(self, account: Account, client: Client, who: str, request: pytest.FixtureRequest) -> None:
        client.force_login(request.getfixturevalue(who))
        assert client.post(url("write"), {"body": "Hello", "kind": "note"}, **HTMX).status_code == 404

    def test_it_refuses_to_be_fetched(self, account: Account, as_alice: Client) -> None:
        assert as_alice.get(url("write")).status_code == 405

    @pytest.mark.parametrize("attack", ATTACKS)
    def test_no_script_reaches_the_page(self, account: Account, as_alice: Client, attack: str) -> None:
        html = as_alice.post(url("write"), {"body": attack, "kind": "note"}, **HTMX).content.decode()
        assert "<script" not in html
        assert "onerror=alert" not in html.replace("&lt;img src=x onerror=alert", "")
        assert 'href="javascript:' not in html.lower()
        assert "pixel.png" not in html or "<img" not in html


class TestEditing:
    def edit(self, client: Client, note: Touchpoint, body: str, seen: str, **how: Any) -> str:
        sent = {"body": body, "kind": "note", "seen": seen}
        return client.post(url("note", "A1", note.pk), sent, **(how or HTMX)).content.decode()

    def test_the_form_has_the_text_and_saving_changes_it(self, note: Touchpoint, as_alice: Client) -> None:
        form = as_alice.get(url("note", "A1", note.pk) + "?edit", **HTMX).content.decode()
        assert "They plan in a *spreadsheet*." in form
        html = self.edit(as_alice, note, "They stopped.", verbs.version(note))
        assert "They stopped." in html
        assert ">edited<" in html

    def test_two_at_once_see_both_texts_and_neither_is_lost(self, note: Touchpoint, as_alice: Client) -> None:
        seen = verbs.version(note)
        self.edit(as_alice, note, "From the phone.", seen)
        conflict = self.edit(as_alice, note, "From the desk.", seen)
        assert "changed in the meantime" in conflict
        assert "From the phone." in conflict
        assert "From the desk." in conflict
        note.refresh_from_db()
        assert note.body == "From the phone."
        saved = self.edit(as_alice, note, "From the desk.", verbs.version(note))
        assert "From the desk." in saved
        texts = Change.objects.filter(subject_id=note.pk, verb="touchpoint.edited").order_by("pk")
        assert [change.after["body"] for change in texts] == ["From the phone.", "From the desk."]

    def test_an_empty_text_is_refused_and_the_form_stays(self, note: Touchpoint, as_alice: Client) -> None:
        assert "Write something first" in self.edit(as_alice, note, " ", verbs.version(note))

    def test_one_deleted_meanwhile_hands_the_text_back(self, note: Touchpoint, as_alice: Client) -> None:
        seen = verbs.version(note)
        note.delete()
        html = self.edit(as_alice, note, "My long text", seen)
        assert "deleted while you wrote" in html
        assert "My long text" in html

    @pytest.mark.parametrize("who", ["bob", "lea", "vera", "dana"])
    def test_only_the_author_may(
        self, note: Touchpoint, client: Client, who: str, request: pytest.FixtureRequest
    ) -> None:
        client.force_login(request.getfixturevalue(who))
        assert client.get(url("note", "A1", note.pk) + "?edit", **HTMX).status_code == 404
        sent = {"body": "Mine", "kind": "note", "seen": verbs.version(note)}
        assert client.post(url("note", "A1", note.pk), sent, **HTMX).status_code == 404

    def test_a_note_of_another_account_is_not_here(self, note: Touchpoint, as_alice: Client) -> None:
        Account.objects.create(id="A2", name="Other")
        assert as_alice.get(url("note", "A2", note.pk), **HTMX).status_code == 404


class TestDeleting:
    def test_it_can_be_undone(self, note: Touchpoint, as_alice: Client) -> None:
        html = as_alice.post(url("delete-note", "A1", note.pk), {"seen": verbs.version(note)}, **HTMX).content.decode()
        change = Change.objects.get(verb="touchpoint.deleted")
        assert url("restore", "A1", change.pk) in html
        back = as_alice.post(url("restore", "A1", change.pk), **HTMX).content.decode()
        assert "<em>spreadsheet</em>" in back
        assert Touchpoint.objects.get().pk == note.pk

    def test_what_changed_meanwhile_is_shown_first(self, note: Touchpoint, as_alice: Client, alice: User) -> None:
        seen = verbs.version(note)
        verbs.edit_touchpoint(alice, note, "New text", "note", seen=seen)
        html = as_alice.post(url("delete-note", "A1", note.pk), {"seen": seen}, **HTMX).content.decode()
        assert "so it was not deleted" in html
        assert "New text" in html
        assert Touchpoint.objects.exists()

    def test_others_may_not(self, note: Touchpoint, client: Client, lea: User) -> None:
        client.force_login(lea)
        sent = {"seen": verbs.version(note)}
        assert client.post(url("delete-note", "A1", note.pk), sent, **HTMX).status_code == 404


def test_the_journal_tells_of_a_deletion(note: Touchpoint, as_alice: Client, alice: User) -> None:
    verbs.delete_touchpoint(alice, note, seen=verbs.version(note))
    assert "Note deleted" in as_alice.get(url("stream"), **HTMX).content.decode()


def test_older_entries_follow_and_end(account: Account, as_alice: Client, alice: User) -> None:
    for number in range(15):
        verbs.write_touchpoint(alice, account, f"Entry {number:02d}")
    first = as_alice.get(url("stream"), **HTMX).content.decode()
    assert first.count("tn-tl-e") == 12
    address = first.split('hx-get="')[-1].split('"')[0].replace("&amp;", "&")
    older = as_alice.get(address, **HTMX).content.decode()
    assert [f"Entry {number:02d}" in older for number in range(15)] == [True] * 3 + [False] * 12
    assert "Load older" not in older


@pytest.mark.parametrize("before", ["x", "2026-01-01 1 y", "2026-01-01T00:00:00+00:00 z y"])
def test_a_place_that_is_none_is_not_found(account: Account, as_alice: Client, before: str) -> None:
    assert as_alice.get(url("stream"), {"before": before}).status_code == 404


@pytest.mark.parametrize("kind", ["people", "system", "nonsense"])
def test_a_filter_that_leaves_nothing_says_so(account: Account, as_alice: Client, kind: str) -> None:
    html = as_alice.get(url("stream"), {"kind": kind}).content.decode()
    assert "Nothing here yet" in html


class TestMore:
    """Subject, participants, decisions, action items and how it felt, in one go."""

    @pytest.fixture
    def mats(self, account: Account) -> Contact:
        return Contact.objects.create(id="C1", account=account, name="Mats Eklund")

    def given(self, **more: Any) -> dict[str, Any]:
        return {
            "body": "They are very happy with it.", "kind": "call", "subject": "Quarterly call", "contact": ["C1"],
            "colleague": ["alice@example.com"], "decisions": "Go on\n\nMore seats", "felt": "negative",
            "action": ["Send the quote", "", "Name a champion"], "action_by": ["", "", "contact:C1"],
            "action_due": ["2027-03-01", "", "2027-03-02"],
        } | more  # fmt: skip

    def test_all_of_it_is_kept(self, as_alice: Client, account: Account, mats: Contact, alice: User) -> None:
        answer = as_alice.post(url("write"), self.given(), **HTMX)
        assert answer["HX-Trigger"] == "task-changed"
        assert "Call saved." in answer.content.decode()
        made = Touchpoint.objects.get()
        assert (made.subject, made.decisions, made.contact_id) == ("Quarterly call", ["Go on", "More seats"], "C1")
        assert made.participants == ["Mats Eklund", "Alice"]
        tasks = [(task.title, task.owner, task.contact) for task in actions_of(("touchpoint", made.pk))]
        assert tasks == [("Send the quote", alice, None), ("Name a champion", alice, mats)]
        label = TextLabel.objects.get(text_id=made.pk)
        assert (label.told, label.corrected, label.corrected_by) == ("positive", "negative", alice)

    def test_one_that_is_wrong_keeps_all_that_was_typed(self, as_alice: Client, mats: Contact) -> None:
        wrong = self.given(action_by=["", "", "contact:C9"])
        html = as_alice.post(url("write"), wrong, **HTMX).content.decode()
        for words in ("Action item “Name a champion”", "They are very happy", "Quarterly call", "More seats",
                      'value="Send the quote"', 'value="2027-03-02"'):  # fmt: skip
            assert words in html, words
        assert re.search(r'value="C1" checked', html)
        assert not Touchpoint.objects.exists()

    def test_edited_with_both_values_when_somebody_was_faster(
        self, as_alice: Client, mats: Contact, alice: User, account: Account
    ) -> None:
        as_alice.post(url("write"), self.given(), **HTMX)
        made = Touchpoint.objects.get()
        form = as_alice.get(url("note", "A1", made.pk) + "?edit", **HTMX).content.decode()
        assert "Send the quote" in form
        assert 'value="Quarterly call"' in form
        seen = verbs.version(made)
        other = self.given(seen=seen, subject="Mine", action=[], decisions="Wait")
        theirs = verbs.More("Theirs first", ["Stop"], ["C1"])
        verbs.edit_touchpoint(alice, made, "Theirs", "call", seen=seen, more=theirs)
        html = as_alice.post(url("note", "A1", made.pk), other, **HTMX).content.decode()
        for words in ("Theirs first", "Stop", 'value="Mine"', "Wait"):
            assert words in html, words
        made.refresh_from_db()
        as_alice.post(url("note", "A1", made.pk), other | {"seen": verbs.version(made)}, **HTMX)
        made.refresh_from_db()
        assert (made.subject, made.decisions) == ("Mine", ["Wait"])

    def test_a_form_that_was_never_opened_changes_only_the_text(
        self, as_alice: Client, mats: Contact, account: Account
    ) -> None:
        as_alice.post(url("write"), self.given(), **HTMX)
        made = Touchpoint.objects.get()
        as_alice.post(url("note", "A1", made.pk), {"body": "New", "kind": "note", "seen": verbs.version(made)}, **HTMX)
        made.refresh_from_db()
        assert (made.body, made.subject, made.participants) == ("New", "Quarterly call", ["Mats Eklund", "Alice"])


class TestWishes:
    def test_the_form_comes_when_it_is_opened_and_the_address_keeps_it(
        self, as_alice: Client, account: Account, alice: User
    ) -> None:
        verbs.write_touchpoint(alice, account, "About the budget", "call")
        verbs.write_touchpoint(alice, account, "Something else", "note")
        assert "hx-get" in as_alice.get(url("stream")).content.decode()
        form = as_alice.get(url("wishes"), {"kind": "people"}).content.decode()
        assert 'name="kind" value="people"' in form
        found = as_alice.get(url("timeline"), {"q": "budget", "only": ["call", "task"]}).content.decode()
        assert "About the budget" in found
        assert "Something else" not in found
        assert "only=call&amp;only=task" in found
        assert "Nothing fits these filters" in as_alice.get(url("stream"), {"q": "nowhere"}).content.decode()
