"""The KPI page: who may see it, what it shows, and what it does with any address."""

from typing import Any

import pytest
from django.test import Client

from tenure.customers.models import Segment

Read = Any
FRAGMENTS = ("/kpis/part/card/nrr/", "/kpis/bridge/", "/kpis/cohorts/", "/kpis/nrr/", "/kpis/movements/churn/")


def test_the_team_reads_it_and_a_stranger_finds_nothing(
    company: Any, text: Read, vera: Any, alice: Any, dana: Any
) -> None:
    for person in (vera, alice):
        assert "Net revenue retention" in text(person, "/kpis/")
    for address in ("/kpis/", "/kpis/nrr/", "/kpis/bridge/", "/kpis/definitions/", "/kpis/closed/"):
        text(dana, address, status=404)


def test_it_wants_a_sign_in_and_refuses_to_be_written(client: Client, sign_in: Any, alice: Any, company: Any) -> None:
    assert client.get("/kpis/").status_code == 302
    assert sign_in(alice).post("/kpis/").status_code == 405


def test_without_numbers_it_says_what_to_do(home: Any, text: Read, lea: Any, vera: Any) -> None:
    assert "Import data" in text(lea, "/kpis/")
    assert "Ask a lead" in text(vera, "/kpis/")
    assert "Net revenue retention" in text(vera, "/kpis/definitions/")


def test_kept_numbers_are_there_at_once(company: Any, text: Read, alice: Any) -> None:
    page = text(alice, "/kpis/")
    assert "95.8%" in page
    assert "$230 of $240 opening MRR" in page
    assert "75.0%" in page
    assert 'id="card-nrr" href="/kpis/nrr/" data-drawer' in page


def test_a_number_that_is_not_kept_waits_until_it_is_seen(company: Any, text: Read, alice: Any) -> None:
    page = text(alice, "/kpis/?as_of=2025-12-31")
    assert "/kpis/part/slim/nrr/?as_of=2025-12-31" in page
    assert "95.8%" not in page
    card = text(alice, "/kpis/part/slim/nrr/?as_of=2025-12-31", htmx=True)
    assert "$230 of $240 opening MRR" in card
    assert "No base a year before" in card


def test_null_is_never_0(company: Any, text: Read, alice: Any) -> None:
    card = text(alice, "/kpis/part/slim/nrr/?as_of=2024-02-01", htmx=True)
    assert "No base" in card
    assert "0.0%" not in card
    assert "that is not 0" in card


