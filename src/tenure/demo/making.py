"""The demo made in this data folder: people, files, import, traces of work, refresh.

Every step may be killed and done again: files get their name when they are whole, an import of the same file changes
nothing, and the state says "ready" only when all of it is done.
"""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command

from tenure.customers.models import Account
from tenure.demo import (
    meetings,
    onboarding,
    planning,
    reviewing,
    sharing,
    staff,
    state,
    succeeding,
    together,
    traces,
    writing,
)
from tenure.demo.company import Size, write
from tenure.demo.people import Care
from tenure.demo.state import Demo
from tenure.engine import choices, keeping, kpi_values
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.engine.tasks import learn_churn_when_due
from tenure.feedback.labelling import label_texts
from tenure.health.reconciling import reconcile
from tenure.health.watching import watch
from tenure.ingest.runs import Request, Result, bring_in

Say = Callable[[str], None]
SOURCE = "demo"
_SECONDS = 4  # between two sentences about the same step


class NotMade(RuntimeError):
    """The demo could not be made; the message says why and what to do."""


def holds_other_data() -> bool:
    """Accounts, but no demo: somebody's own company, which must not be mixed with a simulated one."""
    return state.read() is None and Account.objects.exists()


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def make(size: Size, say: Say) -> None:
    demo = Demo(size.end, size.accounts, size.events)
    state.write(demo)
    staff.company()
    staff.sign_ins(Care.of(size.accounts, size.calendar), state.password())
    folder = files(size, say)
    for result in bring_in(Request([folder], source=SOURCE), _Pace(say)):
        say(_sentence(result))
    traces.leave()
    say("Computing everything derived.")
    catch_up(say)
    planning.plan()
    together.work()
    writing.write()
    meetings.hold()
    onboarding.begin()
    succeeding.agree()
    reviewing.review()
    sharing.share()
    state.write(demo.finished())


def catch_up(say: Say) -> None:
    """Everything derived, with the past of numbers, so that no page has to wait for the worker."""
    label_texts(_Pace(say))
    refresh(_Pace(say))
    learn_churn_when_due()  # by the worker, as in any installation
    judge(_Pace(say))
    reconcile()
    watch()
    if not kpi_values.is_complete(choices.unit()):
        keeping.fill(choices.unit(), _Pace(say))


def files(size: Size, say: Say) -> Path:
    """The company's files, written unless they are there whole."""
    folder = state.home() / "demo" / f"{size.end}-{size.accounts}-{size.events}"
    if not folder.exists():
        say(f"Telling the story of {size.accounts:,} accounts over {size.years} years.")
        draft = folder.with_name(folder.name + ".draft")
        shutil.rmtree(draft, ignore_errors=True)
        write(size, draft, progress=say)
        draft.rename(folder)
    return folder


def _sentence(result: Result) -> str:
    outcome = result.outcome
    if outcome is not None and not outcome.rejected:
        return f"Imported {outcome.rows:>9,} {outcome.table.replace('_', ' ')}."
    problems = outcome.problems if outcome else {}
    why = result.reason or ", ".join(f"{rows:,} rows with {kind}" for kind, rows in problems.items())
    # The simulator's own rows are made to be accepted.
    raise NotMade(f"{result.file} of the demo was not accepted: {why}. This is a fault of Tenure: please report it.")


class _Pace:
    """Progress of long steps, a sentence now and then."""

    def __init__(self, say: Say) -> None:
        self._say, self._last = say, time.monotonic()

    def __call__(self, done: int, total: int, sentence: str) -> None:
        if time.monotonic() - self._last >= _SECONDS:
            self._last = time.monotonic()
            self._say(f"{sentence} ({done:,} of {total:,})." if total else f"{sentence} ...")
