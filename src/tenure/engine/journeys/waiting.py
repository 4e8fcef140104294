"""What accounts in a stage still miss on a day, and the values that were looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.journeys.asking import Asker
from tenure.engine.journeys.travelling import Law
from tenure.metrics.journeys import Criterion
from tenure.metrics.journeys.asking import Bools, Floats
from tenure.metrics.journeys.journey import condition


@dataclass(frozen=True, slots=True)
class Waiting:
    """One entry an account in the order asked: whether it meets a criterion, and the value of a measure."""

    law: Law
    met: Mapping[Criterion, Bools]
    values: Mapping[str, Floats]

    def missing(self, n: int, place: int) -> list[Criterion]:
        """What account `n`, which is at `place`, has to meet yet to go on."""
        return [one for one in self.law.journey.asked(place) if not self.met[one][n]]

    def unmet(self, place: int) -> dict[Criterion, Bools]:
        return {one: ~self.met[one] for one in self.law.journey.asked(place)}


def waiting(law: Law, day: date, accounts: Sequence[str]) -> Waiting:
    """Of these accounts at the end of the day. What was asked last is kept until the next publication."""
    return _waiting(publication.current().id, law, day, tuple(accounts))


@lru_cache(maxsize=16)
def _waiting(_publication: str, law: Law, day: date, accounts: tuple[str, ...]) -> Waiting:
    now = publication.current()
    with connect() as connection:
        publication.attach(connection, now)
        asker = Asker(connection, law.known, [day], accounts, keep=True)
        conditions = {one: condition(one, law.known) for one in law.journey.criteria()}
        asker.prepare(conditions.values())
        return Waiting(law, {one: asker.holds(asked)[0] for one, asked in conditions.items()}, asker.values)
