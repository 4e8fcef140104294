"""Editing a document: its form holds exactly its body, grows and is put in order, and says what is wrong at once."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from tenure.company.models import User
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import MODELS
from tenure.library.shipping import shipped
from tenure.web.library import forming
from tenure.web.library.drawing import Form
from tenure.web.library.forming import FORMED

pytestmark = pytest.mark.django_db
EDIT = "/library/deck/business_review/edit/"


def flat(raw: Any, path: str = "") -> dict[str, str]:
    """As a browser would send the fields."""
    if isinstance(raw, str):
        return {path: raw} if raw else {}
    if isinstance(raw, list):
        inside = {name: one for n, item in enumerate(raw) for name, one in flat(item, f"{path}.{n}").items()}
        return {f"{path}.#": str(len(raw)), **inside}
    return {
        name: one for key, item in raw.items() for name, one in flat(item, f"{path}.{key}" if path else key).items()
    }


def sent(fields: dict[str, str]) -> QueryDict:
    given = QueryDict(mutable=True)
    given.update(fields)
    return given


def typed(kind: str = Kind.DECK, key: str = "business_review", **changes: str) -> dict[str, str]:
    document = Document.objects.filter(kind=kind, key=key).order_by("-version")[0]
    return {**flat(forming.raw_of(MODELS[kind], document.body)), "seen": document.edited_at.isoformat(), **changes}


def test_every_shipped_document_survives_its_form() -> None:
    for kind, made in shipped():
        if kind in FORMED:
            body = made.model_dump(mode="json")
            raw = forming.raw_sent(type(made), sent(flat(forming.raw_of(type(made), body))))
            assert type(made).model_validate(forming.body_of(type(made), raw)).model_dump(mode="json") == body


def test_every_field_of_a_form_has_a_place_of_its_own() -> None:
    for kind, made in shipped():
        if kind in FORMED:
            form = Form(kind, forming.raw_of(type(made), made.model_dump(mode="json")))
            paths = [one.path for one in form.whole().all()]
            assert len(set(paths)) == len(paths)
            assert set(flat(form.raw)) - {f"{path}.#" for path in paths} <= set(paths)


def order(raw: Any) -> list[str]:
    return [block["kind"] for block in raw["blocks"]]


def test_lists_grow_shrink_and_are_put_in_order() -> None:
    model = MODELS[Kind.DECK]
    raw = forming.raw_of(model, {"id": "x", "name": "X", "blocks": [{"kind": kind} for kind in ("a", "b", "c")]})
    assert (forming.arranged(model, raw, "up:blocks.1"), order(raw)) == ("blocks.0", ["b", "a", "c"])
    assert (forming.arranged(model, raw, "up:blocks.0"), order(raw)) == ("blocks.0", ["b", "a", "c"])
    assert (forming.arranged(model, raw, "down:blocks.1"), order(raw)) == ("blocks.2", ["b", "c", "a"])
    assert (forming.arranged(model, raw, "remove:blocks.0"), order(raw)) == ("blocks", ["c", "a"])
    assert (forming.arranged(model, raw, "add:blocks"), order(raw)) == ("blocks.2", ["c", "a", ""])
    for odd in ("remove:blocks.9", "up:name", "add:name", "up:blocks", "", "x:y.z", "down:blocks.-1", "add:"):
        forming.arranged(model, raw, odd)
        assert order(raw) == ["c", "a", ""]


def test_a_form_says_what_is_wrong_beside_the_field(client: Client, lea: User) -> None:
    client.force_login(lea)
    reply = client.post(f"{EDIT}check/", typed(days="soon", **{"blocks.1.kind": "nonsense"}))
    page = reply.content.decode()
    assert 'id="p-f-days" hx-swap-oob="true">Days looked back on: give a whole number.' in page
    assert 'href="#f-blocks-1-kind"' in page
    cleared = client.post(f"{EDIT}check/", typed(told="f-days f-blocks-1-kind")).content.decode()
    assert "It could be published." in cleared
    assert 'id="p-f-days" hx-swap-oob="true"></span>' in cleared
    refused = client.post(EDIT, typed(days="soon"))
    assert refused.status_code == 422
    assert 'value="soon"' in refused.content.decode()
    assert not Document.objects.filter(state=State.DRAFT).exists()


def test_a_form_is_saved_as_a_draft(client: Client, lea: User) -> None:
    client.force_login(lea)
    assert client.get(EDIT).status_code == 200
    assert client.post(EDIT, typed(days="30")).status_code == 302
    held = Document.objects.get(state=State.DRAFT)
    before = Document.objects.get(kind=Kind.DECK, key="business_review", state=State.PUBLISHED)
    assert held.body == {**before.body, "days": 30}
    assert "Against version 1" in client.post(f"{EDIT}check/", typed()).content.decode()


def test_a_step_is_added_without_a_script_too(client: Client, lea: User) -> None:
    client.force_login(lea)
    before = int(typed()["blocks.#"])
    for address in (EDIT, f"{EDIT}fields/"):
        page = client.post(address, typed(do="add:blocks")).content.decode()
        assert f'name="blocks.#" value="{before + 1}"' in page
        assert "autofocus" in page


def test_fields_and_yaml_are_the_same_document(client: Client, lea: User) -> None:
    client.force_login(lea)
    text = client.post(f"{EDIT}fields/", typed(to="yaml", days="31")).context["typed"].text
    assert "days: 31" in text or "days: '31'" in text
    back = client.post(f"{EDIT}fields/", {"yaml": text, "to": "fields"})
    assert 'name="days" value="31"' in back.content.decode()
    for wrong in ("a: [", "blocks: 5", "- 1", "---\nid: a\n---\nid: b"):
        kept = client.post(f"{EDIT}fields/", {"yaml": wrong, "to": "fields"})
        assert kept.status_code == 200
        assert kept.context["typed"].text == wrong
        assert kept.context["typed"].sentences


@pytest.mark.parametrize(("kind", "key"), [
    ("measure", "nps"), ("scorecard", "standard"), ("signal", "at_risk"), ("message", "welcome"),
    ("journey", "enterprise"), ("deck", "business_review"), ("success_plan", "efficiency")])  # fmt: skip
def test_every_kind_is_edited_as_yaml(client: Client, lea: User, kind: str, key: str) -> None:
    client.force_login(lea)
    address = f"/library/{kind}/{key}/edit/"
    text = client.get(f"{address}?yaml=1").context["typed"].text
    document = Document.objects.get(kind=kind, key=key, state=State.PUBLISHED)
    seen = document.edited_at.isoformat()
    assert "says the same" in client.post(f"{address}check/", {"yaml": text}).content.decode()
    changed = text.replace(f"name: {document.title}", "name: Another name")
    assert client.post(address, {"yaml": changed, "seen": seen}).status_code == 302
    assert Document.objects.get(kind=kind, key=key, state=State.DRAFT).body == {**document.body, "name": "Another name"}


def test_yaml_that_cannot_be_used_is_a_sentence_and_kept(client: Client, lea: User) -> None:
    client.force_login(lea)
    for text, said in (("id: [", "cannot be read as YAML"), ("id: other\nname: X\nblocks: [{kind: summary}]", "stays"),
                       ("id: business_review\nname: X\nblocks: []", "blocks"), ("", "is missing")):  # fmt: skip
        reply = client.post(EDIT, {"yaml": text, "seen": ""})
        assert reply.status_code == 422
        assert said in reply.content.decode()
        assert reply.context["typed"].text == text


def test_two_people_see_both_and_lose_nothing(client: Client, lea: User, alice: User) -> None:
    client.force_login(lea)
    mine = typed(days="30")
    body = Document.objects.get(kind=Kind.DECK, key="business_review").body
    verbs.draft(Kind.DECK, {**body, "days": 60, "sentence": "Alice's"}, alice)
    reply = client.post(EDIT, mine)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Alice saved this draft in the meantime" in page
    assert [(one.where, one.before, one.after) for one in reply.context["typed"].theirs if one.where == "Days"] == [
        ("Days", "60", "30")]  # fmt: skip
    assert 'name="days" value="30"' in page
    assert Document.objects.get(state=State.DRAFT).body["days"] == 60
    again = mine | {"seen": reply.context["seen"]}
    assert client.post(EDIT, again).status_code == 302
    assert Document.objects.get(state=State.DRAFT).body["days"] == 30


def test_a_forged_form_is_bounded(client: Client, lea: User) -> None:
    client.force_login(lea)
    for number in ("9999999", "-1", "²", "x"):
        reply = client.post(f"{EDIT}check/", {"name": "X", "blocks.#": number})
        assert reply.status_code == 200
