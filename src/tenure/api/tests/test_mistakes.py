"""Wrong requests get a sentence that says what and where; nothing that can be sent makes the server fail."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tenure.api.operations import DECLARED
from tenure.api.site import api
from tenure.api.tests.conftest import Program
from tenure.api.tests.test_access import address
from tenure.company.models import User
from tenure.health.models import Risk

Made = Callable[..., Program]


@pytest.fixture
def sends(company: None, ada: User, program: Made) -> Program:
    return program(ada)


@pytest.mark.parametrize(
    ("path", "where", "sentence"),
    [
        ("/accounts?segmnt=x", "query.segmnt", "segmnt is no parameter of this operation; there are page, per_page"),
        ("/accounts?page=0", "query.page", "page: Input should be greater than or equal to 1."),
        ("/accounts?per_page=501", "query.per_page", "per_page: Input should be less than or equal to 500."),
        ("/accounts?sort=colour", "query.sort", "Accounts cannot be sorted by 'colour'; use one of name, id"),
        ("/accounts?sort=tag", "query.sort", "Accounts cannot be sorted by 'tag'"),
        ("/accounts?columns=name,colour", "query.columns", "'colour' is no column; there are name"),
        ("/accounts?filter=arr+%3E%3E", "query.filter", ""),
        ("/accounts?search=%00", "query", "may not contain the character NUL"),
        ("/accounts/alder/health?as_of=2030-01-01", "query.as_of", "2030-01-01 is not known yet; the latest day is"),
        ("/accounts/alder/health/history?until=2030-01-01", "query.until", "is not known yet; the latest day is"),
        ("/accounts/alder/measures?day=2030-01-01", "query.day", "is not known yet; the latest day is"),
        ("/accounts/alder/value?as_of=2030-01-01", "query.as_of", "is not known yet; the latest day is"),
        ("/accounts/alder/check-in?as_of=2030-01-01", "query.as_of", "is not known yet; the latest day is"),
        ("/accounts/alder/journeys?as_of=2030-01-01", "query.as_of", "is not known yet; the latest day is"),
        ("/accounts/alder/timeline?as_of=2030-01-01", "query.as_of", "is not known yet; the latest day is"),
        ("/check-ins?as_of=2030-01-01", "query.as_of", "is not known yet; the latest day is"),
        ("/journeys/enterprise?as_of=2030-01-01", "query.as_of", "is not known yet; the latest day is"),
        ("/journeys/enterprise?as_of=2019-01-01", "query.as_of", "Ask for a first day before the last one"),
        ("/journeys/enterprise?as_of=2019-01-01&since=2018-01-01", "query.as_of", "Ask for a first day before"),
        ("/journeys/enterprise?since=2019-01-01", "query.since", "Ask for a first day before the last one"),
        ("/customer-value?period=2025Q4", "query.period", "String should match pattern"),
        ("/accounts/alder/health?as_of=yesterday", "query.as_of", "as_of: Input should be a valid date"),
        ("/accounts/alder/health?as_of=0001-01-01", "query.as_of", "as_of: Input should be greater than"),
        ("/accounts/alder/health/change?before=2026-03-10&after=2026-03-09", "query.before", "Give two days"),
        ("/accounts/alder/measures?measure=nope", "query.measure", "'nope' is no measure; there are"),
        ("/kpis/nrr?window=9999y", "query.window", "is not a window"),
        ("/kpis/nrr?window=99y", "query.window", "ten years at most"),
        ("/kpis/nrr?from=2026-01-01", "query.from", "A period needs both from and to"),
        ("/kpis/nrr?from=2026-02-01&to=2026-01-01", "query.to", "A period ends after it starts"),
        ("/kpis/nrr?as_of=2027-01-01", "", "Facts are complete up to"),
        ("/kpis/nrr?segment=colour+%3D+%22red%22", "query.segment", "colour"),
        ("/kpis/nrr?param=x", "query.param", "Write a choice as NAME=VALUE"),
        ("/kpis/nrr?param=colour%3Dred", "", "does not take colour"),
        ("/kpis/nrr/rows?sort=colour", "", "Rows cannot be sorted by 'colour'"),
    ],
)
def test_a_mistake_is_named(sends: Program, path: str, where: str, sentence: str) -> None:
    said = sends("get", path, status=422)
    assert said["where"] == where
    assert sentence in said["sentence"]


@pytest.mark.parametrize("path", ["/kpis/nope", "/measures/nope", "/risks/1", "/jobs/nope", "/nothing", "", "/me/"])
def test_what_is_not_there_is_a_sentence_too(sends: Program, path: str) -> None:
    assert sends("get", path, status=404)["sentence"]


def test_the_wrong_method_says_which_is_right(sends: Program) -> None:
    said = sends.raw("delete", "/risks")
    assert (said.status_code, said["Allow"], "use GET" in said.json()["sentence"]) == (405, "GET", True)


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        ("{", "application/json", "The body cannot be read"),
        ('{"score": NaN}', "application/json", "NaN is no number"),
        ('{"score": 1e999}', "application/json", "too large a number"),
        ('{"reason": "\\u0000"}', "application/json", "may not contain the character NUL"),
        ('{"reason": "\\ud800"}', "application/json", "The body cannot be read"),
        ("[" * 100_000, "application/json", "The body cannot be read"),
        ("a: &x [1]\nb: *x", "application/yaml", "aliases are not read"),
        ("a: 1\na: 2", "application/yaml", "a is there twice"),
        ("[" * 20_000, "application/yaml", "nested too deep"),
        ("#" * 500_001, "application/yaml", "500,000 are read"),
        ("a: [", "application/yaml", "it is no YAML"),
        ("score: .inf", "application/yaml", "not finite"),
        ("!!python/object:os.system {}", "application/yaml", "it is no YAML"),
    ],
)
def test_a_body_that_cannot_be_read_says_why(sends: Program, body: str, kind: str, sentence: str) -> None:
    said = sends("post", "/accounts/alder/pulses", body, status=400, kind=kind)
    assert said["where"] == "body"
    assert sentence in said["sentence"]


def test_everything_that_is_wrong_in_a_body_is_said_at_once(sends: Program) -> None:
    said = sends("post", "/accounts/alder/pulses", {"score": 101, "colour": 1}, status=422)
    assert {said["where"], *(one["where"] for one in said["more"])} == {"body.score", "body.reason", "body.colour"}
    assert sends("post", "/accounts/alder/pulses", status=422)["where"] == "body"


def test_a_failure_of_ours_is_a_sentence_and_in_the_log(
    sends: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Risk.objects, "all", lambda: 1 / 0)
    assert "Something went wrong on the server" in sends("get", "/risks", status=500)["sentence"]
    assert "ZeroDivisionError" in caplog.text


_ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text() | some.dates().map(str),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_WORDS = some.one_of(
    some.text(max_size=12), some.integers().map(str), some.dates().map(str),
    some.sampled_from(["", "-", "-1", "0", "true", "9" * 30, "1e9", "2026-03-09", "draft", "a=b", "%", "'", '"', "\\"]),
)  # fmt: skip


@cache
def _names() -> dict[str, list[str]]:
    """What each operation takes in its address, as it is described."""
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return {
        told["operationId"]: [one["name"] for one in told["parameters"] if one["in"] == "query"]
        for methods in paths.values() for told in methods.values()
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(DECLARED))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_nothing_that_can_be_sent_makes_the_server_fail(sends: Program, name: str, data: some.DataObject) -> None:
    """Of the operations as they are described: any values in the address, any body, any precondition."""
    one = DECLARED[name]
    path = address(one) if data.draw(some.booleans()) else _captured(one.path, data)
    known = _names()[name]
    query = data.draw(some.dictionaries(some.sampled_from(known), _WORDS, max_size=4)) if known else {}
    headers: dict[str, Any] = {"If-Match": '"x"'} if data.draw(some.booleans()) else {}
    reply = sends.client.generic(
        one.method, f"/api/v1{path}", _json(data.draw(_ANYTHING)), "application/json", query_params=query,
        headers={**sends.headers, **headers},
    )  # fmt: skip
    assert reply.status_code < 500, (path, query, reply.content)
    if reply.status_code >= 400:
        assert reply.json()["sentence"]


def _captured(path: str, data: some.DataObject) -> str:
    parts = path.split("/")
    return "/".join(quote(data.draw(_WORDS), safe="") if part.startswith("{") else part for part in parts)


def _json(value: Any) -> str:
    return json.dumps(value)
