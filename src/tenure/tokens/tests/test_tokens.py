"""Tokens are made, shown once, revoked, expire, and act only for who may use them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import Http404

from tenure.company.models import User
from tenure.journal.models import Change
from tenure.tokens import verbs
from tenure.tokens.models import Token

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_a_token_is_read_by_its_secret_which_is_kept_nowhere(alice: User) -> None:
    token, secret = verbs.create(alice, alice, " Reports ", may_write=False)
    assert verbs.read(secret) == token
    assert token.name == "Reports"
    assert secret.startswith(token.hint)
    kept = [str(value) for row in (*Token.objects.values(), *Change.objects.values()) for value in row.values()]
    assert not any(secret in value for value in kept)
    assert verbs.read(secret[:-1]) is None
    assert verbs.read("") is None


def test_making_and_revoking_are_journalled(alice: User) -> None:
    token, secret = verbs.create(alice, alice, "Reports", may_write=True, days=30)
    verbs.revoke(alice, token.pk)
    verbs.revoke(alice, token.pk)
    assert verbs.read(secret) is None
    made, gone = Change.objects.filter(subject_type="tokens.token").order_by("pk")
    assert (made.verb, made.actor, made.after["may_write"], made.after["days"]) == ("token.created", alice, True, 30)
    assert (gone.verb, gone.before["name"]) == ("token.revoked", "Reports")


def test_an_expired_token_is_not_in_force(alice: User) -> None:
    with time_machine.travel(NOW, tick=False):
        token, secret = verbs.create(alice, alice, "Reports", may_write=False, days=1)
    with time_machine.travel(NOW + timedelta(hours=23)):
        assert verbs.read(secret) == token
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert verbs.read(secret) is None
        assert token.state(datetime.now(UTC)) == "expired"


def test_who_is_switched_off_or_has_another_role_has_no_token(alice: User, dana: User) -> None:
    _, secret = verbs.create(alice, alice, "Reports", may_write=False)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert verbs.read(secret) is None
    User.objects.filter(pk=alice.pk).update(is_active=True, role="customer")
    assert verbs.read(secret) is None
    with pytest.raises(Http404):
        verbs.create(dana, dana, "Mine", may_write=False)


def test_nobody_touches_a_stranger_s_token_but_an_administrator(alice: User, bob: User, lea: User, ada: User) -> None:
    token, secret = verbs.create(alice, alice, "Reports", may_write=False)
    with pytest.raises(Http404):
        verbs.create(bob, alice, "Hers", may_write=True)
    for other in (bob, lea):
        with pytest.raises(Http404):
            verbs.revoke(other, token.pk)
    with pytest.raises(Http404):
        verbs.revoke(ada, 999)
    assert verbs.read(secret)
    verbs.revoke(ada, token.pk)
    assert verbs.read(secret) is None


@pytest.mark.parametrize(("name", "days"), [("", 1), ("x" * 81, 1), ("Reports", 0), ("Reports", 4000)])
def test_what_cannot_be_made_is_said(alice: User, name: str, days: int) -> None:
    with pytest.raises(verbs.NotMade):
        verbs.create(alice, alice, name, may_write=False, days=days)


def test_nobody_collects_tokens(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "MOST", 2)
    first, _ = verbs.create(alice, alice, "One", may_write=False)
    verbs.create(alice, alice, "Two", may_write=False)
    with pytest.raises(verbs.NotMade, match="revoke one"):
        verbs.create(alice, alice, "Three", may_write=False)
    verbs.revoke(alice, first.pk)
    verbs.create(alice, alice, "Three", may_write=False)


def test_the_last_use_is_written_down_now_and_then(alice: User) -> None:
    token, secret = verbs.create(alice, alice, "Reports", may_write=False)
    for minutes, seen in ((0, 0), (4, 0), (6, 6)):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            verbs.read(secret)
        assert Token.objects.get(pk=token.pk).last_used_at == NOW + timedelta(minutes=seen)
