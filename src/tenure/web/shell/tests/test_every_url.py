"""Every address, as every role, with every method: what is not granted in `expectations` is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tenure.company.models import User
from tenure.customers.models import Account, Segment
from tenure.web.shell.tests.expectations import EVERYONE, EXPECTED, May

# What the captures of an address are filled with.
CAPTURES: dict[str, Any] = {"risk_id": 1, "label_id": 1, "verb": "take", "journey": "self_serve",
    "account_id": "A/1 ~.", "kind": "csv", "job_id": "none", "run_id": 999, "upload_id": "none", "place": 0,
    "row_id": 999, "category": "new", "kpi_id": "nrr", "part": "card", "change_id": 999, "key": "standard",
    "message_id": 999, "meeting_id": 999, "mail_id": "none", "token": "none.none", "provider": "postmark",
    "resource_id": 999, "contact_id": "none", "user_id": "none",
    "proposal_id": 999, "goal_id": "none", "review_id": "none", "block_id": 999, "plan_id": "none",
    "name": "segment", "measure": "nps", "number": 1, "task_id": 999, "uidb36": "1", "pk": 999,
    "onboarding_id": "none", "step": "welcome",
    "what": "meeting", "notice_id": 999, "item_id": 999, "reminder_id": 999, "secret": "none",
}  # fmt: skip
ROLES = sorted(EVERYONE)


def addresses(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace == "api":
            continue  # its own test holds its operations against the roles
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from addresses(entry, inner)
        else:
            yield f"{prefix}{entry.name}", entry


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    assert {name for name, _ in addresses()} == EXPECTED.keys(), "add or remove lines in expectations.py"


SENT = {"person-role": {"role": "viewer"}, "customer-pages:code": {"code": "always"}}
Cast = dict[str, tuple[User, Segment]]


@pytest.fixture
def cast(db: None, person: Any) -> Cast:
    """For each role a person with a saved view; the CSM owns the account."""
    people = {role: person(role, role) for role in ROLES}
    Account.objects.create(id=CAPTURES["account_id"], name="Kestrel", owner=people["csm"])
    return {role: (user, Segment.objects.create(name="Mine", owner=user)) for role, user in people.items()}


def address(name: str, pattern: URLPattern, user: User, view: Segment) -> str:
    captures = dict(CAPTURES)
    if name.startswith("accounts:view"):
        captures["pk"] = view.pk
    elif name.startswith("risks:signal"):
        captures["key"] = "at_risk"
    elif name.startswith("library:"):
        captures |= {"kind": "deck", "key": "business_review"}
    elif name.startswith("measures:"):
        captures["key"] = "active_users"
    elif name.startswith("person-"):
        captures["pk"] = user.pk
    wanted = {*pattern.pattern.converters, *getattr(pattern.pattern.regex, "groupindex", {})}
    return reverse(name, kwargs={key: captures[key] for key in wanted})


def asked(client: Client, method: str, url: str, name: str) -> Any:
    """What the server answers; whatever it did is taken back, so that one address does not change the next."""
    with transaction.atomic():
        reply = getattr(client, method)(url, **({"data": SENT[name]} if method == "post" and name in SENT else {}))
        transaction.set_rollback(True)
    return reply


def test_each_role_may_do_what_is_written_and_nothing_else(cast: Cast) -> None:
    wrong = []
    for role, (user, view) in cast.items():
        client = Client(raise_request_exception=False)
        client.force_login(user)
        for name, pattern in addresses():
            url = address(name, pattern, user, view)
            if name.startswith(("account_", "mfa_")):
                client.force_login(user)
            for method in ("get", "post") if role != "administrator" else ("get", "post", "put", "delete"):
                status = asked(client, method, url, name).status_code
                if not right(status, method, role, EXPECTED.get(name, May())):
                    wrong.append(f"{role} {method.upper()} {url} gave {status}")
    assert not wrong, "\n".join(wrong)


def right(status: int, method: str, role: str, line: May) -> bool:
    if line.read == line.send == EVERYONE:
        return status < 500  # sign-in: the package decides which methods it knows
    granted = {"get": line.read, "post": line.send}.get(method, frozenset())
    if role not in granted:
        return status == 404 or (status == 405 and not granted)
    return status in ({200, 302, 422} if line.made else {200, 302, 400, 404, 422, 503})


def test_a_stranger_is_sent_to_the_sign_in(cast: Cast) -> None:
    wrong, (user, view) = [], cast["viewer"]
    stranger = Client(raise_request_exception=False)
    for name, pattern in addresses():
        url = address(name, pattern, user, view)
        for method in ("get", "post"):
            stranger.cookies.clear()
            reply = asked(stranger, method, url, name)
            if not turned_away(reply, name):
                wrong.append(f"{method.upper()} {url} gave {reply.status_code}")
    assert not wrong, "\n".join(wrong)


def turned_away(reply: Any, name: str) -> bool:
    if EXPECTED[name].public:
        return bool(reply.status_code < 500)
    if name in {"home", "account_logout"}:
        return bool(reply.status_code in {302, 405})
    return bool(reply.status_code == 302 and reply["Location"].startswith("/sign-in/"))
