"""What went wrong, always in the same shape: a sentence, where, and what else is wrong."""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic import Field

from tenure.core.conditions import ConditionError
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.engine.answers import NotComplete, UnknownKpi
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.feedback.verbs import NotALabel
from tenure.library.verbs import Refused
from tenure.metrics.measures.documents import Unusable
from tenure.onboarding.locking import PlanChanged
from tenure.tokens.once import OtherRequest

_log = logging.getLogger(__name__)
CHANGED = "Somebody changed it in the meantime; read it again and send what you read."
NOTHING_HERE = "There is nothing here, or nothing that you may see."


class Fault(Schema):
    sentence: str
    where: Annotated[str, Field(description="Such as query.as_of or body.groups.1.weight; empty if nowhere")] = ""


class Problem(Fault):
    """Every answer that is not a success."""

    more: Annotated[list[Fault], Field(description="What else is wrong")] = []


class Refusal(Exception):
    """A request that is not carried out: the status, a sentence, and where."""

    def __init__(self, status: int, sentence: str, where: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.fault, self.headers = status, Fault(sentence=sentence, where=where), headers or {}


def reply(api: NinjaAPI, request: HttpRequest, status: int, faults: Sequence[Fault]) -> HttpResponse:
    first, *rest = faults
    problem = Problem(sentence=first.sentence, where=first.where, more=rest)
    return api.create_response(request, problem.model_dump(), status=status)


# Exceptions of the layers below whose message is a sentence for the person: the status they have here.
_SENTENCES: dict[type[Exception], int] = {
    ConditionError: 422, NotComplete: 422, NotAccepted: 422, NotALabel: 422, Unusable: 422, OtherRequest: 422,
    Refused: 409, UnknownKpi: 404, NothingPublished: 503, TooSlow: 503,
}  # fmt: skip


def add_handlers(api: NinjaAPI) -> None:
    """Every exception becomes a Problem; one that nobody expected is logged."""

    def answers(kind: type[Exception], told: Callable[[Any], tuple[int, Sequence[Fault]]]) -> None:
        def handle(request: HttpRequest, error: Any) -> HttpResponse:
            status, faults = told(error)
            return reply(api, request, status, faults)

        api.add_exception_handler(kind, handle)

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        answer = reply(api, request, error.status, [error.fault])
        for name, value in error.headers.items():
            answer[name] = value
        return answer

    def changed(request: HttpRequest, _error: Any) -> HttpResponse:
        where = "header.If-Match" if "If-Match" in request.headers else "body"
        return reply(api, request, 412, [Fault(sentence=CHANGED, where=where)])

    api.add_exception_handler(Refusal, refused)
    for meanwhile in (ChangedMeanwhile, PlanChanged):
        api.add_exception_handler(meanwhile, changed)
    for kind in _SENTENCES:
        answers(kind, _sentences)
    answers(Http404, lambda error: (404, [Fault(sentence=NOTHING_HERE)]))
    answers(ValidationError, lambda error: (422, [_fault(item) for item in error.errors]))
    answers(HttpError, _http_error)
    answers(Throttled, _http_error)
    answers(Exception, _unexpected)


def _sentences(error: Exception) -> tuple[int, list[Fault]]:
    """One fault a line of the message."""
    text = str(error.args[0]) if error.args else str(error)
    status = next(_SENTENCES[kind] for kind in type(error).__mro__ if kind in _SENTENCES)
    where = "body" if isinstance(error, Unusable) else ""
    return status, [Fault(sentence=line, where=where) for line in text.splitlines()]


def _fault(item: dict[str, Any]) -> Fault:
    message = str(item["msg"]).removeprefix("Value error, ").rstrip(".")
    source, *inside = item["loc"]
    # In a body, the first step is the name of the view's parameter, which nobody sends.
    location = inside[1:] if source == "body" else inside
    return Fault(sentence=f"{place(location) or source}: {message}.", where=place([source, *location]))


def place(location: Iterable[Any]) -> str:
    """Such as body.groups.1.weight, counted from 1."""
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in location)


def _http_error(error: HttpError) -> tuple[int, list[Fault]]:
    cause = error.__cause__
    if cause is not None:  # the body could not be read
        said = str(cause) if isinstance(cause, ValueError | RecursionError) else "it is no JSON and no YAML"
        return 400, [Fault(sentence=f"The body cannot be read: {said.rstrip('.')}.", where="body")]
    return error.status_code, [Fault(sentence=error.message)]


def _unexpected(error: Exception) -> tuple[int, list[Fault]]:
    _log.error("An operation of the API failed.", exc_info=error)
    return 500, [Fault(sentence="Something went wrong on the server; it is in the log.")]
