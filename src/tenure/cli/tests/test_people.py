import pytest
from click.testing import CliRunner, Result

from tenure.cli.people import admin
from tenure.company.models import Role, User
from tenure.journal.models import Change

pytestmark = pytest.mark.django_db


def run(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(admin, list(words), input=given)


def test_the_first_administrator_gets_a_password_that_works() -> None:
    result = run("Ada@Example.org", "--name", "Ada Byron")
    assert result.exit_code == 0
    said, password = result.output.strip().split("\nPassword: ")
    assert said == "ada@example.org is now an administrator with a new password."
    user = User.objects.get(email="ada@example.org")
    assert (user.name, user.role, user.is_active) == ("Ada Byron", Role.ADMINISTRATOR, True)
    assert user.check_password(password)
    assert Change.objects.get().verb == "user.made_administrator"
    assert password not in str(Change.objects.values())


def test_a_given_password_is_taken_and_not_printed() -> None:
    result = run("ada@example.org", "--password-stdin", given="four words in a row\n")
    assert "four words" not in result.output
    assert User.objects.get().check_password("four words in a row")


def test_a_person_who_is_there_keeps_the_name_and_gets_in_again() -> None:
    User.objects.create_user("bob@example.org", "old password 1", name="Bob", role=Role.VIEWER, is_active=False)
    run("BOB@example.org", "--password-stdin", given="four words in a row")
    bob = User.objects.get()
    assert (bob.name, bob.role, bob.is_active) == ("Bob", Role.ADMINISTRATOR, True)
    assert bob.check_password("four words in a row")
    assert "still an administrator" in run("bob@example.org").output


@pytest.mark.parametrize(
    ("words", "given", "sentence"),
    [
        (["nobody"], "", "'nobody' is not an e-mail address."),
        (["ada@example.org", "--password-stdin"], "", "There is no password on standard input."),
        (["ada@example.org", "--password-stdin"], "short\n", "This password is too short."),
    ],
    ids=["address", "empty", "short"],
)
def test_what_cannot_be_is_refused_with_a_sentence(words: list[str], given: str, sentence: str) -> None:
    result = run(*words, given=given)
    assert result.exit_code == 1
    assert sentence in result.output
    assert not User.objects.exists()
