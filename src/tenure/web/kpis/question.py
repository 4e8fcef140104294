"""A question with everything that answering it needs: who asks, about whom, of which publication."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from tenure.company.models import settings_row
from tenure.core.conditions import Condition, ConditionError
from tenure.engine import publication
from tenure.engine.publication import Publication
from tenure.web.kpis import asked as asking
from tenure.web.kpis import segments
from tenure.web.kpis.asked import Asked

CHOICE: Final = "p_"  # what stands before a KPI's own choices in an address


@dataclass(frozen=True, slots=True)
class Question:
    user: Any
    asked: Asked
    publication: Publication
    about: str  # the segment's name
    segment: Condition | None
    params: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def currency(self) -> str:
        return self.publication.currency

    def url(self, name: str, *parts: str, **changes: str | int | None) -> str:
        """The address of a page or a part that is asked the same, its own choices included."""
        chosen = {f"{CHOICE}{choice}": value for choice, value in self.params.items()}
        return reverse(f"kpis:{name}", args=parts) + self.asked.query(**chosen, **changes)

    def board_url(self, name: str, *parts: str, **changes: str | int | None) -> str:
        """As `url`, without the choices of one number."""
        return reverse(f"kpis:{name}", args=parts) + self.asked.query(**changes)


def read(request: HttpRequest) -> Question:
    """Parse the address once; raises NothingPublished when there is nothing to ask."""
    now = publication.current()
    asked, problems = asking.read(request.GET, latest=now.as_of, unit=settings_row().unit)
    try:
        about, condition = segments.condition(asked.segment, request.user)
    except ConditionError as error:
        asked, about, condition = asked.model_copy(update={"segment": ""}), "everyone", None
        problems = [*problems, str(error)]
    return Question(request.user, asked, now, about, condition, _chosen(request.GET), tuple(problems))


def kept(question: Question) -> list[tuple[str, str]]:
    """What a form about something else keeps of the question, as hidden fields."""
    return parse_qsl(question.asked.query().removeprefix("?"))


def _chosen(given: QueryDict) -> dict[str, str]:
    chosen = {name.removeprefix(CHOICE): str(value) for name, value in given.items() if name.startswith(CHOICE)}
    return {name: value for name, value in chosen.items() if value}
