"""Work on more accounts than a page should wait for: exports, bulk changes and their undo."""

from datetime import datetime
from io import TextIOWrapper
from typing import IO, Any

from django.http import Http404

from tenure.company.models import User
from tenure.company.roles import may
from tenure.core.conditions import ConditionError
from tenure.customers import pieces
from tenure.customers.bulk import Outcome, Wish
from tenure.customers.selection import Selection
from tenure.customers.verbs import EditError
from tenure.jobs import progress
from tenure.jobs.problems import GiveUp
from tenure.jobs.task import task
from tenure.web import format as words
from tenure.web.accounts import file, kept


@task
def export_accounts(by: int, export: dict[str, Any], kind: str, token: str, rows: int) -> int:
    """Write accounts to a file."""
    user = _person(by)
    if not may(user, "export"):
        raise GiveUp("You may not export any more.")
    kept.remove_old()
    wanted = _restored(export, user)

    def say(done: int) -> None:
        progress.report(done, rows, f"{words.number(done)} of {words.number(rows)} rows written.")

    def fill(written: IO[bytes]) -> None:
        if kind == "xlsx":
            file.write_workbook(wanted, written, say)
        else:
            text = TextIOWrapper(written, encoding="utf-8", newline="")
            text.writelines(file.csv_lines(wanted, say))
            text.detach()

    return kept.write(token, kind, fill)


def _restored(export: dict[str, Any], user: User) -> file.Export:
    try:
        return file.Export.restored(export, user)
    except ConditionError as error:
        raise GiveUp(f"The filter cannot be read any more: {error}") from error


@task
def change_accounts(by: int, selection: dict[str, Any], action: str, value: str, at: str) -> dict[str, int]:
    """Change many accounts."""
    user = _person(by)
    try:
        accounts = Selection.restored(selection, user).accounts()
        return _counted(pieces.change(user, accounts, Wish(action, value), datetime.fromisoformat(at), _say))
    except (EditError, ConditionError) as error:
        raise GiveUp(str(error)) from error
    except Http404:
        raise GiveUp("You may not do this any more.") from None


@task
def undo_change(by: int, at: str, now: str) -> dict[str, int]:
    """Take back a change of many accounts."""
    return _counted(pieces.undo(_person(by), datetime.fromisoformat(at), datetime.fromisoformat(now), _say))


@task
def remove_old_exports() -> None:
    """Delete exported files that are older than a day."""
    removed = kept.remove_old()
    if removed:
        progress.report(removed, removed, f"{removed} old files deleted.")


def _say(done: int, total: int) -> None:
    progress.report(done, total, f"{words.number(done)} of {words.number(total)} accounts done.")


def _counted(outcome: Outcome) -> dict[str, int]:
    return {"changed": outcome.changed, "already": outcome.already, "refused": outcome.refused}


def _person(by: int) -> User:
    user = User.objects.filter(pk=by, is_active=True).first()
    if user is None:
        raise GiveUp("Who asked for this may not sign in any more.")
    return user
