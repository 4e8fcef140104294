"""The library's pages: what is listed, read, compared, published, copied, brought in and out, and by whom."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.company.models import User
from tenure.jobs.models import Job
from tenure.library import shipping, verbs
from tenure.library.models import Document, Kind, Offer, State

pytestmark = pytest.mark.django_db
DECK = "/library/deck/business_review/"


def force(kind: Kind, key: str) -> Document:
    return Document.objects.get(kind=kind, key=key, state=State.PUBLISHED)


def draft(kind: Kind, key: str, who: User, **fields: Any) -> Document:
    return verbs.draft(kind, {**force(kind, key).body, **fields}, who)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """As after an upgrade to a Tenure with another welcome message."""
    new = [(kind, made.model_copy(update={"subject": "A better subject"}))
           for kind, made in shipping.shipped() if made.id == "welcome"]  # fmt: skip
    monkeypatch.setattr(shipping, "shipped", lambda: tuple(new))
    shipping.ship()
    return Offer.objects.get()


def listed(client: Client, query: str = "") -> list[str]:
    return [row["document"].title for row in client.get(f"/library/{query}").context["rows"]]


def test_every_document_is_listed_once(client: Client, vera: User, lea: User) -> None:
    client.force_login(vera)
    draft(Kind.DECK, "business_review", lea, name="Ours")
    verbs.publish(draft(Kind.DECK, "success_review", lea, name="Start review"), lea, "Shorter.")
    verbs.retire(force(Kind.MESSAGE, "low_usage"), lea, "Not ours.")
    assert len(listed(client, "?kind=deck")) == 3
    page = client.get("/library/?kind=deck").content.decode()
    assert "Quarterly business review" in page
    assert "Shorter." in page
    assert listed(client, "?state=draft") == ["Quarterly business review"]
    assert listed(client, "?state=retired") == ["Low usage"]
    assert listed(client, "?origin=changed") == ["Start review"]
    assert listed(client, "?origin=own") == []
    assert listed(client, "?q=start%20short") == ["Start review"]
    assert listed(client, "?kind=nothing&state=x&page=zz")
    assert "No such documents" in client.get("/library/?q=zzzz").content.decode()


def test_what_reads_a_document_is_named(client: Client, vera: User) -> None:
    client.force_login(vera)
    assert "Standard" in client.get("/library/measure/nps/").content.decode()


@pytest.mark.parametrize("kind", Kind.values)
def test_a_document_of_each_kind_can_be_read(client: Client, vera: User, kind: str) -> None:
    client.force_login(vera)
    for one in Document.objects.filter(kind=kind):
        reply = client.get(f"/library/{kind}/{one.key}/")
        assert reply.status_code == 200
        assert reply.context["preview"] is not None
        assert "Take it out of force" not in reply.content.decode()
    assert client.get(f"/library/{kind}/nothing/").status_code == 404
    assert client.get("/library/letter/welcome/").status_code == 404


def test_a_version_that_cannot_be_read_any_more_is_shown_as_text(client: Client, vera: User) -> None:
    Document.objects.filter(kind=Kind.DECK, key="business_review").update(body={"id": "business_review", "old": [1]})
    client.force_login(vera)
    page = client.get(DECK).content.decode()
    assert "of an earlier Tenure" in page
    assert "old:" in page


def test_a_draft_is_published_with_a_note(client: Client, lea: User) -> None:
    client.force_login(lea)
    held = draft(Kind.DECK, "business_review", lea, days=30)
    assert "Days" in client.get(DECK).content.decode()
    seen = {"seen": held.edited_at.isoformat()}
    assert "Say what changed and why" in client.post(f"{DECK}publish/", seen, follow=True).content.decode()
    draft(Kind.DECK, "business_review", lea, days=60)
    stale = client.post(f"{DECK}publish/", seen | {"note": "A month."})
    assert stale.status_code == 422
    assert "Lea saved this draft in the meantime" in stale.content.decode()
    assert "A month." in stale.content.decode()
    seen = {"seen": Document.objects.get(state=State.DRAFT).edited_at.isoformat()}
    assert client.post(f"{DECK}publish/", seen | {"note": "A month."}).status_code == 302
    assert (force(Kind.DECK, "business_review").version, force(Kind.DECK, "business_review").note) == (2, "A month.")
    assert not Job.objects.exists()  # a deck changes no score


def test_what_scores_depend_on_is_judged_again(client: Client, lea: User) -> None:
    client.force_login(lea)
    held = draft(Kind.SCORECARD, "standard", lea, name="Ours")
    client.post("/library/scorecard/standard/publish/", {"note": "x", "seen": held.edited_at.isoformat()})
    assert Job.objects.filter(task__endswith="judge").exists()


def test_a_draft_is_thrown_away_a_document_retired_and_brought_back(client: Client, lea: User) -> None:
    client.force_login(lea)
    draft(Kind.DECK, "business_review", lea, days=30)
    client.post(f"{DECK}discard/")
    assert not Document.objects.filter(state=State.DRAFT).exists()
    assert client.post(f"{DECK}retire/").status_code == 422
    client.post(f"{DECK}retire/", {"reason": "Too long."})
    assert not Document.objects.filter(key="business_review", state=State.PUBLISHED).exists()
    assert client.post(f"{DECK}retire/", {"reason": "Again."}).status_code == 422
    client.post(f"{DECK}bring-back/", {"version": "1"})
    assert Document.objects.get(key="business_review", state=State.DRAFT).version == 2
    assert client.post(f"{DECK}bring-back/", {"version": "9"}).status_code == 404
    assert "out of force" in client.get("/library/measure/nps/").content.decode()
    refused = client.post("/library/measure/nps/retire/", {"reason": "x"})
    assert "is read by Detractor, " in refused.content.decode()


def test_after_a_mistake_one_still_comes_back(client: Client, lea: User) -> None:
    client.force_login(lea)
    sent = {"reason": " ", "next": "/messages/templates/welcome/"}
    refused = client.post("/library/message/welcome/retire/", sent).content.decode()
    assert '<input type="hidden" name="next" value="/messages/templates/welcome/">' in refused


def test_a_copy_is_a_draft_of_its_own(client: Client, lea: User) -> None:
    client.force_login(lea)
    assert client.post(f"{DECK}copy/", {"title": "Ours"}).headers["Location"].endswith("business_review_copy/edit/")
    refused = client.post(f"{DECK}copy/", {"title": "Ours", "key": "Not an id"})
    assert refused.status_code == 422
    assert "small letters, digits and _" in refused.content.decode()
    taken = client.post(f"{DECK}copy/", {"title": "Ours", "key": "business_review_copy"})
    assert "is there already; choose another id" in taken.content.decode()
    client.post("/library/deck/business_review_copy/discard/")
    assert client.get("/library/deck/business_review_copy/").status_code == 404


@pytest.mark.parametrize("kind", ["onboarding", "success_plan", "deck"])
def test_a_document_begins_with_the_least_there_can_be(client: Client, lea: User, alice: User, kind: str) -> None:
    client.force_login(lea)
    made = client.post("/library/new-document/", {"kind": kind, "title": "Our Own!"})
    assert made.headers["Location"] == f"/library/{kind}/our_own/edit/"
    assert client.get(made.headers["Location"]).status_code == 200
    client.post("/library/new-document/", {"kind": kind, "title": "Our own"})
    assert Document.objects.get(kind=kind, key="our_own_copy").title == "Our own"
    for sent in ({"kind": kind, "title": " "}, {"kind": kind, "title": "x" * 90}):
        assert 'data-tone="bad"' in client.post("/library/new-document/", sent, follow=True).content.decode()
    assert client.post("/library/new-document/", {"kind": "measure", "title": "x"}).status_code == 404
    client.force_login(alice)
    assert client.post("/library/new-document/", {"kind": kind, "title": "Mine"}).status_code == 404


def test_two_versions_are_compared_in_words_and_line_by_line(client: Client, vera: User, lea: User) -> None:
    client.force_login(vera)
    assert "They say the same" in client.get(f"{DECK}compare/").content.decode()
    verbs.publish(draft(Kind.DECK, "business_review", lea, days=30), lea, "x")
    page = client.get(f"{DECK}compare/").content.decode()
    assert "<b>Days</b>" in page
    assert 'data-mark="+"><span class="visually-hidden">added: </span>days: 30' in page
    back = client.get(f"{DECK}compare/?from=2&to=1").context["changes"]
    assert [(one.before, one.after) for one in back] == [("30", "90")]
    assert client.get(f"{DECK}compare/?from=7").status_code == 404


def test_documents_go_out_as_files(client: Client, vera: User) -> None:
    client.force_login(vera)
    assert client.get(f"{DECK}file.yaml").content.decode().startswith("kind: deck\nid: business_review\n")
    packed = zipfile.ZipFile(io.BytesIO(client.get("/library/export-files/").content))
    assert len(packed.namelist()) == Document.objects.count()
    chosen = client.get("/library/export-files/?d=deck/business_review&d=message/welcome&d=x")
    assert zipfile.ZipFile(io.BytesIO(chosen.content)).namelist() == [
        "deck/business_review.yaml", "message/welcome.yaml"]  # fmt: skip
    text = client.get("/library/export-files/?kind=deck&yaml=1").content.decode()
    assert text.count("kind: deck") == 3


def bring(client: Client, content: bytes, name: str = "x.yaml", **fields: str) -> Any:
    return client.post("/library/import-files/", {"file": SimpleUploadedFile(name, content), **fields})


MINE = b"kind: deck\nid: mine\nname: Mine\nblocks: [{kind: summary}]\n---\nkind: deck\nid: bad\nname: Bad\nblocks: []\n"


def test_a_file_is_looked_at_first_and_then_comes_in(client: Client, lea: User) -> None:
    client.force_login(lea)
    looked = bring(client, MINE, how="published")
    assert [row.outcome for row in looked.context["rows"]] == ["new", "refused"]
    assert not Document.objects.filter(key="mine").exists()
    sent = {"text": looked.context["carried"], "state": looked.context["state"], "how": "published", "do": "1"}
    assert client.post("/library/import-files/", sent).status_code == 422
    assert client.post("/library/import-files/", sent | {"note": "From the other one."}).status_code == 302
    assert force(Kind.DECK, "mine").note == "From the other one."
    assert not Document.objects.filter(key="bad").exists()


def test_what_changed_since_it_was_looked_at_is_looked_at_again(client: Client, lea: User, alice: User) -> None:
    client.force_login(lea)
    body = client.get(f"{DECK}file.yaml").content.replace(b"days: 90", b"days: 30")
    looked = bring(client, body, how="drafts")
    assert [(one.where, one.after) for one in looked.context["rows"][0].changes] == [("Days", "30")]
    draft(Kind.DECK, "business_review", alice, days=60)
    sent = {"text": looked.context["carried"], "state": looked.context["state"], "how": "drafts", "do": "1"}
    again = client.post("/library/import-files/", sent)
    assert "Somebody changed one of these documents since you looked" in again.content.decode()
    assert "Alice has a draft of it" in again.content.decode()
    assert Document.objects.get(state=State.DRAFT).body["days"] == 60


def test_a_file_that_cannot_be_read_is_a_sentence(client: Client, lea: User) -> None:
    client.force_login(lea)
    for reply in (bring(client, b"PK\x03\x04", "x.zip"), client.post("/library/import-files/")):
        assert reply.status_code == 422
    assert "It cannot be read as YAML, line 1" in bring(client, b"a: [").content.decode()


def test_a_newer_text_is_told_and_taken(client: Client, lea: User, offered: Offer) -> None:
    client.force_login(lea)
    assert listed(client, "?origin=newer") == ["Welcome"]
    assert "Take 1 that nobody changed" in client.get("/library/").content.decode()
    assert "A better subject" in client.get("/library/message/welcome/compare/?to=offer").content.decode()
    client.post("/library/message/welcome/decline/")
    assert "This Tenure brings" not in client.get("/library/").content.decode()
    Offer.objects.update(declined=False)
    client.post("/library/message/welcome/adopt/")
    assert force(Kind.MESSAGE, "welcome").body["subject"] == "A better subject"
    assert client.post("/library/message/welcome/adopt/").status_code == 404


def test_of_what_was_changed_here_the_newer_text_becomes_a_draft(client: Client, lea: User, offered: Offer) -> None:
    verbs.publish(draft(Kind.MESSAGE, "welcome", lea, subject="Ours"), lea, "Ours.")
    client.force_login(lea)
    client.post("/library/adopt-newer/")
    assert force(Kind.MESSAGE, "welcome").body["subject"] == "Ours"
    client.post("/library/message/welcome/adopt/")
    assert force(Kind.MESSAGE, "welcome").body["subject"] == "Ours"
    assert Document.objects.get(state=State.DRAFT).body["subject"] == "A better subject"


def test_all_that_nobody_changed_are_taken_at_once(client: Client, lea: User, offered: Offer) -> None:
    client.force_login(lea)
    client.post("/library/adopt-newer/")
    assert force(Kind.MESSAGE, "welcome").body["subject"] == "A better subject"


def test_who_may_not_change_a_kind_gets_nothing(client: Client, alice: User, lea: User) -> None:
    draft(Kind.DECK, "business_review", lea, days=30)
    client.force_login(alice)
    page = client.get(DECK).content.decode()
    assert "Publish version" not in page
    for address in ("publish/", "discard/", "retire/", "copy/", "bring-back/", "adopt/", "edit/check/"):
        assert client.post(f"{DECK}{address}").status_code == 404
    assert client.get(f"{DECK}edit/").status_code == 404
    assert client.get("/library/import-files/").status_code == 404


@pytest.mark.parametrize(("url", "most"), [
    ("/library/", 12), ("/library/?kind=deck&state=draft", 9), (DECK, 6), (f"{DECK}compare/", 4), (f"{DECK}edit/", 3),
])  # fmt: skip
def test_a_page_asks_no_more_queries_than_before(client: Client, lea: User, url: str, most: int) -> None:
    draft(Kind.DECK, "business_review", lea, days=30)
    client.force_login(lea)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) == most, "\n".join(query["sql"][:200] for query in asked)
