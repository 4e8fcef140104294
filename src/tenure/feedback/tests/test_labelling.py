from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Account
from tenure.feedback import labelling, sentiment, tasks, verbs
from tenure.feedback.models import SurveyResponse, TextLabel
from tenure.jobs.models import Job
from tenure.journal.models import Change
from tenure.work.models import Ticket, Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice)


@pytest.fixture
def texts(account: Account) -> None:
    now = timezone.now()
    SurveyResponse.objects.create(id="S1", account=account, type="nps", comment="We love the new timeline!")
    SurveyResponse.objects.create(id="S2", account=account, type="nps", comment="")
    Touchpoint.objects.create(id="T1", account=account, occurred_at=now, body="They are angry about the outage.")
    Ticket.objects.create(id="K1", account=account, opened_at=now, subject="How do I change my password?")


def labels() -> dict[str, str]:
    return dict(TextLabel.objects.values_list("text_id", "label"))


class Counted:
    """Counts how many texts the model reads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        read = sentiment.classify

        def counting(text: str) -> sentiment.Sentiment:
            self.texts.append(text)
            return read(text)

        monkeypatch.setattr(sentiment, "classify", counting)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


@pytest.mark.usefixtures("texts")
class TestLabelling:
    def test_every_text_gets_one_label_and_the_words_that_decided(self, account: Account) -> None:
        assert labelling.label_texts() == 3
        assert labels() == {"S1": "positive", "T1": "negative", "K1": "neutral"}
        row = TextLabel.objects.get(text_id="T1")
        assert (row.kind, row.account, row.model_version) == ("touchpoint", account, sentiment.version())
        assert row.words[0]["text"] == "angry"
        assert row.words[0]["points"] < 0
        assert 1 / 3 < row.confidence < 1

    def test_a_second_run_reads_nothing(self, counted: Counted) -> None:
        labelling.label_texts()
        before = list(TextLabel.objects.order_by("pk").values())
        counted.texts.clear()
        assert labelling.label_texts() == 0
        assert not labelling.is_waiting()
        assert counted.texts == []
        assert list(TextLabel.objects.order_by("pk").values()) == before

    def test_only_a_changed_text_is_read_again(self, counted: Counted) -> None:
        labelling.label_texts()
        counted.texts.clear()
        row = SurveyResponse.objects.get(id="S1")
        row.comment = "The sync fails and we lose data."
        row.save()
        assert labelling.is_waiting()
        assert labelling.label_texts() == 1
        assert counted.texts == ["The sync fails and we lose data."]
        assert labels()["S1"] == "negative"

    def test_all_are_read_again_by_another_version(self, monkeypatch: pytest.MonkeyPatch) -> None:
        labelling.label_texts()
        monkeypatch.setattr(sentiment, "version", lambda: "another")
        assert labelling.label_texts() == 3
        assert set(TextLabel.objects.values_list("model_version", flat=True)) == {"another"}

    def test_labels_of_texts_that_are_gone_go(self) -> None:
        labelling.label_texts()
        Ticket.objects.get(id="K1").delete()
        SurveyResponse.objects.filter(id="S1").update(comment="")
        assert labelling.is_waiting()
        assert labelling.label_texts() == 0
        assert set(labels()) == {"T1"}
        assert not labelling.is_waiting()

    def test_it_goes_on_where_it_was_stopped(self, counted: Counted, account: Account, monkeypatch: Any) -> None:
        monkeypatch.setattr(labelling, "BATCH", 2)
        for number in range(5):
            SurveyResponse.objects.create(id=f"X{number}", account=account, type="nps", comment="Great support.")

        def stop(done: int, total: int, sentence: str) -> None:
            assert total == 8
            if done >= 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            labelling.label_texts(stop)
        kept = TextLabel.objects.count()
        assert kept == 4
        assert labelling.label_texts() == 8 - kept
        assert len(counted.texts) == 8

    def test_keys_of_different_kinds_may_be_the_same(self, account: Account) -> None:
        Ticket.objects.create(id="S1", account=account, opened_at=timezone.now(), subject="The export is broken.")
        labelling.label_texts()
        assert dict(TextLabel.objects.filter(text_id="S1").values_list("kind", "label")) == {
            "survey": "positive", "ticket": "negative",
        }  # fmt: skip

    def test_queries_do_not_grow_with_texts(self, account: Account, django_assert_num_queries: Any) -> None:
        rows = [SurveyResponse(id=f"X{n}", account=account, type="nps", comment="Great support.") for n in range(200)]
        SurveyResponse.objects.bulk_create(rows)
        # Of each kind a count, a clean-up, a batch read and written (SQLite: in pieces), an empty one.
        with django_assert_num_queries(21, exact=False):
            labelling.label_texts()


@pytest.mark.usefixtures("texts")
class TestCorrecting:
    @pytest.fixture
    def row(self, texts: None) -> TextLabel:
        labelling.label_texts()
        return TextLabel.objects.get(text_id="K1")

    def test_it_wins_and_is_journaled(self, row: TextLabel, alice: User) -> None:
        row = verbs.correct_label(alice, row, "negative")
        assert (row.label, row.told, row.corrected_by) == ("negative", "neutral", alice)
        assert row.corrected_at is not None
        change = Change.objects.get()
        assert (change.verb, change.actor, change.account_id) == ("label.corrected", alice, "A1")
        assert (change.before["label"], change.after["label"]) == ("neutral", "negative")

    def test_it_is_kept_when_the_model_reads_again(self, row: TextLabel, alice: User, monkeypatch: Any) -> None:
        verbs.correct_label(alice, row, "negative")
        monkeypatch.setattr(sentiment, "version", lambda: "another")
        assert labelling.label_texts() == 3
        row.refresh_from_db()
        assert (row.label, row.told, row.corrected_by, row.model_version) == ("negative", "neutral", alice, "another")

    def test_it_is_kept_when_the_text_changes(self, row: TextLabel, alice: User) -> None:
        verbs.correct_label(alice, row, "negative")
        ticket = Ticket.objects.get(id="K1")
        ticket.subject = "Thanks, that helped a lot!"
        ticket.save()
        labelling.label_texts()
        row.refresh_from_db()
        assert (row.label, row.told) == ("negative", "positive")

    def test_agreeing_is_a_correction_too(self, row: TextLabel, alice: User) -> None:
        row = verbs.correct_label(alice, row, "neutral")
        assert (row.corrected, row.label) == ("neutral", "neutral")
        assert Change.objects.count() == 1

    def test_saying_it_twice_says_it_once(self, row: TextLabel, alice: User, lea: User) -> None:
        verbs.correct_label(alice, row, "negative")
        row = verbs.correct_label(lea, row, "negative")
        assert row.corrected_by == alice
        assert Change.objects.count() == 1

    def test_it_can_be_taken_back(self, row: TextLabel, alice: User) -> None:
        verbs.correct_label(alice, row, "negative")
        row = verbs.correct_label(alice, row, "")
        assert (row.label, row.corrected, row.corrected_by, row.corrected_at) == ("neutral", "", None, None)
        assert Change.objects.count() == 2

    def test_only_the_three_labels_are_taken(self, row: TextLabel, alice: User) -> None:
        with pytest.raises(verbs.NotALabel, match="use negative, neutral, positive"):
            verbs.correct_label(alice, row, "furious")

    @pytest.mark.parametrize("who", ["bob", "vera", "dana"])
    def test_others_may_not(self, who: str, row: TextLabel, request: pytest.FixtureRequest) -> None:
        with pytest.raises(Http404):
            verbs.correct_label(request.getfixturevalue(who), row, "negative")
        assert not Change.objects.exists()


@pytest.mark.usefixtures("texts")
class TestJob:
    def test_it_is_only_started_when_texts_wait(self) -> None:
        assert tasks.label_when_needed.call() is True
        assert tasks.label_when_needed.call() is True
        assert Job.objects.filter(key="sentiment").count() == 1
        assert tasks.label_texts.call() == 3
        assert tasks.label_when_needed.call() is False

    def test_a_text_loaded_long_ago_by_a_late_transaction_is_not_missed(self, account: Account) -> None:
        labelling.label_texts()
        SurveyResponse.objects.create(id="late", account=account, type="nps", comment="Great support.")
        SurveyResponse.objects.filter(id="late").update(loaded_at=timezone.now() - timedelta(days=1))
        assert labelling.label_texts() == 1
