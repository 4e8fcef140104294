from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account
from tenure.journal.models import Change
from tenure.work import verbs
from tenure.work.models import Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice)


@pytest.fixture
def note(alice: User, account: Account) -> Touchpoint:
    return verbs.write_touchpoint(alice, account, "  They plan in a *spreadsheet* again.\r\nAsk why. ", "call")


def verbs_of(note: Touchpoint) -> list[str]:
    return list(Change.objects.filter(subject_id=note.pk).order_by("pk").values_list("verb", flat=True))


class TestWriting:
    def test_it_is_kept_with_its_author_and_journaled(self, note: Touchpoint, alice: User) -> None:
        assert note.body == "They plan in a *spreadsheet* again.\nAsk why."
        assert (note.author, note.csm_id, note.source) == (alice, alice.email, "Tenure")
        change = Change.objects.get()
        assert (change.verb, change.actor, change.account_id) == ("touchpoint.written", alice, "A1")
        assert change.after["body"] == note.body

    def test_a_lead_writes_on_every_account(self, account: Account, lea: User) -> None:
        assert verbs.write_touchpoint(lea, account, "Seen.").author == lea

    @pytest.mark.parametrize("who", ["bob", "vera", "dana"])
    def test_others_do_not(self, who: str, account: Account, request: pytest.FixtureRequest) -> None:
        with pytest.raises(Http404):
            verbs.write_touchpoint(request.getfixturevalue(who), account, "Let me in.")
        assert not Touchpoint.objects.exists()

    @pytest.mark.parametrize(
        ("body", "kind", "sentence"),
        [
            (" \r\n ", "note", "Write something first"),
            ("x" * 20_001, "note", "20,001 characters; 20,000 fit"),
            ("Hello", "telegram", "'telegram' is not a kind"),
        ],
    )
    def test_it_refuses_what_cannot_be_kept(
        self, alice: User, account: Account, body: str, kind: str, sentence: str
    ) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            verbs.write_touchpoint(alice, account, body, kind)

    def test_it_refuses_the_future(self, alice: User, account: Account) -> None:
        with pytest.raises(NotAccepted, match="in the future"):
            verbs.write_touchpoint(alice, account, "Met.", "meeting", occurred_at=timezone.now() + timedelta(hours=1))


class TestEditing:
    def test_the_journal_keeps_both_texts(self, note: Touchpoint, alice: User) -> None:
        edited = verbs.edit_touchpoint(alice, note, "They stopped.", "note", seen=verbs.version(note))
        assert (edited.body, edited.kind) == ("They stopped.", "note")
        assert edited.edited_at is not None
        change = Change.objects.get(verb="touchpoint.edited")
        assert change.before["body"].startswith("They plan")
        assert change.after == {"kind": "note", "subject": "", "body": "They stopped."}

    def test_saving_what_already_stands_there_changes_nothing(self, note: Touchpoint, alice: User) -> None:
        verbs.edit_touchpoint(alice, note, note.body, note.kind, seen=verbs.version(note))
        assert verbs_of(note) == ["touchpoint.written"]

    def test_only_the_author_edits(self, note: Touchpoint, lea: User, vera: User) -> None:
        for user in (lea, vera):
            with pytest.raises(Http404):
                verbs.edit_touchpoint(user, note, "Mine now.", "note", seen=verbs.version(note))

    def test_what_a_file_brought_is_not_edited_here(self, account: Account, alice: User) -> None:
        imported = Touchpoint.objects.create(id="T1", account=account, occurred_at=timezone.now(), body="From the CRM")
        with pytest.raises(Http404):
            verbs.edit_touchpoint(alice, imported, "Mine.", "note", seen=verbs.version(imported))

    def test_the_later_of_two_writers_is_told_and_nothing_is_lost(self, note: Touchpoint, alice: User) -> None:
        seen = verbs.version(note)
        verbs.edit_touchpoint(alice, note, "From the phone.", "note", seen=seen)
        with pytest.raises(ChangedMeanwhile) as conflict:
            verbs.edit_touchpoint(alice, note, "From the desk.", "note", seen=seen)
        assert conflict.value.now is not None
        assert conflict.value.now.body == "From the phone."
        note.refresh_from_db()
        assert note.body == "From the phone."

    def test_one_that_was_deleted_meanwhile_is_a_conflict_with_nothing(self, note: Touchpoint, alice: User) -> None:
        seen = verbs.version(note)
        verbs.delete_touchpoint(alice, note, seen=seen)
        with pytest.raises(ChangedMeanwhile) as conflict:
            verbs.edit_touchpoint(alice, note, "Too late.", "note", seen=seen)
        assert conflict.value.now is None


class TestDeleting:
    def test_the_journal_keeps_what_it_said_and_brings_it_back_once(self, note: Touchpoint, alice: User) -> None:
        deleted = verbs.delete_touchpoint(alice, note, seen=verbs.version(note))
        assert not Touchpoint.objects.exists()
        for _ in range(2):
            back = verbs.restore_touchpoint(alice, deleted)
        assert (back.body, back.kind, back.occurred_at) == (note.body, "call", note.occurred_at)
        assert verbs_of(note) == ["touchpoint.written", "touchpoint.deleted", "touchpoint.restored"]

    def test_nobody_else_deletes_or_restores(self, note: Touchpoint, alice: User, lea: User) -> None:
        with pytest.raises(Http404):
            verbs.delete_touchpoint(lea, note, seen=verbs.version(note))
        deleted = verbs.delete_touchpoint(alice, note, seen=verbs.version(note))
        with pytest.raises(Http404):
            verbs.restore_touchpoint(lea, deleted)

    def test_a_change_of_another_kind_restores_nothing(self, note: Touchpoint, alice: User) -> None:
        with pytest.raises(Http404):
            verbs.restore_touchpoint(alice, Change.objects.get(verb="touchpoint.written"))
