"""What they asked of us: tickets opened and solved, how fast, and what is still open."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from tenure.core import words
from tenure.core.periods import local_date
from tenure.planning.reviews.exhibits import Chart, Facts, Figure, Series, Table, Value
from tenure.planning.reviews.ground import Ground, count
from tenure.work.models import Ticket

_MOST = 6


def facts(ground: Ground) -> Facts:
    rows = list(Ticket.objects.filter(account=ground.account, opened_at__lt=ground.ends).order_by("opened_at", "pk"))
    opened = [one for one in rows if one.opened_at >= ground.begins]
    solved = [one for one in rows if one.solved_at and ground.begins <= one.solved_at < ground.ends]
    unsolved = open_tickets(ground)
    if not (opened or solved or unsolved):
        return ground.facts(lead="Nothing was asked of support in this period.", sources=("tickets",))
    left = len(unsolved) or "none"
    return ground.facts(
        lead=f"{count(len(opened), 'ticket').capitalize()} opened, {len(solved)} solved; {left} still open.",
        figures=(
            Figure(label="Opened", value=Value(amount=len(opened))),
            Figure(label="Solved", value=Value(amount=len(solved))),
            Figure(label="First answer, median", value=Value(amount=first_answer(opened, ground.ends), unit="hours")),
            Figure(label="Escalated", value=Value(amount=sum(one.escalated for one in opened))),
        ),
        chart=_chart(ground, opened, solved) if len(opened) > 3 else None,
        table=_table(unsolved, ground) if unsolved else None,
        sources=("tickets",),
    )  # fmt: skip


def open_tickets(ground: Ground) -> list[Ticket]:
    """Not solved by the end of the day: those that were escalated first, then the oldest."""
    unsolved = Q(solved_at=None) & ~Q(status__in=("solved", "closed")) | Q(solved_at__gte=ground.ends)
    rows = Ticket.objects.filter(unsolved, account=ground.account, opened_at__lt=ground.ends)
    return list(rows.order_by("-escalated", "opened_at", "pk"))


def first_answer(tickets: Iterable[Ticket], before: datetime) -> float | None:
    """Median hours until the first answer; null when none was answered."""
    waited = sorted(
        (one.first_answered_at - one.opened_at).total_seconds() / 3600
        for one in tickets if one.first_answered_at and one.first_answered_at < before
    )  # fmt: skip
    if not waited:
        return None
    middle = len(waited) // 2
    return waited[middle] if len(waited) % 2 else (waited[middle - 1] + waited[middle]) / 2


def _chart(ground: Ground, opened: list[Ticket], solved: list[Ticket]) -> Chart:
    def months(days: Iterable[date]) -> Counter[str]:
        return Counter(f"{day:%Y-%m}" for day in days)

    ins = months(local_date(one.opened_at, ground.zone) for one in opened)
    outs = months(local_date(one.solved_at, ground.zone) for one in solved if one.solved_at)
    names = sorted({*ins, *outs})
    return Chart(
        kind="column", finding="Tickets opened and solved, by month.",
        categories=tuple(f"{date.fromisoformat(f'{name}-01'):%b %Y}" for name in names),
        series=(
            Series(name="Opened", values=tuple(float(ins[name]) for name in names)),
            Series(name="Solved", values=tuple(float(outs[name]) for name in names), muted=True),
        ),
    )  # fmt: skip


def _table(tickets: list[Ticket], ground: Ground) -> Table:
    rows = [
        (str(one), one.priority or words.EMPTY, words.day(local_date(one.opened_at, ground.zone)),
         "escalated" if one.escalated else "")
        for one in tickets[:_MOST]
    ]  # fmt: skip
    return Table(columns=("Still open", "Priority", "Since", ""), rows=tuple(rows),
                 numeric=(False, False, True, False), left_out=max(0, len(tickets) - _MOST))  # fmt: skip
