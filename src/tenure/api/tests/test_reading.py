"""What the API says is what the pages and the command line say, and is paged, explicit about its day, and exact."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.api.tests.conftest import TODAY, YESTERDAY, Program
from tenure.company.models import User
from tenure.core.periods import Period
from tenure.customers.models import Account
from tenure.engine.answers import answer
from tenure.engine.measures import looking
from tenure.engine.scores import reading as scores
from tenure.feedback.models import TextLabel
from tenure.jobs.models import Job
from tenure.library.reading import published_measures

Made = Callable[..., Program]
# Queries of one request; one of them reads the token.
BASELINE = {
    "/me": 1, "/accounts": 4, "/accounts?filter=arr+%3E%3D+1&sort=-arr": 6, "/accounts/alder": 5,
    "/accounts/alder/timeline": 6, "/accounts/alder/health": 5, "/accounts/alder/health/history": 3,
    "/accounts/alder/pulses": 3, "/accounts/alder/measures": 3,
    "/risks": 4, "/signals": 4, "/scorecards": 2, "/scorecards/standard": 2,
    "/measures": 2, "/labels": 2, "/tasks": 2, "/kpis": 1, "/kpis/nrr": 2, "/kpis/nrr/rows": 2, "/jobs": 2,
}  # fmt: skip


@pytest.fixture
def reads(company: None, vera: User, program: Made) -> Program:
    return program(vera, may_write=False)


@pytest.mark.parametrize(("path", "most"), BASELINE.items())
def test_an_operation_asks_no_more_queries_than_before(reads: Program, path: str, most: int) -> None:
    reads("get", path)
    with CaptureQueriesContext(connection) as asked:
        reads("get", path)
    assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)


def test_it_says_whose_token_it_is(reads: Program, vera: User) -> None:
    said = reads("get", "/me")
    assert (said["person"]["email"], said["role"], said["may_write"]) == (vera.email, "viewer", False)


def test_accounts_are_listed_with_the_columns_asked(reads: Program) -> None:
    page = reads("get", "/accounts?columns=name,arr,status,health,features&sort=-arr")
    assert page["as_of"] == TODAY.isoformat()
    assert page["next"] is None
    assert [one["id"] for one in page["items"]] == ["alder", "birch", "dogwood", "cedar"]
    first = page["items"][0]
    assert first["arr"] == {"minor": 12 * 15000, "currency": "USD"}
    [judged] = scores.judgements("alder", [TODAY]).values()
    assert first["health"] == (judged.level.score or 0) / 100
    assert page["items"][3]["health"] is None  # left: nobody judges it, and nothing is not zero


def test_accounts_are_filtered_in_the_language_of_saved_views(reads: Program) -> None:
    def ids(query: str) -> list[str]:
        return [one["id"] for one in reads("get", f"/accounts?{query}")["items"]]

    assert ids("filter=segment+%3D+%22Enterprise%22+and+arr+%3E%3D+1000") == ["alder"]
    assert ids("search=wood") == ["dogwood"]
    assert ids("mine=true") == []
    assert ids("sort=-name") == ["dogwood", "cedar", "birch", "alder"]


def test_pages_follow_each_other_to_the_end(reads: Program) -> None:
    seen, address = [], "/accounts?per_page=1&sort=name&columns=name"
    while address:
        page = reads("get", address)
        seen += [one["name"] for one in page["items"]]
        address = (page["next"] or "").removeprefix("/api/v1")
        assert len(seen) < 9
    assert seen == ["Alder", "Birch", "Cedar", "Dogwood"]


def test_one_account_has_every_value_and_any_id(reads: Program) -> None:
    Account.objects.create(id="A/1 ~.é", name="Strange")
    assert reads("get", "/accounts/A~2F1%20~7E.%C3%A9")["name"] == "Strange"
    assert reads("get", "/accounts/alder")["mrr"] == {"minor": 15000, "currency": "USD"}
    assert reads("get", "/accounts/nobody", status=404)["sentence"].startswith("There is nothing here")


def test_a_score_adds_up_and_its_change_as_well(reads: Program) -> None:
    now = reads("get", "/accounts/alder/health")
    assert (now["day"], now["scorecard"], now["version"]) == (TODAY.isoformat(), "standard", 1)
    assert now["score"] == pytest.approx(70 + sum(one["points"] for one in now["contributions"]), abs=1e-9)
    before = date(2026, 3, 7)  # the day before the ticket
    moved = reads("get", f"/accounts/alder/health/change?before={before}")
    assert moved["points"] == pytest.approx(moved["after"]["score"] - moved["before"]["score"])
    assert moved["points"] == pytest.approx(sum(one["points"] for one in moved["causes"]))
    assert moved["points"] < 0
    assert moved["causes"][0]["measure"] in {"escalated_tickets", "open_tickets"}
    assert {one["because"] for one in moved["causes"]} <= {"value", "weight", "known", "unknown"}


def test_the_past_of_a_score_does_not_know_what_came_later(reads: Program) -> None:
    before = reads("get", "/accounts/alder/health?as_of=2026-03-07")
    tickets = {one["measure"]: one["value"] for one in before["contributions"]}
    assert tickets["escalated_tickets"] == 0
    past = reads("get", "/accounts/alder/health/history?days=4")
    assert [one["day"] for one in past] == [str(TODAY - timedelta(n)) for n in (3, 2, 1, 0)]
    assert past[0]["score"] == before["score"] > past[-1]["score"]


def test_who_moved_is_listed_with_causes(reads: Program) -> None:
    found = reads("get", "/health/moved?as_of=2026-03-08")
    assert [one["account"] for one in found["items"]] == ["alder"]
    assert found["items"][0]["causes"]
    assert reads("get", "/health/moved")["items"] == []


def test_measures_have_definitions_and_values_on_days(reads: Program) -> None:
    known = published_measures()
    assert [one["id"] for one in reads("get", "/measures")] == list(known)
    assert reads("get", "/measures/nps")["formula"]["kind"] == "latest"
    found = reads("get", "/accounts/alder/measures?measure=escalated_tickets&day=2026-03-09&day=2026-03-07")
    assert (found["days"], found["measures"][0]["values"]) == (["2026-03-07", "2026-03-09"], [0, 1])
    every = reads("get", "/accounts/alder/measures")["measures"]
    panel = looking.of_account(list(known.values()), "alder", [TODAY])
    for one in every:
        value = panel.values[one["measure"]][0, 0]
        assert one["values"] == [None if value != value else value]


def test_numbers_are_those_of_the_command_line(reads: Program) -> None:
    assert {one["id"] for one in reads("get", "/kpis")} >= {"nrr", "mrr"}
    found = reads("get", "/kpis/nrr?unit=account")
    assert (found["numerator"], found["denominator"]) == (23000, 22000)  # 150 and 80 of 100, 80 and 40
    assert found["as_of"] == YESTERDAY.isoformat()
    told = answer("nrr", Period.trailing(YESTERDAY, "12m"), unit="account")
    assert found["value"] == told.value
    rows = reads("get", "/kpis/nrr/rows?unit=account&per_page=2")
    assert len(rows["items"]) == 2
    rest = reads("get", rows["next"].removeprefix("/api/v1"))
    assert sum(one["numerator"] for one in (*rows["items"], *rest["items"])) == 23000
    some = reads("get", "/kpis/nrr?unit=account&segment=segment+%3D+%22Start-up%22")
    assert some["value"] == 0
    money = reads("get", "/kpis/mrr?from=2026-02-01&to=2026-03-01")
    assert (money["value"], money["currency"]) == (24000, "USD")
    past = reads("get", "/kpis/mrr/history?points=3")
    assert [one["as_of"] for one in past] == ["2026-01-09", "2026-02-09", "2026-03-09"]


def test_a_scorecard_is_shown_and_held_against_the_past(reads: Program) -> None:
    [listed] = [one for one in reads("get", "/scorecards") if one["id"] == "standard"]
    assert (listed["state"], listed["version"]) == ("published", 1)
    whole = reads("get", "/scorecards/standard")
    assert reads("get", "/scorecards/standard?version=1") == whole
    found = reads("get", "/scorecards/standard/replay?outcome=churned&days=90")
    assert (found["verdict"], found["area"], found["as_of"]) == ("too few", None, YESTERDAY.isoformat())
    assert "Too few to tell" in found["sentence"]
    assert reads("post", "/proof/replay", whole["body"]) == found
    reads("get", "/scorecards/standard?version=draft", status=404)


def test_a_scorecard_is_checked_as_json_and_as_yaml(reads: Program) -> None:
    body = reads("get", "/scorecards/standard")["body"]
    assert reads("post", "/proof/check", body)["groups"] == len(body["groups"])
    text = "id: mine\nname: Mine\ngroups:\n- name: One\n  inputs:\n  - {measure: nps, curve: [[0, 0], [10, 100]]}\n"
    said = reads("post", "/proof/check", text, kind="application/yaml")
    assert said == {"id": "mine", "name": "Mine", "groups": 1, "measures": 1}
    body["groups"][0]["inputs"][0]["curve"] = [[1, 0], [0, 200]]
    body["groups"][1]["weight"] = -1
    wrong = reads("post", "/proof/check", body, status=422)
    assert wrong["where"] == "body.groups.1.inputs.1.curve.2.2"
    assert wrong["more"][-1]["where"] == "body.groups.2.weight"
    unknown = reads("post", "/proof/check", text.replace("nps", "nope"), kind="text/yaml", status=422)
    assert "nope is no measure" in unknown["sentence"]


def test_signals_labels_and_jobs_are_listed(reads: Program) -> None:
    signals = reads("get", "/signals")
    assert all(one["tests"] and one["alarms"]["all"] == 0 and one["alarms"]["true"] is None for one in signals)
    TextLabel.objects.create(kind="ticket", text_id="t1", account_id="alder", told="negative", confidence=0.9, score=-2,
                             model_version="1", text_loaded_at="2026-03-09T00:00Z")  # fmt: skip
    [label] = reads("get", "/labels?account=alder&label=negative")["items"]
    assert (label["label"], label["corrected_by"]) == ("negative", None)
    assert reads("get", "/labels?account=birch")["items"] == []
    Job.objects.create(id="j", task="t", title="Export", state="running", enqueued_at="2026-03-09T00:00Z",
                       due_at="2026-03-09T00:00Z", done=1, total=4)  # fmt: skip
    assert reads("get", "/jobs/j")["percent"] == 25
    assert [one["id"] for one in reads("get", "/jobs?state=running")["items"]] == ["j"]
    assert reads("get", "/jobs?state=failed")["items"] == []


def test_before_anything_is_computed_it_says_so(home: Any, vera: User, program: Made) -> None:
    reads = program(vera)
    Account.objects.create(id="alder", name="Alder")
    assert reads("get", "/accounts")["as_of"] is None
    for path in ("/accounts/alder/health", "/kpis/nrr", "/accounts/alder/measures", "/scorecards/standard/replay"):
        assert "Nothing is computed yet" in reads("get", path, status=503)["sentence"]
