"""Who guesses is slowed down: by where they are, in all processes together, for a minute."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import F
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from tenure.company.limits import address_of, too_many
from tenure.company.models import TurnedAway
from tenure.jobs.tests.conftest import Installation, installation, migrated_postgres
from tenure.jobs.tests.test_once import at_the_same_time

__all__ = ["installation", "migrated_postgres"]


def asked(told: str = "", by: str = "192.0.2.1") -> HttpRequest:
    headers = {"X-Forwarded-For": told} if told else {}
    return RequestFactory(headers=headers).get("/", REMOTE_ADDR=by)


@pytest.mark.parametrize(
    ("proxies", "told", "believed"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),  # nobody in front of us says so
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first was written by whoever asked
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),  # came around a proxy
        (1, "", "192.0.2.1"),
        (1, "unknown", "192.0.2.1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_what_our_own_proxies_say_is_believed(settings: Any, proxies: int, told: str, believed: str) -> None:
    settings.TENURE_PROXIES = proxies
    assert address_of(asked(told)) == believed


def test_each_place_and_each_kind_is_counted_for_itself(db: None) -> None:
    assert [too_many(asked(), "door", 3) for _ in range(5)] == [False, False, False, True, True]
    assert not too_many(asked(by="192.0.2.2"), "door", 3)
    assert not too_many(asked(), "window", 3)


def test_addresses_of_one_network_of_version_6_are_one_place(db: None) -> None:
    assert not too_many(asked(by="2001:db8:1:1::1"), "door", 1)
    assert too_many(asked(by="2001:db8:1:1:ffff::2"), "door", 1)
    assert not too_many(asked(by="2001:db8:1:2::1"), "door", 1)


def test_after_a_minute_it_begins_again(db: None) -> None:
    with time_machine.travel("2026-11-20 12:00:00+00:00", tick=False) as time:
        assert [too_many(asked(), "door", 1) for _ in range(2)] == [False, True]
        time.shift(59)
        assert too_many(asked(), "door", 1)
        time.shift(1)
        assert [too_many(asked(), "door", 1) for _ in range(2)] == [False, True]


def test_no_address_is_kept_and_old_counts_are_forgotten(db: None) -> None:
    too_many(asked(), "door", 1)
    assert "192.0.2.1" not in str(TurnedAway.objects.values().get())
    TurnedAway.objects.update(until=F("until") - timedelta(days=2))
    too_many(asked(by="192.0.2.2"), "door", 1)
    assert TurnedAway.objects.get().until > timezone.now()


def test_many_at_the_same_time_are_not_more(installation: Installation) -> None:
    answers: list[bool] = []
    at_the_same_time(12, lambda _: answers.append(too_many(asked(), "door", 5)))
    assert sorted(answers) == [False] * 5 + [True] * 7
