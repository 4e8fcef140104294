"""Measures: what is watched about accounts, and its values on any day."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Schema

from tenure.api import documents
from tenure.api.days import known
from tenure.api.documents import Publish, VersionWithBody
from tenure.api.kinds import Day
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.api.versions import IfMatch, give
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.engine import publication
from tenure.engine.measures import looking
from tenure.library.models import Kind
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure

area = Area("Measures")
_MOST_DAYS = 400
WhichOf = Annotated[str, Path(pattern=r"^(published|draft|\d{1,9})$")]


class MeasureOut(Schema):
    id: str
    name: str
    sentence: str
    group: str
    unit: str
    good: str
    formula: dict[str, Any]


class Series(Schema):
    """Values and coverage on the days asked, in their order; unknown is null."""

    measure: str
    values: list[float | None]
    coverage: list[float]


class Values(Schema):
    account: str
    days: list[date]
    measures: list[Series]


@area.get("/measures", list[MeasureOut])
def measures(request: HttpRequest) -> list[dict[str, Any]]:
    """List the measures in force with their definitions."""
    return [_told(one) for one in published_measures().values()]


@area.get("/measures/{measure_id}", MeasureOut)
def measure(request: HttpRequest, measure_id: str) -> dict[str, Any]:
    """Show the definition of one measure."""
    known = published_measures()
    if measure_id not in known:
        raise Http404
    return _told(known[measure_id])


@area.get("/accounts/{account_id:account_id}/measures", Values)
def measure_values(
    request: HttpRequest, account_id: str,
    day: Annotated[list[Day], Query(max_length=_MOST_DAYS, description="Repeatable; today unless given")] = [],  # noqa: B006
    measure: Annotated[list[str], Query(max_length=100, description="Ids, repeatable; all unless given")] = [],  # noqa: B006
) -> Values:  # fmt: skip
    """Show measures of one account on some days; each day knows only what was dated up to it."""
    account_or_404(request.user, account_id)
    asked = _asked(measure, published_measures())
    today = publication.current().today
    days = sorted(set(day or [today]))
    known(days[-1], today, "day")
    panel = looking.of_account(list(asked.values()), account_id, days)
    return Values(account=account_id, days=days, measures=[
        Series(measure=name, values=[_known(value) for value in panel.values[name][:, 0]],
               coverage=[float(covered) for covered in panel.coverage[name][:, 0]])
        for name in asked])  # fmt: skip


@area.get("/measures/{measure_id}/versions/{version}", VersionWithBody)
def measure_version(request: HttpRequest, measure_id: str, version: WhichOf, response: HttpResponse) -> VersionWithBody:
    """Show a version of a measure: published, draft, or an older one by its number."""
    shown = documents.whole(documents.found(Kind.MEASURE, measure_id, version))
    give(response, shown.etag)
    return shown


@area.ask("/proof/check-measure", MeasureOut)
def check_measure(request: HttpRequest, sent: Measure) -> dict[str, Any]:
    """Say whether a measure, as JSON or YAML, could be published; if not, which field is wrong."""
    return _told(sent)


@area.replace("/measures/{measure_id}/draft", VersionWithBody, needs="edit_scorecards")
def draft_measure(
    request: HttpRequest, measure_id: str, sent: Measure, response: HttpResponse, if_match: IfMatch = None
) -> VersionWithBody:
    """Save the draft of a measure, in place of the draft before.

    `If-Match` is the `etag` of the draft, or of the version in force when there is none; a new measure needs none.
    """
    saved = documents.whole(documents.save(Kind.MEASURE, measure_id, _told(sent), user_of(request), if_match))
    give(response, saved.etag)
    return saved


@area.delete("/measures/{measure_id}/draft", needs="edit_scorecards")
def discard_measure(request: HttpRequest, measure_id: str, if_match: IfMatch = None) -> None:
    """Throw the draft of a measure away."""
    documents.throw_away(Kind.MEASURE, measure_id, user_of(request), if_match)


@area.change("/measures/{measure_id}/publish", VersionWithBody, needs="edit_scorecards")
def publish_measure(request: HttpRequest, measure_id: str, sent: Publish, if_match: IfMatch = None) -> VersionWithBody:
    """Put the draft of a measure in force with a note; its whole past is there at once."""
    return documents.whole(documents.put_in_force(Kind.MEASURE, measure_id, sent.note, user_of(request), if_match))


def _asked(names: list[str], known: Mapping[str, Measure]) -> Mapping[str, Measure]:
    for name in names:
        if name not in known:
            raise Refusal(422, f"{name[:60]!r} is no measure; there are {', '.join(known)}.", "query.measure")
    return {name: known[name] for name in names or known}


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _told(one: Measure) -> dict[str, Any]:
    return one.model_dump(mode="json")
