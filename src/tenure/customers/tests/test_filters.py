"""Conditions as querysets, against a slow filter in Python over the same random rows."""

import random
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from tenure.core.conditions import OPERATORS, All, AnyOf, Check, Condition, Not, parse
from tenure.customers.fields import FIELDS, condition_fields
from tenure.customers.filters import search, where
from tenure.customers.models import Account
from tenure.customers.tests.conftest import TODAY

VALUES: dict[str, tuple[Any, ...]] = {
    "name": ("Kestrel 5", "ALD", "rel", "%"),
    "segment": ("Enterprise", "SMB", "", "enterprise"),
    "region": ("EMEA", "None"),
    "owner": ("una@example.com", "nobody@example.com"),
    "status": ("customer", "lapsed"),
    "tag": ("pilot", 'odd "one"', "no such"),
    "plan": ("pro", "add_on", "prö", "ro"),
    "arr": (0, 5, 5.5, 10, -2, 0.5, 7.25),
    "seats": (0, 2, 2.5, 9, -1),
    "utilisation": (25, 50, 50.5, 100),
    "created": (TODAY, TODAY.replace(day=14)),
    "renewal": (TODAY,),
    "do_not_ask": (True, False),
}


def slow_value(account: Account, name: str) -> Any:
    if name == "tag":
        return [tag.tag for tag in account.tags.all()]
    value: Any = account
    for part in FIELDS[name].path.split("__"):
        value = getattr(value, part, None) if value is not None else None
    if value is not None and FIELDS[name].unit == "money":
        return Decimal(value) / 100
    return value * 100 if value is not None and FIELDS[name].unit == "share" else value


def slow_check(account: Account, check: Check) -> bool:
    negated = {"is_not": "is", "not_in": "in", "not_empty": "empty"}.get(check.op)
    if negated:
        return not slow_check(account, Check(check.field, negated, check.value))
    value, kind = slow_value(account, check.field), FIELDS[check.field].kind
    if check.op == "empty":
        return value in (None, "", [])
    asked = check.value if isinstance(check.value, tuple) else (check.value,)
    if kind == "many":
        return any(one in (value or []) for one in asked)
    if value is None:
        return False
    if check.op == "contains":
        return str(asked[0]).lower() in value.lower()
    if check.op in {"is", "in"}:
        return value in asked
    bound: Any = asked[0]
    return bool({"at_least": value >= bound, "at_most": value <= bound, "above": value > bound,
                 "below": value < bound}[check.op])  # fmt: skip


def slow(account: Account, condition: Condition) -> bool:
    match condition:
        case All(parts):
            return all(slow(account, part) for part in parts)
        case AnyOf(parts):
            return any(slow(account, part) for part in parts)
        case Not(part):
            return not slow(account, part)
        case Check():
            return slow_check(account, condition)


def random_condition(dice: random.Random, depth: int = 0) -> Condition:
    kind = dice.random()
    if depth < 3 and kind < 0.45:
        parts = tuple(random_condition(dice, depth + 1) for _ in range(dice.randint(1, 3)))
        return All(parts) if kind < 0.22 else AnyOf(parts)
    if depth < 3 and kind < 0.55:
        return Not(random_condition(dice, depth + 1))
    return random_check(dice)


def random_check(dice: random.Random) -> Check:
    name = dice.choice(list(VALUES))
    op = dice.choice(sorted(OPERATORS[FIELDS[name].kind]))
    if op in {"empty", "not_empty"}:
        return Check(name, op)
    if op in {"in", "not_in"}:
        return Check(name, op, tuple(dice.sample(VALUES[name], min(2, len(VALUES[name])))))
    return Check(name, op, dice.choice(VALUES[name]))


def test_random_conditions_find_what_the_slow_filter_finds(book: list[Account]) -> None:
    accounts = list(Account.objects.select_related("owner", "state").prefetch_related("tags"))
    dice, sizes = random.Random(11), set()
    for _ in range(300):
        condition = random_condition(dice)
        expected = {account.pk for account in accounts if slow(account, condition)}
        found = list(Account.objects.filter(where(condition, "USD")).values_list("pk", flat=True))
        assert len(found) == len(set(found)), f"rows twice for {condition.text()}"
        assert set(found) == expected, condition.text()
        sizes.add(len(expected))
    assert len(sizes) > 50, "the conditions tell accounts apart"


def test_every_operator_of_every_field_gives_sql_that_runs(db: None) -> None:
    examples: dict[str, Any] = {"text": "x", "many": "x", "number": 3, "date": TODAY, "flag": True}
    for name, field in condition_fields().items():
        for op in OPERATORS[field.kind]:
            value: Any = None if op in {"empty", "not_empty"} else examples[field.kind]
            value = (value,) if op in {"in", "not_in"} else value
            assert not Account.objects.filter(where(Check(name, op, value), "USD")).exists()


@pytest.mark.parametrize(
    ("currency", "text", "found"),
    [
        ("USD", "arr = 12.34", True),
        ("JPY", "arr = 1234", True),
        ("KWD", "arr = 1.234", True),
        ("JPY", "arr = 12.34", False),
    ],
)
def test_money_is_asked_in_major_units(make_account: Any, currency: str, text: str, found: bool) -> None:
    make_account("A", arr_minor=1234)
    condition = parse(text, condition_fields())
    assert Account.objects.filter(where(condition, currency)).exists() is found


@pytest.mark.parametrize("text", ["kestr", "KESTREL", "freight kes", "kestrel.example", "a-00", "  kes   fre "])
def test_search_finds_every_word_in_name_domain_or_id(make_account: Any, text: str) -> None:
    make_account("A-001", name="Kestrel Freight", domain="kestrel.example")
    make_account("B-7", name="Halden", domain="halden.test")
    assert [account.pk for account in search(Account.objects.all(), text)] == ["A-001"]


@pytest.mark.parametrize("text", ["%", "_", "kestrel halden", "\\", "'"])
def test_search_takes_signs_as_they_are(make_account: Any, text: str) -> None:
    make_account("A-001", name="Kestrel Freight")
    assert not search(Account.objects.all(), text).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases know what a bound leaves")
@pytest.mark.parametrize("text", ["arr >= 1", "status = customer", "not (renewal < 2026-01-01)", "seats in (1, 2)"])
def test_a_condition_reads_rows_and_not_the_index_of_a_column(db: None, text: str) -> None:
    accounts = Account.objects.filter(where(parse(text, condition_fields()), "USD"))
    plan = accounts.explain().replace("sqlite_autoindex_customers_accountstate_1", "the key")
    assert "INDEX customers_accountstate_" not in plan
