"""What is sent twice with one key is done once; two at the same time as well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenure.company.models import User
from tenure.jobs.tests.conftest import Installation
from tenure.jobs.tests.test_once import at_the_same_time
from tenure.tokens import verbs
from tenure.tokens.models import Answer, Token
from tenure.tokens.once import OtherRequest, forget, once


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
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
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
