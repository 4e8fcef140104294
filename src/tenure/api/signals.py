"""Signals in force, and how good their alarms were."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from tenure.api.operations import Area
from tenure.health.listing import Quality, quality
from tenure.library.reading import published_measures, published_signals

area = Area("Risks")


class Test(Schema):
    __test__ = False  # not one of pytest's

    measure: str
    op: str
    value: float


class Alarms(Schema):
    """What became of its alarms."""

    all: int
    open: int
    saved: int
    lost: int
    false_alarm: int
    true: Annotated[float | None, Field(description="Saved and lost of those closed, a fraction")]


class SignalOut(Schema):
    id: str
    name: str
    sentence: str
    tests: list[Test]
    due_days: int
    alarms: Alarms


@area.get("/signals", list[SignalOut])
def signals(request: HttpRequest) -> list[SignalOut]:
    """List the signals in force: a signal opens a risk on the day on which all its tests begin to hold."""
    found = quality(request.user)
    return [
        SignalOut(
            id=signal.id, name=signal.name, sentence=signal.sentence, due_days=signal.due_days,
            tests=[Test(**test.model_dump()) for test in signal.tests], alarms=_alarms(found[signal.id]),
        )
        for signal in published_signals(published_measures())
    ]  # fmt: skip


def _alarms(found: Quality) -> Alarms:
    return Alarms(all=found.all, open=found.open, saved=found.saved, lost=found.lost, false_alarm=found.false_alarm,
                  true=found.true)  # fmt: skip
