"""`tenure token` makes, lists and revokes; a mistake is a sentence and exit code 2."""

import json

from click.testing import CliRunner, Result

from tenure.cli.tokens import token
from tenure.company.models import User
from tenure.journal.models import Change
from tenure.tokens import verbs
from tenure.tokens.models import Token


def run(*arguments: str) -> Result:
    return CliRunner().invoke(token, list(arguments))


def test_a_token_is_made_listed_and_revoked(alice: User) -> None:
    made = run("create", "Alice@Example.com", "--name", "Report", "--write", "--days", "7")
    secret = made.stdout.strip()  # alone, so that a shell can take it
    held = verbs.read(secret)
    assert held is not None
    assert (held.user, held.may_write) == (alice, True)
    assert "reads and writes" in made.stderr
    [listed] = json.loads(run("list", "--format", "json").output)
    assert (listed["person"], listed["state"], listed["may"]) == (alice.email, "in force", "read and write")
    assert secret not in run("list", alice.email).output
    assert run("revoke", str(held.pk)).output == "Report is revoked.\n"
    assert verbs.read(secret) is None
    assert {(change.origin, change.actor) for change in Change.objects.all()} == {("command", None)}


def test_what_cannot_be_done_is_said(alice: User, dana: User) -> None:
    for arguments, sentence in (
        (("create", "nobody@example.com"), "Nobody here has the address nobody@example.com."),
        (("create", dana.email), "may not use the API"),
        (("create", alice.email, "--name", ""), "what the token is for"),
        (("revoke", "999"), "There is no token 999"),
    ):
        wrong = run(*arguments)
        assert (wrong.exit_code, sentence in wrong.output) == (2, True), wrong.output
    assert not Token.objects.exists()
