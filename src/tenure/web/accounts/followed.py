"""The jobs that a person started from the list: how far they are, and what came of them, until they put it away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from tenure.company.models import User
from tenure.customers.bulk import Outcome, Wish
from tenure.jobs.models import Job, State
from tenure.web import format as words
from tenure.web.accounts import said, tasks

_KEY: Final = "accounts_jobs"
_MOST: Final = 5
_ENDED_BADLY: Final = frozenset({State.FAILED, State.CANCELLED})


def follow(request: HttpRequest, job_id: str) -> None:
    request.session[_KEY] = [*request.session.get(_KEY, []), job_id][-_MOST:]


def put_away(request: HttpRequest, job_id: str) -> None:
    request.session[_KEY] = [one for one in request.session.get(_KEY, []) if one != job_id]


def export_of(user: User, job_id: str) -> Job | None:
    """The finished export that `user` asked for."""
    return Job.objects.filter(id=job_id, by=user, task=_EXPORT, state=State.DONE).first()


@dataclass(frozen=True, slots=True)
class Followed:
    """A job as the list tells it. `undo` is the instant of a bulk change that can be taken back."""

    job: Job

    @property
    def lives(self) -> bool:
        return not self.job.finished

    @property
    def share(self) -> float | None:
        return None if self.job.percent is None else self.job.percent / 100

    @property
    def tone(self) -> str:
        if self.lives:
            return "info"
        partly = self.job.state == State.DONE and not self.is_export and self._outcome().refused
        return "warn" if partly or self.job.state in _ENDED_BADLY else "good"

    @property
    def is_export(self) -> bool:
        return self.job.task == _EXPORT

    @property
    def said(self) -> str:
        start = _STARTS[self.job.task](self.job)
        if self.job.state == State.QUEUED:
            return f"{start} {self.job.reason or 'It waits for its turn.'}"
        if self.job.state == State.RUNNING:
            return f"{start} {self.job.sentence}"
        if self.job.state in _ENDED_BADLY:
            stays = "" if self.is_export else " What was done until then stays."
            return f"{start} It ended early: {self.job.reason}{stays}"
        return self._done()

    def _done(self) -> str:
        if self.is_export:
            return f"Your file of {words.number(self.job.kwargs['rows'])} rows is there. It is kept for a day."
        if self.job.task == _UNDO:
            return said.undone(self._outcome())
        return said.changed(_wish(self.job), self._outcome())

    def _outcome(self) -> Outcome:
        result = self.job.result or {"changed": 0, "already": 0, "refused": 0}
        return Outcome(at=datetime.fromisoformat(self.job.kwargs["at"]), **result)

    @property
    def file_url(self) -> str:
        done = self.is_export and self.job.state == State.DONE
        return reverse("accounts:file", args=[self.job.id]) if done else ""

    @property
    def undo(self) -> str:
        """Also of a change that ended early: what it did until then."""
        return str(self.job.kwargs["at"]) if self.job.task == _CHANGE and not self.lives else ""


def context(request: HttpRequest) -> dict[str, Any]:
    """For the template; `work_lives` while there is something to wait for."""
    found = _of(request)
    return {"work": found, "work_lives": any(one.lives for one in found)}


def _of(request: HttpRequest) -> list[Followed]:
    """Nothing is asked of the database for who has started nothing."""
    ids = request.session.get(_KEY, [])
    found = Job.objects.filter(id__in=ids, by=request.user.pk, task__in=_STARTS).order_by("enqueued_at") if ids else ()
    return [Followed(job) for job in found]


def _wish(job: Job) -> Wish:
    return Wish(job.kwargs["action"], job.kwargs["value"])


def _exporting(job: Job) -> str:
    return f"{words.number(job.kwargs['rows'])} rows are written to a file; you can go on working."


def _changing(_job: Job) -> str:
    return "Many accounts are changed; you can go on working."


def _undoing(_job: Job) -> str:
    return "The change is taken back; you can go on working."


_EXPORT: Final = tasks.export_accounts.module_path
_CHANGE: Final = tasks.change_accounts.module_path
_UNDO: Final = tasks.undo_change.module_path
_STARTS: Final[dict[str, Callable[[Any], str]]] = {_EXPORT: _exporting, _CHANGE: _changing, _UNDO: _undoing}
