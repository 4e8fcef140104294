"""Every operation, as every role, with every kind of token, and without one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenure.api.access import MOST_FAILURES
from tenure.api.operations import DECLARED, ROUTER, Declared
from tenure.api.site import api
from tenure.api.tests.conftest import Program
from tenure.api.tests.expectations import EXPECTED, ROLES
from tenure.company.models import User

CAPTURES = {"account_id": "alder", "risk_id": "1", "scorecard_id": "standard", "measure_id": "nps", "label_id": "1",
            "kpi_id": "nrr", "job_id": "none", "pulse_id": "none", "link_id": "1", "task_id": "1",
            "onboarding_id": "none", "step": "welcome", "journey_id": "enterprise",
            "review_id": "none", "block_id": "1", "tier": "gold",
            "version": "1", "kind": "deck", "document_id": "business_review", "proposal_id": "999",
            "item_id": "1", "touchpoint_id": "none", "meeting_id": "1", "message_id": "1", "notice_id": "1",
            "reminder_id": "1", "contact_id": "none", "period": "2025-Q4",
            "cadence_id": "1", "guide_id": "1", "day": "2026-01-01"}  # fmt: skip
Made = Callable[..., Program]


def address(one: Declared) -> str:
    return re.sub(r"{(\w+)(?::\w+)?}", lambda found: CAPTURES[found[1]], one.path)


def test_every_operation_has_a_line_and_every_line_an_operation() -> None:
    assert DECLARED.keys() == EXPECTED.keys(), "add or remove lines in expectations.py"


def test_the_document_lists_every_operation_once() -> None:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    listed = [told["operationId"] for methods in paths.values() for told in methods.values()]
    assert sorted(listed) == sorted(DECLARED)


def test_a_name_in_the_document_means_one_thing() -> None:
    """It keeps one shape under a name: of two, an operation would be shown with what another takes or gives."""
    told: dict[str, dict[str, list[str]]] = {}
    for view in ROUTER.path_operations.values():
        for operation in view.operations:
            sent = [model for model in operation.models if model.__ninja_param_source__ == "body"]
            given = [model for model in operation.response_models.values() if model is not None]
            shapes = [model.model_json_schema(mode=mode).get("$defs", {}) for models, mode in (
                (sent, "validation"), (given, "serialization")) for model in models]  # fmt: skip
            for name, shape in (pair for found in shapes for pair in found.items()):
                told.setdefault(name, {}).setdefault(str(shape), []).append(str(operation.operation_id))
    assert "Problem" in told
    assert {name: [by[0] for by in found.values()] for name, found in told.items() if len(found) > 1} == {}


def test_each_role_may_do_what_is_written_and_nothing_else(company: None, person: Any, program: Made) -> None:
    wrong = []
    for role in ROLES:
        user = person(role, f"the {role}") if role != "customer" else None
        tokens = {writes: program(user, may_write=writes) for writes in (True, False)} if user else {}
        for (writes, sends), one in ((pair, one) for pair in tokens.items() for one in DECLARED.values()):
            status = sends.raw(one.method.lower(), address(one), "{}").status_code
            roles, needs_writing = EXPECTED[one.id]
            if not right(status, role in roles, writes or not needs_writing):
                wrong.append(f"{role} {one.method} {address(one)} {'writing' if writes else 'reading'} gave {status}")
    assert not wrong, "\n".join(wrong)


def right(status: int, granted: bool, enough: bool) -> bool:
    """Granted is what gets past the door: what is then missing or wrong in the request is another matter."""
    if not granted:
        return status == 404
    return status == 403 if not enough else status in {200, 201, 204, 404, 409, 422, 428}


def test_a_person_who_became_a_customer_gets_nothing(company: None, alice: User, program: Made) -> None:
    sends = program(alice)
    User.objects.filter(pk=alice.pk).update(role="customer")
    for one in DECLARED.values():
        assert sends.raw(one.method.lower(), address(one), "{}").status_code in {401, 429}, one.id


def test_without_a_token_nothing_is_answered_not_even_with_a_session(company: None, ada: User) -> None:
    stranger, signed_in = Program(""), Program("")
    signed_in.client.force_login(ada)
    for one in DECLARED.values():
        for sends in (stranger, signed_in):
            reply = sends.raw(one.method.lower(), address(one), "{}")
            assert (reply.status_code, reply["WWW-Authenticate"][:6]) == (401, "Bearer"), one.id
            assert reply.json()["sentence"].startswith("Send a token")
    assert "/api/v1" not in str(stranger.client.cookies)


def test_a_session_does_not_lend_its_rights_to_a_token(company: None, ada: User, vera: User, program: Made) -> None:
    sends = program(vera)
    sends.client.force_login(ada)
    assert sends("get", "/me")["person"]["email"] == vera.email
    sends("put", "/scorecards/standard/draft", "{}", status=404)


def test_failures_are_slowed_down_and_tokens_in_force_are_not(company: None, alice: User, program: Made) -> None:
    wrong, sends = Program("tenure_nonsense"), program(alice)
    for _ in range(MOST_FAILURES):
        wrong("get", "/me", status=401)
    reply = wrong.raw("get", "/me")
    assert (reply.status_code, reply["Retry-After"]) == (429, "60")
    sends("get", "/me")
    Program("tenure_nonsense", REMOTE_ADDR="10.0.0.9")("get", "/me", status=401)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Token x", "Bearer \x7f", "bearer é"])
def test_what_is_no_token_is_refused(db: None, header: str) -> None:
    reply = Client().get("/api/v1/me", headers={"Authorization": header} if header else {})
    assert reply.status_code == 401


def test_the_document_is_open_and_the_page_is_for_the_team(client: Client, vera: User, dana: User) -> None:
    document = client.get("/api/v1/openapi.json")
    assert document.json()["openapi"].startswith("3.")
    assert client.get("/api/")["Location"].startswith("/sign-in/")
    client.force_login(dana)
    assert client.get("/api/").status_code == 404
    client.force_login(vera)
    page = client.get("/api/").content.decode()
    assert all(f'id="{name}"' in page for name in DECLARED)
    assert "cdn" not in page.lower()
