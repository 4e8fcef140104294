"""`tenure library`: a folder of files is pulled, compared and pushed; nothing that people did is overwritten unseen."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tenure.cli.library import library
from tenure.company.models import User
from tenure.jobs.models import Job
from tenure.library import shipping, verbs
from tenure.library.models import Document, Kind, State

pytestmark = pytest.mark.django_db


def run(*asked: object) -> tuple[int, str]:
    done = CliRunner().invoke(library, [str(one) for one in asked])
    return done.exit_code, done.output


def force(kind: Kind, key: str) -> Document:
    return Document.objects.get(kind=kind, key=key, state=State.PUBLISHED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("pull", tmp_path / "templates")[0] == 0
    return tmp_path / "templates"


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_what_is_pulled_says_what_is_in_force(folder: Path) -> None:
    assert {file.name for file in folder.iterdir()} >= {".tenure.yaml", "measure", "scorecard", "journey"}
    assert len(list(folder.glob("*/*.yaml"))) == Document.objects.filter(state=State.PUBLISHED).count()
    assert run("diff", folder) == (0, f"{folder} says what is in force.\n")
    assert "0 written" in run("pull", folder)[1]


def test_documents_are_listed(lea: User) -> None:
    verbs.draft(Kind.MESSAGE, {**force(Kind.MESSAGE, "welcome").body, "name": "Hello"}, lea)
    rows = json.loads(run("list", "--kind", "message", "--format", "json")[1])
    assert {row["kind"] for row in rows} == {"message"}
    assert next(row for row in rows if row["id"] == "welcome")["as shipped"] == "yes"
    every = json.loads(run("list", "--kind", "message", "--all", "--format", "json")[1])
    assert [(row["title"], row["state"], row["by"]) for row in every if row["id"] == "welcome"] == [
        ("Welcome", "published", ""), ("Hello", "draft", "Lea")]  # fmt: skip


def test_a_changed_file_is_told_tried_and_put_in_force(folder: Path) -> None:
    replaced(folder / "message/welcome.yaml", "name: Welcome", "name: A warm welcome")
    replaced(folder / "measure/nps.yaml", "id: nps\n", "id: nps_2\n")
    code, told = run("diff", folder)
    assert code == 1
    assert "message/welcome.yaml  message  welcome  version 2" in told
    assert "Name: Welcome → A warm welcome" in told
    assert "not in the folder" in told
    assert run("push", folder)[0] == 2
    assert "it was a dry run" in run("push", folder, "--dry-run")[1]
    assert force(Kind.MESSAGE, "welcome").version == 1
    assert "2 in force" in run("push", folder, "--note", "Warmer.")[1]
    assert (force(Kind.MESSAGE, "welcome").title, force(Kind.MESSAGE, "welcome").note) == ("A warm welcome", "Warmer.")
    assert Job.objects.filter(task__endswith="judge").exists()
    assert "Everything is in force already." in run("push", folder, "--note", "Again.")[1]


def test_nothing_is_pushed_when_something_is_wrong(folder: Path) -> None:
    replaced(folder / "message/welcome.yaml", "name: Welcome", "name: A warm welcome")
    replaced(folder / "journey/enterprise.yaml", "days: 90", "days: soon")
    (folder / "message/other.yaml").write_text("id: [")
    code, told = run("push", folder, "--note", "x")
    assert code == 2
    assert "stages.1.days: give a whole number" in told
    assert "cannot be read as YAML" in told
    assert "2 of" in told
    assert force(Kind.MESSAGE, "welcome").version == 1


def test_what_was_published_on_a_page_since_is_not_overwritten(folder: Path, lea: User) -> None:
    body = force(Kind.MESSAGE, "welcome").body
    verbs.publish(verbs.draft(Kind.MESSAGE, {**body, "subject": "Lea's"}, lea), lea, "Shorter.")
    replaced(folder / "message/welcome.yaml", "name: Welcome", "name: Ours")
    code, told = run("push", folder, "--note", "Ours.")
    assert (code, force(Kind.MESSAGE, "welcome").body["subject"]) == (2, "Lea's")
    assert "Lea published version 2 on a page since this file was pulled (Shorter.)" in told
    run("pull", folder)
    replaced(folder / "message/welcome.yaml", "name: Welcome", "name: Ours")
    assert run("push", folder, "--note", "Ours.")[0] == 0
    assert (force(Kind.MESSAGE, "welcome").title, force(Kind.MESSAGE, "welcome").body["subject"]) == ("Ours", "Lea's")


def test_what_was_pushed_is_replaced_by_the_next_push_from_another_copy(folder: Path) -> None:
    """As a pipeline does, whose copies of the folder do not remember what earlier ones pushed."""
    remembered = (folder / ".tenure.yaml").read_text()
    for name in ("First", "Second"):
        text = (folder / "message/welcome.yaml").read_text().splitlines()
        (folder / "message/welcome.yaml").write_text("\n".join([*text[:2], f"name: {name}", *text[3:]]))
        (folder / ".tenure.yaml").write_text(remembered)
        assert run("push", folder, "--note", name)[0] == 0
    assert force(Kind.MESSAGE, "welcome").title == "Second"


def test_by_force_it_is_overwritten_and_kept_as_a_version(folder: Path, lea: User) -> None:
    body = force(Kind.MESSAGE, "welcome").body
    verbs.publish(verbs.draft(Kind.MESSAGE, {**body, "subject": "Lea's"}, lea), lea, "Shorter.")
    assert run("push", folder, "--note", "Ours.", "--force")[0] == 0
    assert force(Kind.MESSAGE, "welcome").version == 3


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    assert run("diff", tmp_path / "none")[0] == 2
    assert "is no folder" in run("diff", tmp_path / "none")[1]
    assert "holds no documents" in run("push", tmp_path, "--note", "x")[1]
    run("pull", tmp_path)
    (tmp_path / ".tenure.yaml").write_text("a: [")
    assert "cannot be read; remove it and pull again" in run("pull", tmp_path)[1]


def test_newer_texts_are_told_and_adopted_where_nobody_changed_them(lea: User, monkeypatch: pytest.MonkeyPatch) -> None:
    body = force(Kind.MESSAGE, "kick_off_invitation").body
    verbs.publish(verbs.draft(Kind.MESSAGE, {**body, "subject": "Ours"}, lea), lea, "Ours.")
    ours = ("welcome", "kick_off_invitation")
    new = [(kind, made.model_copy(update={"subject": "Better"})) for kind, made in shipping.shipped()
           if made.id in ours]  # fmt: skip
    monkeypatch.setattr(shipping, "shipped", lambda: tuple(new))
    assert "message/welcome: a newer text is there" in run("ship")[1]
    told = run("ship", "--adopt")[1]
    assert "message/welcome: adopted" in told
    assert "Kick-off invitation was changed here; take it as a draft" in told
    assert force(Kind.MESSAGE, "welcome").body["subject"] == "Better"
    assert force(Kind.MESSAGE, "kick_off_invitation").body["subject"] == "Ours"
