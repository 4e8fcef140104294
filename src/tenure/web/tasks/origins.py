"""What a task came from, as a form names it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict

from tenure.customers.models import Account
from tenure.health.verbs import may_work_on, risk_or_404


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
    risk = risk_or_404(user, int(sent) if sent.isdecimal() and len(sent) < 18 else 0)
    if not may_work_on(user, risk):
        raise Http404
    return Origin("risk", str(risk.pk), risk.account)
