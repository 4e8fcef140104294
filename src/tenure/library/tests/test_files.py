"""Documents as files: what goes out comes in again, exactly; what is wrong stays out with a sentence."""

import io
import zipfile
from typing import Any

import pytest

from tenure.company.models import User
from tenure.library import files, verbs
from tenure.library.bringing import bring_in, wrong
from tenure.library.models import Document, Kind, State
from tenure.library.shipping import shipped

pytestmark = pytest.mark.django_db


def bodies() -> dict[tuple[str, str], Any]:
    return {(one.kind, one.key): one.body for one in Document.objects.filter(state=State.PUBLISHED)}


def test_everything_goes_out_and_comes_into_an_empty_library_as_it_was(lea: User) -> None:
    before = bodies()
    packed = files.zipped(Document.objects.order_by("-kind", "key"))
    assert files.zipped(Document.objects.order_by("-kind", "key")) == packed
    text = files.in_one(Document.objects.order_by("-kind", "key"))
    for name, content in (("all.zip", packed), ("all.yaml", text.encode())):
        Document.objects.all().delete()
        brought = bring_in(files.read(name, content), lea, "From the other one.")
        assert not wrong(brought)
        assert {one.outcome for one in brought} == {"new"}
        assert bodies() == before
    assert {one.outcome for one in bring_in(files.read("all.zip", packed), lea, "Again.")} == {"same"}


def test_every_shipped_document_reads_back_as_it_was() -> None:
    for kind, made in shipped():
        body = made.model_dump(mode="json")
        [found] = files.in_text("one.yaml", files.as_file(kind, body).encode())
        assert (found.kind, found.problem) == (kind, "")
        assert type(made).model_validate(found.body).model_dump(mode="json") == body


def test_texts_that_yaml_would_read_as_something_else_come_back_as_texts() -> None:
    body = {"id": "odd", "name": "no", "subject": "2026-01-01", "purpose": "1e3", "audience": "null", "body":
            " begins with a space\n\nkey: value\n# no comment\ntab\there \nend   \n"}  # fmt: skip
    [found] = files.in_text("message/odd.yaml", files.as_yaml(Kind.MESSAGE, body).encode())
    assert found.kind == "message"
    assert found.body == body


MINE = "kind: message\nid: mine\nname: Mine\nsubject: Hello\nbody: Text.\n"


def test_the_kind_is_said_or_is_the_folder_or_is_the_only_one_that_fits() -> None:
    plain = MINE.partition("\n")[2].encode()
    assert [files.in_text(name, plain)[0].kind for name in ("message/x.yaml", "x.yaml")] == ["message", "message"]
    [found] = files.in_text("x.yaml", b"kind: letter\nid: mine\n")
    assert found.problem.startswith("letter is no kind; begin it with a line such as")
    assert "does not say its kind" in files.in_text("x.yaml", b"id: mine\n")[0].problem


@pytest.mark.parametrize(("text", "sentence"), [
    ("a: [1", "cannot be read as YAML, line 1"),
    ("- 5", "It is no document"),
    ("id: one\nid: two", "line 1: id is there twice"),
    ("a: &x [1]\nb: *x", "line 2: aliases are not read"),
    ("a: !!python/object/apply:os.system [ls]", "could not determine a constructor"),
    ("[" * 3000, "nested too deep"),
])  # fmt: skip
def test_what_is_no_document_is_a_sentence(text: str, sentence: str) -> None:
    [found] = files.in_text("x.yaml", text.encode())
    assert sentence in found.problem


def test_a_file_that_is_none_or_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("message/large.yaml", "x" * (files.LARGEST + 1))
    for content, sentence in (
        (packed.getvalue(), "unpacks to more than"), (b"PK\x03\x04 not really", "cannot be unpacked"),
        (b"x" * (files.LARGEST + 1), "is larger than"), (b"", "There is no document in it"),
    ):  # fmt: skip
        with pytest.raises(files.BadFile, match=sentence):
            files.read("x.zip", content)


def test_only_documents_of_a_zip_are_looked_at() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("message/mine.yaml", "__MACOSX/message/mine.yaml", ".git/x.yaml", "readme.md"):
            archive.writestr(name, MINE)
    assert [one.where for one in files.read("x.zip", packed.getvalue())] == ["message/mine.yaml"]


def test_what_is_wrong_stays_out_and_the_rest_comes_in(lea: User, alice: User) -> None:
    verbs.draft(Kind.MESSAGE, Document.objects.get(key="welcome").body | {"name": "Alice's"}, alice)
    welcome = files.as_file(Kind.MESSAGE, Document.objects.get(key="welcome", state=State.PUBLISHED).body)
    text = "---\n".join([
        MINE, MINE, "kind: message\nid: broken\nname: Broken\nsubject: '{{ account.nam }}'\nbody: Text.\n",
        welcome.replace("name: Welcome", "name: Welcome again"),
    ])  # fmt: skip
    brought = bring_in(files.read("x.yaml", text.encode()), lea, None)
    assert [one.outcome for one in brought] == ["new", "refused", "refused", "refused"]
    assert "twice" in brought[1].problem
    assert "did you mean {{ account.name }}?" in brought[2].problem
    assert "Alice has a draft of it, version 2" in brought[3].problem
    assert list(Document.objects.filter(state=State.DRAFT).values_list("title", flat=True).order_by("title")) == [
        "Alice's", "Mine"]  # fmt: skip


def test_a_dry_run_says_what_would_happen_and_does_nothing(lea: User) -> None:
    body = Document.objects.get(key="welcome").body
    text = files.as_file(Kind.MESSAGE, {**body, "subject": "Another"}) + "---\n" + MINE
    counted = Document.objects.count()
    brought = bring_in(files.read("x.yaml", text.encode()), lea, "Why.", dry=True)
    assert [(one.outcome, one.version) for one in brought] == [("changed", 2), ("new", 1)]
    assert [(one.where, one.after) for one in brought[0].changes] == [("Subject", "Another")]
    assert Document.objects.count() == counted
    assert [one.outcome for one in bring_in(files.read("x.yaml", text.encode()), lea, "Why.")] == ["changed", "new"]
    with pytest.raises(verbs.Refused, match="Say what changed and why"):
        bring_in([], lea, " ")


def test_what_is_named_comes_before_what_names_it(lea: User) -> None:
    measure = {**Document.objects.get(kind=Kind.MEASURE, key="nps").body, "id": "nps_of_ours", "name": "Ours"}
    signal = {"id": "low", "name": "Low", "tests": [{"measure": "nps_of_ours", "op": "below", "value": 3}]}
    text = files.as_file(Kind.SIGNAL, signal) + "---\n" + files.as_file(Kind.MEASURE, measure)
    brought = bring_in(files.read("x.yaml", text.encode()), lea, "Ours.")
    assert [(one.kind, one.outcome) for one in brought] == [("signal", "new"), ("measure", "new")]
