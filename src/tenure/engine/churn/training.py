"""Learning the churn risk from the book's past, and keeping what came of it as a row."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.churn.past import Past, past
from tenure.engine.models import ChurnTraining
from tenure.engine.publication import NothingPublished, Publication
from tenure.jobs.models import Job
from tenure.jobs.once import effect
from tenure.library.reading import published_measures
from tenure.metrics.learning import Learned, learn
from tenure.metrics.measures import Measure

HORIZON: Final = 90  # days
KEY: Final = "churn-risk"  # of the job: one at a time
BASELINE: Final = "days since last use"
_AGAIN: Final = timedelta(hours=20)  # after an attempt that came to nothing
Progress = Callable[[int, int, str], None]


def train(progress: Progress | None = None, by: int | None = None) -> ChurnTraining | None:
    """Learn from the current publication; returns the new row, or None if this job kept one before it was killed.

    Raises NothingPublished.
    """
    say = progress or (lambda done, total, sentence: None)
    now, measures = publication.current(), told_by_facts(published_measures().values())
    found = past(now, measures, HORIZON, lambda sentence: say(0, 0, sentence))
    learned = learn(found.examples, HORIZON, now.today, {BASELINE: found.silence},
                    lambda done, fits: say(done, fits, _said(done, fits)))  # fmt: skip
    say(0, 0, "Keeping what was learned")
    return _keep(now, measures, found, learned, by)


def told_by_facts(measures: Iterable[Measure]) -> list[Measure]:
    """What people judge, such as the CSM pulse, stays apart: it is held against the numbers, not mixed into them."""
    return [measure for measure in measures if measure.group != "judgement"]


def _said(done: int, fits: int) -> str:
    if done == fits - 1:
        return "Learning from all accounts"
    return "Learning from a part of the accounts, to foretell the others"


def _keep(
    now: Publication, measures: list[Measure], found: Past, learned: Learned, by: int | None
) -> ChurnTraining | None:
    used = [measure for measure in measures if measure.id in found.examples.measures]
    names = [measure.name for measure in measures if measure.id in found.left_out]
    with effect("kept") as first:
        if not first:
            return None
        made = ChurnTraining(
            at=timezone.now(), by_id=by, publication=now.id, as_of=now.as_of, looked_at=found.accounts,
            of_accounts=found.of, shown=learned.risk is not None, card=learned.card.to_json(),
            model=learned.risk.to_json() if learned.risk else "",
            measures=[measure.model_dump(mode="json") for measure in used], left_out=names,
        )  # fmt: skip
        before = ChurnTraining.objects.first()
        if before and before.too_few and made.too_few:
            before.delete()  # it said the same: one row for all the days on which there was too little
        made.save()
        return made


def due() -> bool:
    """Whether it is time: nothing was learned yet, or not in this month; and it was not just tried.

    While there is too little to learn from, which is no result, it is tried each day: facts may have come since.
    """
    try:
        now = publication.current()
    except NothingPublished:
        return False
    newest = ChurnTraining.objects.first()
    if newest and newest.as_of >= now.as_of:
        return False
    if newest and not newest.too_few and _month(newest.as_of + DAY) == _month(now.today):
        return False
    return not Job.objects.filter(key=KEY, enqueued_at__gt=timezone.now() - _AGAIN).exists()


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
