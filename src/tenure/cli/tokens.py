"""`tenure token`: access for programs, from the command line of the server."""

import click
from django.utils import timezone

from tenure.cli.kpis import Wrong
from tenure.cli.tabular import FORMATS, shown
from tenure.cli.upkeep import require_migrated
from tenure.company.models import User
from tenure.journal.write import through
from tenure.tokens import verbs
from tenure.tokens.models import Token


@click.group()
def token() -> None:
    """Make, list and revoke tokens by which programs use the API for a person."""
    require_migrated()


@token.command()
@click.argument("email")
@click.option("--name", default="Command line", show_default=True, help="What it is for.")
@click.option("--write", is_flag=True, help="It may write as well; without it, it only reads.")
@click.option(
    "--days", type=click.IntRange(1, verbs.LONGEST_DAYS), help="How long it lasts; until revoked unless given."
)
def create(email: str, name: str, write: bool, days: int | None) -> None:
    """Make a token that acts for the person EMAIL and print it; it cannot be printed again.

    \b
    export TOKEN=$(tenure token create you@example.com)
    curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/api/v1/me
    """
    person = _person(email)
    if not person.is_active or person.role == "customer":
        raise Wrong(f"{person.email} may not use the API: only the team may, and only who is not switched off.")
    try:
        with through("command"):
            made, secret = verbs.create(None, person, name, may_write=write, days=days)
    except verbs.NotMade as error:
        raise Wrong(str(error)) from None
    click.echo(f"Token {made.pk} acts for {person.email} and {'reads and writes' if write else 'reads'}.", err=True)
    click.echo(secret)


@token.command("list")
@click.argument("email", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def list_(email: str | None, form: str) -> None:
    """List the tokens of everybody, or of the person EMAIL."""
    found = Token.objects.select_related("user").order_by("pk")
    now = timezone.now()
    click.echo(shown([
        {"id": one.pk, "person": one.user.email, "name": one.name, "begins": one.hint,
         "may": "read and write" if one.may_write else "read", "state": one.state(now),
         "last_used": _day(one.last_used_at), "expires": _day(one.expires_at)}
        for one in (found.filter(user=_person(email)) if email else found)], form))  # fmt: skip


@token.command()
@click.argument("token_id", type=int, metavar="ID")
def revoke(token_id: int) -> None:
    """End the token ID, which `tenure token list` shows; what used it is turned away at once."""
    if not Token.objects.filter(pk=token_id).exists():
        raise Wrong(f"There is no token {token_id}; `tenure token list` shows those there are.")
    with through("command"):
        click.echo(f"{verbs.revoke(None, token_id)} is revoked.")


def _person(email: str) -> User:
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise Wrong(f"Nobody here has the address {email}.")
    return person


def _day(instant: object) -> str:
    return f"{instant:%Y-%m-%d}" if instant else ""
