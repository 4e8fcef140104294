"""What is sent twice with one key is done once; two at the same time as well."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from tenure.company.models import User
from tenure.jobs.tests.conftest import Installation
from tenure.jobs.tests.test_once import at_the_same_time
from tenure.tokens import verbs
from tenure.tokens.models import Answer, SentForm, Token
from tenure.tokens.once import OtherRequest, forget, form_once, once


@pytest.fixture
def token(alice: User) -> Token:
    return verbs.create(alice, alice, "Reports", may_write=True)[0]


def test_the_second_gets_the_answer_of_the_first(token: Token, bob: User) -> None:
    done: list[str] = []

    def act() -> tuple[int, object]:
        done.append("x")
        return 201, {"n": len(done)}

    first, again = once(token, "k", "same", act)
    second, repeated = once(token, "k", "same", act)
    assert (first.body, second.body, again, repeated, done) == ({"n": 1}, {"n": 1}, False, True, ["x"])
    other = verbs.create(bob, bob, "His", may_write=True)[0]
    assert once(other, "k", "same", act)[0].body == {"n": 2}  # another token's key is another key
    with pytest.raises(OtherRequest):
        once(token, "k", "different", act)


def test_what_failed_may_be_sent_again(token: Token) -> None:
    def fail() -> tuple[int, object]:
        User.objects.create_user("new@example.com")
        raise ValueError("The disk is full.")

    with pytest.raises(ValueError, match="disk is full"):
        once(token, "k", "same", fail)
    assert not User.objects.filter(email="new@example.com").exists()
    assert once(token, "k", "same", lambda: (200, 1))[1] is False


def test_of_two_at_the_same_time_one_acts(installation: Installation) -> None:
    alice = User.objects.create_user("alice@example.com", role="csm")
    token, done, answered = verbs.create(alice, alice, "Reports", may_write=True)[0], [], []

    def act() -> tuple[int, object]:
        done.append("x")
        return 200, len(done)

    at_the_same_time(4, lambda _: answered.append(once(token, "k", "same", act)[0].body))
    assert (answered, len(done), Answer.objects.count()) == ([1] * 4, 1, 1)


def test_old_answers_are_forgotten(token: Token) -> None:
    once(token, "old", "a", lambda: (200, 1))
    once(token, "new", "a", lambda: (200, 1))
    Answer.objects.filter(key="old").update(at=timezone.now() - timedelta(hours=49))
    assert forget() == 1
    assert Answer.objects.get().key == "new"


def test_a_form_that_did_something_is_answered_again_as_it_was(db: None) -> None:
    done: list[str] = []

    def act() -> tuple[HttpResponse, bool]:
        done.append("x")
        return HttpResponse(f"made {len(done)}", status=201, headers={"HX-Trigger": "made"}), True

    first, again = form_once("f", act), form_once("f", act)
    assert (first.content, again.content, again.status_code, again["HX-Trigger"]) == (b"made 1", b"made 1", 201, "made")
    assert form_once("g", act).content == b"made 2"


def test_a_form_that_was_refused_or_failed_may_be_sent_again(db: None) -> None:
    def fail() -> tuple[HttpResponse, bool]:
        User.objects.create_user("new@example.com")
        raise ValueError("The disk is full.")

    assert form_once("f", lambda: (HttpResponse("no", status=422), False)).status_code == 422
    with pytest.raises(ValueError, match="disk is full"):
        form_once("f", fail)
    assert not User.objects.exists()
    assert form_once("f", lambda: (HttpResponse("yes"), True)).content == b"yes"


def test_of_two_forms_at_the_same_time_one_acts(installation: Installation) -> None:
    done: list[str] = []
    answered: list[bytes] = []

    def act() -> tuple[HttpResponse, bool]:
        done.append("x")
        return HttpResponse(str(len(done))), True

    at_the_same_time(4, lambda _: answered.append(form_once("f", act).content))
    assert (answered, done, SentForm.objects.count()) == ([b"1"] * 4, ["x"], 1)


def test_old_forms_are_forgotten(db: None) -> None:
    for form in ("old", "new"):
        form_once(form, lambda: (HttpResponse(), True))
    SentForm.objects.filter(form="old").update(at=timezone.now() - timedelta(hours=49))
    assert forget() == 1
    assert SentForm.objects.get().form == "new"
