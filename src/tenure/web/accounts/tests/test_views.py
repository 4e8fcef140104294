import re
from typing import Any

import pytest

from tenure.company.models import User
from tenure.customers.models import Segment


@pytest.fixture
def view(sign_in: Any, alice: User, make_account: Any) -> Segment:
    make_account("A", name="Kestrel", region="EMEA", arr_minor=1)
    make_account("B", name="Halden", region="APAC", arr_minor=2)
    sign_in(alice).post("/accounts/views/", {"name": "Europe", "where": "region = EMEA", "q": "kes", "sort": "name"})
    return Segment.objects.get()


def shown(page: Any) -> tuple[str, str, str]:
    asked = page.context["asked"]
    return asked.condition.text(), asked.search, asked.sort


def test_a_view_keeps_filter_search_and_order(sign_in: Any, alice: User, view: Segment) -> None:
    page = sign_in(alice).get(f"/accounts/?view={view.pk}")
    assert shown(page) == ('region = "EMEA"', "kes", "name")
    assert not page.context["asked"].changed
    assert [(tab.label, tab.current, tab.count) for tab in page.context["tabs"]][1] == ("Europe", True, 1)


def test_a_private_view_does_not_exist_for_others(sign_in: Any, bob: User, lea: User, view: Segment) -> None:
    for stranger in (bob, lea):
        browser = sign_in(stranger)
        assert browser.get(f"/accounts/?view={view.pk}").status_code == 404
        assert browser.get(f"/accounts/rows/?view={view.pk}").status_code == 404
        assert browser.get(f"/accounts/export.csv?view={view.pk}").status_code == 404
        assert "Europe" not in browser.get("/accounts/").content.decode()


@pytest.mark.parametrize("verb", ["save", "rename", "share", "delete"])
def test_only_the_owner_changes_a_view(sign_in: Any, lea: User, alice: User, view: Segment, verb: str) -> None:
    sign_in(alice).post(f"/accounts/views/{view.pk}/share/", {"shared": "yes"})
    assert sign_in(lea).get(f"/accounts/?view={view.pk}").status_code == 200
    assert sign_in(lea).post(f"/accounts/views/{view.pk}/{verb}/", {"name": "x"}).status_code == 404
    assert Segment.objects.get().name == "Europe"


@pytest.mark.parametrize("sent", ["99999", "abc", "-1", "1.5"])
def test_a_view_that_is_not_there_is_not_found(sign_in: Any, alice: User, view: Segment, sent: str) -> None:
    assert sign_in(alice).get(f"/accounts/?view={sent}").status_code == 404


def test_a_change_is_kept_only_when_it_is_saved(sign_in: Any, alice: User, view: Segment) -> None:
    browser = sign_in(alice)
    page = browser.get(f"/accounts/?view={view.pk}&where=&sort=-arr")
    assert shown(page) == ("", "kes", "-arr")
    assert page.context["asked"].changed
    assert "Save changes" in page.content.decode()
    assert shown(browser.get(f"/accounts/?view={view.pk}"))[0] == 'region = "EMEA"'
    browser.post(f"/accounts/views/{view.pk}/save/", {"view": view.pk, "where": "", "q": "", "sort": "-arr"})
    assert shown(browser.get(f"/accounts/?view={view.pk}")) == ("", "", "-arr")


def test_rename_and_delete(sign_in: Any, alice: User, view: Segment) -> None:
    browser = sign_in(alice)
    browser.post(f"/accounts/views/{view.pk}/rename/", {"name": "EU"})
    assert Segment.objects.get().name == "EU"
    assert (
        "The view “EU” is deleted." in browser.post(f"/accounts/views/{view.pk}/delete/", follow=True).content.decode()
    )
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    ("name", "where", "said"), [("", "", "1 to 80"), ("Europe", "", "already have"), ("New", "x = 1", "cannot be read")]
)
def test_what_cannot_be_saved_is_said(
    sign_in: Any, alice: User, view: Segment, name: str, where: str, said: str
) -> None:
    reply = sign_in(alice).post("/accounts/views/", {"name": name, "where": where})
    assert (
        said in sign_in(alice).get(reply["Location"]).content.decode()
        or said in reply.wsgi_request.session["accounts_done"]["said"]
    )
    assert Segment.objects.count() == 1


def test_a_shared_view_has_columns_of_its_own_for_everyone(sign_in: Any, alice: User, bob: User, view: Segment) -> None:
    sign_in(alice).post(f"/accounts/views/{view.pk}/share/", {"shared": "yes"})
    sign_in(bob).post("/accounts/columns/", {"view": view.pk, "columns": ["name", "tier"]})
    here = f"/accounts/?view={view.pk}"
    assert [head.label for head in sign_in(bob).get(here).context["heads"]] == ["Account", "Tier"]
    assert len(sign_in(alice).get(here).context["heads"]) == 10
    assert len(sign_in(bob).get("/accounts/").context["heads"]) == 10


def test_counts_come_for_every_tab(sign_in: Any, alice: User, view: Segment) -> None:
    browser = sign_in(alice)
    assert [tab.count for tab in browser.get("/accounts/").context["tabs"]] == [2, None]
    assert re.findall(r"<i>(.*?)</i>", browser.get("/accounts/counts/").content.decode()) == ["2", "1"]