def test_without_javascript_all_numbers_are_computed_on_request(
    company: Any, text: Read, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tenure.metrics import KPIS
    from tenure.web.kpis import board

    monkeypatch.setattr(board, "KPIS", {kpi_id: KPIS[kpi_id] for kpi_id in ("nrr", "grr", "mrr")})
    page = text(alice, "/kpis/?as_of=2025-12-31&whole=1")
    assert "$230 of $240 opening MRR" in page
    assert "Numbers of the bridge" in page
    assert 'aria-busy="true"' not in page


def test_mistakes_are_sentences_on_a_page_that_works(company: Any, text: Read, alice: Any) -> None:
    page = text(alice, "/kpis/?as_of=2031-01-01&window=soon&unit=dog&segment=view:999&compare=%00")
    for sentence in ("is not complete yet", "is not a window", "use parent or account", "not here any more"):
        assert sentence in page
    assert "95.8%" in page


@pytest.mark.parametrize("segment", ["is:Enterprise", "is:<script>", "is:'", "view:x", "rubbish", "is:"])
def test_any_segment_in_the_address_is_harmless(company: Any, text: Read, alice: Any, segment: str) -> None:
    page = text(alice, f"/kpis/?segment={segment}")
    assert "<script>'" not in page
    assert 'id="board"' in page


def test_htmx_gets_the_board_and_its_shortest_address_but_going_back_gets_the_page(
    company: Any, sign_in: Any, alice: Any
) -> None:
    browser = sign_in(alice)
    response = browser.get("/kpis/?as_of=2026-03-09&window=usual&compare=previous", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/kpis/?compare=previous"
    assert b"<html" not in response.content
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in browser.get("/kpis/", headers=back).content


def test_segments_are_the_values_there_are_and_saved_views_one_may_see(
    company: Any, text: Read, alice: Any, bob: Any
) -> None:
    condition = {"field": "segment", "op": "is", "value": "Enterprise"}
    Segment.objects.create(name="Mine", owner=alice, condition=condition)
    Segment.objects.create(name="Given", owner=bob, condition=condition, shared=True)
    Segment.objects.create(name="Private", owner=bob, condition=condition)
    Segment.objects.create(name="No past", owner=alice, condition={"field": "status", "op": "is", "value": "trial"})
    page = text(alice, "/kpis/")
    for name in ("Enterprise", "Start-up", "Mine", "Given"):
        assert f">{name}</option>" in page
    assert "Private" not in page
    assert "disabled>No past (asks for something without a past)" in page


def test_a_saved_view_is_a_segment(company: Any, text: Read, alice: Any, bob: Any) -> None:
    condition = {"field": "segment", "op": "is", "value": "Enterprise"}
    view = Segment.objects.create(name="Big ones", owner=alice, condition=condition)
    card = text(alice, f"/kpis/part/slim/nrr/?segment=view:{view.pk}", htmx=True)
    assert "$210 of $180 opening MRR" in card
    assert "$210 of $180" not in text(bob, f"/kpis/part/slim/nrr/?segment=view:{view.pk}", htmx=True)


def test_the_bridge_adds_up_and_opens(company: Any, text: Read, sign_in: Any, alice: Any) -> None:
    card = text(alice, "/kpis/bridge/", htmx=True)
    for amount in ("$240", "+$10", "+$50", "−$20", "−$40"):
        assert amount in card
    spec = sign_in(alice).get("/kpis/bridge.json").json()
    bars = {bar["category"]: bar for bar in spec["datasets"]["bars"]}
    assert (bars["opening"]["end"], bars["closing"]["end"]) == (240, 240)
    assert bars["churn"]["href"] == "/kpis/movements/churn/"


def test_cohorts_are_added_up_by_quarter(company: Any, text: Read, sign_in: Any, alice: Any) -> None:
    card = text(alice, "/kpis/cohorts/", htmx=True)
    assert "Q1 2024" in card
    assert "$220" in card  # Alder, Birch and Cedar began with 100, 80 and 40
    cells = sign_in(alice).get("/kpis/cohorts.json").json()["datasets"]["cells"]
    first = {cell["age"]: cell["text"] for cell in cells if cell["cohort"] == "Q1 2024"}
    assert (first[0], first[18], first[21]) == ("100", "100", "95")


@pytest.mark.parametrize("url", ["/kpis/nrr/past.json", "/kpis/nrr/past.json?window=mtd"])
def test_the_past_of_a_number_is_a_chart(company: Any, sign_in: Any, alice: Any, url: str) -> None:
    points = sign_in(alice).get(url).json()["datasets"]["points"]
    assert len(points) == 25
    assert points[-1]["date"] == "09 Mar 2026"


def test_a_part_without_htmx_is_the_whole_page(company: Any, sign_in: Any, alice: Any) -> None:
    response = sign_in(alice).get("/kpis/part/card/nrr/?unit=account")
    assert (response.status_code, response["Location"]) == (302, "/kpis/?unit=account&whole=1")


def test_every_number_of_the_catalogue_is_defined_with_its_choices(company: Any, text: Read, alice: Any) -> None:
    from tenure.metrics import KPIS

    page = text(alice, "/kpis/definitions/")
    for kpi in KPIS.values():
        assert f'id="{kpi.id}"' in page


def test_pages_have_neither_inline_style_nor_inline_script(company: Any, text: Read, alice: Any) -> None:
    for url in ("/kpis/", *FRAGMENTS, "/kpis/definitions/", "/kpis/closed/"):
        page = text(alice, url, htmx=url in FRAGMENTS)
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick=" not in page
