"""What a task came from: as a form names it, and as a link back to it. A stage adds a line for what tasks come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, QueryDict
from django.urls import NoReverseMatch, reverse

from tenure.core.whole import whole
from tenure.customers.models import Account
from tenure.health.verbs import may_work_on, risk_or_404
from tenure.work.models import Task


@dataclass(frozen=True, slots=True)
class Origin:
    kind: str
    id: str
    account: Account

    @property
    def named(self) -> tuple[str, str]:
        return (self.kind, self.id)


def origin_of(user: Any, given: QueryDict) -> Origin | None:
    """The risk that a form is about, if the person may work on it."""
    sent = given.get("risk", "")
    if not sent:
        return None
    risk = risk_or_404(user, whole(sent, 17))
    if not may_work_on(user, risk):
        raise Http404
    return Origin("risk", str(risk.pk), risk.account)


def came_from(task: Task) -> tuple[str, str] | None:
    """What it came from in a word, and the address of that, empty where it has no page; None where from nothing."""
    if not task.origin_kind:
        return None
    word, address = _FROM.get(task.origin_kind, (task.origin_kind.replace("_", " ").capitalize(), _nowhere))
    try:
        return word, address(task)
    except NoReverseMatch:
        return word, ""


def _nowhere(task: Task) -> str:
    return ""


def _timeline(task: Task) -> str:
    return reverse("account:timeline", args=[task.account_id]) if task.account_id else ""


def _page(name: str) -> Callable[[Task], str]:
    return lambda task: reverse(name, args=[task.origin_id])


_FROM: Final[Mapping[str, tuple[str, Callable[[Task], str]]]] = {
    "risk": ("Risk", _page("risks:detail")),
    "touchpoint": ("Touchpoint", _timeline),
    "meeting": ("Meeting", _page("meetings:detail")),
    "onboarding": ("Onboarding", _page("onboarding:page")),
    "review": ("Review", _page("reviews:detail")),
    "objective": ("Objective", _page("success:objective")),
}
