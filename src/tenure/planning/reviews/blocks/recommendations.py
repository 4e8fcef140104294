"""What we would do, each with the fact that speaks for it. Rules in the order in which they matter; none is made up."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tenure.core import words
from tenure.core.periods import DAY
from tenure.engine import account as engine
from tenure.engine.account import GoalAt
from tenure.planning.models import Goal
from tenure.planning.reviews.blocks import objectives
from tenure.planning.reviews.blocks.support import open_tickets
from tenure.planning.reviews.blocks.usage import plain
from tenure.planning.reviews.blocks.voice import latest
from tenure.planning.reviews.exhibits import Facts, Point, written
from tenure.planning.reviews.ground import Ground, count, listed

_MOST: Final = 6
_FULL: Final = 0.95
_LOW: Final = 0.6
_FALL: Final = 0.2
_SOON: Final = 30 * DAY


def facts(ground: Ground) -> Facts:
    found = [point for rule in RULES for point in rule(ground)][:_MOST]
    if not found:
        return ground.facts(
            lead="Nothing in the facts asks for a change.", sources=("usage, objectives, tickets and surveys",)
        )
    return ground.facts(
        lead=f"{count(len(found), 'thing').capitalize()} we would do next.", points=tuple(found),
        sources=("usage, objectives, tickets and surveys",),
    )  # fmt: skip


def escalations(ground: Ground) -> Iterator[Point]:
    waiting = [one for one in open_tickets(ground) if one.escalated]
    if waiting:
        yield Point(text=f"Close what is escalated: {listed([str(one) for one in waiting])}",
                    cause=f"open since {words.day(waiting[0].opened_at)}", tone="bad")  # fmt: skip


def falling_use(ground: Ground) -> Iterator[Point]:
    now, before = ground.now("active"), ground.before("active")
    if now is not None and before and (before - now) / before >= _FALL:
        yield Point(text="Find out which team stopped, and why",
                    cause=f"{words.number(before)} people in 30 days when the period began, {words.number(now)} now",
                    tone="bad")  # fmt: skip


def licences(ground: Ground) -> Iterator[Point]:
    share, seats, active = ground.now("utilisation"), ground.now("seats"), ground.now("active")
    if share is None or not seats or active is None:
        return
    used = f"{words.number(active)} of {words.number(seats)} licences were used in 30 days"
    if share >= _FULL:
        yield Point(text="Plan for more licences before somebody has to wait", cause=used, tone="good")
    elif share < _LOW:
        middle = ground.spread("utilisation").middle
        beside = f"; half of comparable customers use {written(middle, 'ratio')} or more" if middle else ""
        free = count(round(seats - active), "licence")
        yield Point(text=f"Bring the other {free} to use", cause=used + beside, tone="warn")


def late_objectives(ground: Ground) -> Iterator[Point]:
    late = [goal for goal in ground.goals if goal.late(ground.as_of)]
    for goal, name in list(zip(late, _names(late), strict=True))[:2]:
        at = f"is at {written(goal.progress, 'ratio')}" if goal.progress is not None else "was not measured"
        cause = f"was due {words.day(goal.due_on)} and {at}"
        yield Point(text=f"Agree what it takes to reach {name}", cause=cause, tone="warn")


def unconfirmed_objectives(ground: Ground) -> Iterator[Point]:
    reached = [goal for goal in objectives.shown(ground) if goal.reached and goal.verified_on is None]
    if reached:
        are = "is" if len(reached) == 1 else "are"
        yield Point(text=f"Confirm that {listed(_names(reached), 2)} {are} reached",
                    cause="the figures say so; you have not confirmed it yet", tone="good")  # fmt: skip


def unused_features(ground: Ground) -> Iterator[Point]:
    never = [plain(one.feature) for one in engine.features(ground.account.pk, ground.as_of) if one.state == "never"]
    if never:
        yield Point(text=f"Try {listed(never)}", cause="in your contract and not used in 90 days", tone="idle")


def unhappy_answer(ground: Ground) -> Iterator[Point]:
    said = latest(engine.answers(ground.account.pk, ground.since, ground.as_of), "nps")
    if said is not None and said.score <= 6:
        cause = f"{said.score} of {said.scale_max} on {words.day(said.responded_on)}"
        yield Point(text="Talk through what bothers the people who answered", cause=cause, tone="bad")


def next_objectives(ground: Ground) -> Iterator[Point]:
    ahead = [goal for goal in objectives.shown(ground) if not goal.reached and not goal.ended]
    if not ahead:
        yield Point(text="Agree the objectives of the next period", cause="none is open", tone="idle")
    elif soon := [one for one in ahead if one.due_on and ground.as_of <= one.due_on <= ground.as_of + _SOON]:
        first = soon[0]
        cause = f"due {words.day(first.due_on)}, {written(first.progress, 'ratio')} of the way"
        yield Point(text=f"Look at {_names(soon)[0]} together before it falls due", cause=cause)


RULES: Final[tuple[Callable[[Ground], Iterator[Point]], ...]] = (
    escalations, falling_use, late_objectives, unhappy_answer, licences, unconfirmed_objectives, unused_features,
    next_objectives,
)  # fmt: skip


def _names(goals: Sequence[GoalAt]) -> list[str]:
    """In quotation marks, in their order; one that was deleted since goes by its id."""
    found = {goal.pk: str(goal) for goal in Goal.objects.filter(pk__in=[one.goal_id for one in goals])}
    return [f"“{found.get(one.goal_id, one.goal_id)}”" for one in goals]
