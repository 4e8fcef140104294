"""The list of jobs: what was asked for, one page of it, and how many there are of each state."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch

from tenure.core.whole import whole
from tenure.jobs.models import Attempt, Job, State
from tenure.jobs.queries import JobQuerySet
from tenure.web.jobs.shown import ShownJob

PAGE = 50
_LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    state: str = ""
    quiet: bool = False  # with the scheduled runs that found nothing to do
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What the address asks for; what makes no sense there is passed over."""
        state, page = query.get("state", ""), query.get("page", "")
        number = whole(page, 5)
        return cls(state if state in State.values else "", query.get("quiet") == "1", min(max(number, 1), _LAST_PAGE))

    def address(self, **changes: object) -> str:
        asked = {"state": self.state, "quiet": "1" if self.quiet else "", "page": self.page, **changes}
        return "?" + urlencode({name: value for name, value in asked.items() if value and (name, value) != ("page", 1)})


@dataclass(frozen=True)
class History:
    asked: Asked
    zone: ZoneInfo

    @cached_property
    def _found(self) -> list[ShownJob]:
        """One more than a page, to know whether there is another."""
        first = (self.asked.page - 1) * PAGE
        attempts = Prefetch("attempts", Attempt.objects.defer("traceback").order_by("-number"))
        ids = list(self._chosen.newest().values_list("pk", flat=True)[first : first + PAGE + 1])
        chosen = Job.objects.filter(pk__in=ids).newest().select_related("by").prefetch_related(attempts)
        chosen = chosen.defer("args", "kwargs", "result")
        return [ShownJob(job, list(job.attempts.all()), self.zone) for job in chosen]

    @property
    def _kept(self) -> JobQuerySet:
        return Job.objects.all() if self.asked.quiet else Job.objects.loud()

    @property
    def _chosen(self) -> JobQuerySet:
        return self._kept.filter(state=self.asked.state) if self.asked.state else self._kept

    @property
    def jobs(self) -> list[ShownJob]:
        return self._found[:PAGE]

    @property
    def lives(self) -> bool:
        """Something here changes soon: the page looks again by itself."""
        return any(shown.lives for shown in self.jobs)

    @property
    def address(self) -> str:
        return self.asked.address() or "?"

    @property
    def newer(self) -> str:
        return self.asked.address(page=self.asked.page - 1) if self.asked.page > 1 else ""

    @property
    def older(self) -> str:
        return self.asked.address(page=self.asked.page + 1) if len(self._found) > PAGE else ""

    @property
    def other_quiet(self) -> str:
        return self.asked.address(quiet="" if self.asked.quiet else "1", page=1)

    @cached_property
    def states(self) -> list[dict[str, object]]:
        """The filter: each state with its number of jobs."""
        counts = dict(self._kept.values_list("state").annotate(jobs=Count("*")).order_by())
        rows = [("", "All", sum(counts.values())), *((s.value, s.label, counts.get(s.value, 0)) for s in State)]
        return [
            {"label": label, "count": count, "on": state == self.asked.state,
             "address": self.asked.address(state=state, page=1)}
            for state, label, count in rows
        ]  # fmt: skip
