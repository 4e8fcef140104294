"""Guides and files on customers' pages, kept by programs."""

from collections.abc import Callable

import pytest

from tenure.api.tests.conftest import Program
from tenure.company.models import User
from tenure.customers.models import Account

pytestmark = pytest.mark.django_db
GUIDE = {"title": "First steps", "url": "https://help.example/first", "minutes": 4}


def test_guides_are_kept_by_who_may(alice: User, lea: User, program: Callable[..., Program]) -> None:
    Account.objects.create(id="alder", name="Alder", owner=alice)
    Account.objects.create(id="birch", name="Birch")
    sends, leads = program(alice), program(lea)
    sends("post", "/customer-pages/guides", GUIDE, status=404)  # for all is for who edits templates
    sends("post", "/customer-pages/guides", {**GUIDE, "account": "birch"}, status=404)
    own = sends("post", "/customer-pages/guides", {**GUIDE, "account": "alder"}, status=201)
    for_all = leads("post", "/customer-pages/guides", {**GUIDE, "title": "All", "place": 1}, status=201)
    assert [one["id"] for one in sends("get", "/accounts/alder/guides")] == [for_all["id"], own["id"]]
    assert [one["id"] for one in sends("get", "/customer-pages/guides")["items"]] == [for_all["id"]]
    here = f"/customer-pages/guides/{own['id']}"
    assert sends("put", here, GUIDE, status=428)
    wrong = sends("put", here, {**GUIDE, "body": "Both"}, status=422, headers={"If-Match": own["etag"]})
    assert "not both" in wrong["sentence"]
    now = sends("put", here, {**GUIDE, "minutes": None}, headers={"If-Match": own["etag"]})
    assert (now["minutes"], now["account"]) == (None, "alder")
    assert sends("put", here, GUIDE, status=412, headers={"If-Match": own["etag"]})
    assert sends("post", f"{here}/retire")["retired"]
    assert [one["id"] for one in sends("get", "/accounts/alder/guides")] == [for_all["id"]]
    assert [one["id"] for one in sends("get", "/customer-pages/guides?account=alder&retired=true")["items"]]
    assert not sends("post", f"{here}/bring-back")["retired"]
