"""Journeys for programs are those of the pages: who stands where, and the way of one account."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tenure.api.tests.conftest import YESTERDAY, Program
from tenure.company.models import User
from tenure.engine.journeys.book import law
from tenure.engine.journeys.one import way
from tenure.library.models import Document, Kind
from tenure.library.reading import published_journeys, published_measures
from tenure.library.verbs import draft, publish

Made = Callable[..., Program]


@pytest.fixture
def reads(company: None, vera: User, program: Made) -> Program:
    """With a journey that every customer is on."""
    body = Document.objects.get(kind=Kind.JOURNEY, key="enterprise").body
    made = draft(Kind.JOURNEY, body | {"id": "everybody", "name": "Everybody's", "condition": ""}, vera)
    publish(made, vera, "For all")
    return program(vera, may_write=False)


def test_the_flow_of_a_period_is_that_of_the_ways_of_its_accounts(reads: Program) -> None:
    names = {one["id"] for one in reads("get", "/journeys")}
    assert names == {held.journey.id for held in published_journeys(published_measures())}
    since = YESTERDAY - timedelta(days=180)
    then, now = (stages(reads, day) for day in (since, YESTERDAY))
    for name in sorted(names):
        told = reads("get", f"/journeys/{name}?since={since}")
        assert told["as_of"] == str(YESTERDAY)
        went = Counter((start, now.get(way)) for way, start in then.items() if way[0] == name)
        assert {(one["start"], one["end"]): one["accounts"] for one in told["flow"]} == went
        stood = {one["name"]: one["accounts"] for one in told["standings"] if one["accounts"]}
        assert stood == Counter(stage for way, stage in now.items() if way[0] == name)
    assert [sum(way[0] == "everybody" for way in day) for day in (then, now)] == [3, 3]  # Cedar left, Dogwood came


def stages(reads: Program, day: date) -> dict[tuple[str, str], str]:
    """Where each account is at the end of a day, by its journey, from its own way."""
    ways = ((account, one) for account in ("alder", "birch", "cedar", "dogwood")
            for one in reads("get", f"/accounts/{account}/journeys?as_of={day}"))  # fmt: skip
    return {(one["journey"], account): one["visits"][-1]["stage"]
            for account, one in ways if one["visits"][-1]["until"] is None}  # fmt: skip


def test_an_account_goes_the_way_that_the_engine_tells(reads: Program) -> None:
    known = published_measures()
    found = {held.journey.id: way(law(held.journey, known), "alder", YESTERDAY) for held in published_journeys(known)}
    told = {one["journey"]: one for one in reads("get", f"/accounts/alder/journeys?as_of={YESTERDAY}")}
    assert told.keys() == {name for name, travelled in found.items() if travelled}
    assert told
    for name, one in told.items():
        travelled = found[name]
        assert travelled is not None
        assert len(one["visits"]) == len(travelled.because)
        assert one["visits"][-1]["until"] is None
        assert len(one["missing"]) == len(travelled.missing)


def test_what_cannot_be_told_is_a_sentence(reads: Program) -> None:
    reads("get", "/journeys/nowhere", status=404)
    reads("get", "/accounts/nobody/journeys", status=404)
    said = reads("get", f"/journeys/enterprise?since={YESTERDAY}&as_of={YESTERDAY}", status=422)
    assert said["sentence"].startswith("Ask for a first day before the last one")
    assert said["where"] == "query.since"
