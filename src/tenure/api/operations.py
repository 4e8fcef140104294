"""Declaring an operation: who may ask it, what it gives, and whether it can be sent twice.

Every operation is declared here, so that none is without a permission; `DECLARED` lists them for the documentation and
for the test that holds each against the roles.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.responses import Response
from pydantic import TypeAdapter

from tenure.api.access import Bearer
from tenure.api.problems import Problem, Refusal
from tenure.journal.write import through
from tenure.tokens.models import Token
from tenure.tokens.once import once

View = TypeVar("View", bound=Callable[..., Any])
_PROBLEMS: Final = {frozenset({400, 401, 404, 422, 429, 503}): Problem}
_WRITE_PROBLEMS: Final = {frozenset({400, 401, 403, 404, 409, 412, 422, 428, 429, 503}): Problem}
_KEY: Final = "Idempotency-Key"
_KEY_PARAMETER: Final = {
    "in": "header", "name": _KEY, "required": False, "schema": {"type": "string", "maxLength": 200},
    "description": "Sent again with the same key within two days, a request is answered again and not repeated.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """An operation as it is listed."""

    id: str
    method: str
    path: str
    permission: str
    writes: bool


DECLARED: Final[dict[str, Declared]] = {}
ROUTER: Final = Router()


class Area:
    """Operations of one part of Tenure, under one heading of the documentation."""

    def __init__(self, heading: str) -> None:
        self.heading = heading

    def get(self, path: str, gives: Any, needs: str = "read_accounts") -> Callable[[View], View]:
        return self._declare("GET", path, gives, needs, writes=False)

    def ask(self, path: str, gives: Any, needs: str = "read_accounts") -> Callable[[View], View]:
        """A question that is too long for an address: sent, and nothing is changed by it."""
        return self._declare("POST", path, gives, needs, writes=False)

    def create(self, path: str, gives: Any, needs: str) -> Callable[[View], View]:
        return self._declare("POST", path, gives, needs, status=201, keyed=True)

    def change(self, path: str, gives: Any, needs: str) -> Callable[[View], View]:
        return self._declare("POST", path, gives, needs, keyed=True)

    def replace(self, path: str, gives: Any, needs: str) -> Callable[[View], View]:
        return self._declare("PUT", path, gives, needs)

    def delete(self, path: str, needs: str) -> Callable[[View], View]:
        return self._declare("DELETE", path, None, needs, status=204)

    def _declare(
        self, method: str, path: str, gives: Any, needs: str, *,
        status: int = 200, writes: bool = True, keyed: bool = False,
    ) -> Callable[[View], View]:  # fmt: skip
        def declare(view: View) -> View:
            name, told = view.__name__.strip("_"), (view.__doc__ or "").strip().partition("\n")
            DECLARED[name] = Declared(name, method, path, needs, writes)
            guarded = _guarded(view, status, gives, keyed)
            ROUTER.add_api_operation(
                path, [method], guarded, auth=Bearer(needs, writes), operation_id=name, url_name=name,
                tags=[self.heading],
                response={status: gives, **(_WRITE_PROBLEMS if writes else _PROBLEMS)},
                summary=told[0].rstrip("."), description=told[2].strip() or None,
                openapi_extra={"parameters": [_KEY_PARAMETER]} if keyed else None,
            )  # fmt: skip
            return view

        return declare


def _guarded(view: Callable[..., Any], status: int, gives: Any, keyed: bool) -> Callable[..., Any]:
    """The view inside what every operation has: no parameter overlooked, the journal told, and once if asked so."""

    @wraps(view)
    def guarded(request: HttpRequest, **values: Any) -> Any:
        _refuse_unknown(request, guarded)
        with through("api"):
            key = request.headers.get(_KEY, "") if keyed else ""
            if key:
                return _once(request, key, lambda: (status, view(request, **values)), gives)
            return Status(status, view(request, **values))

    return guarded


def _refuse_unknown(request: HttpRequest, view: Any) -> None:
    """A filter whose name is misspelt would otherwise give everything."""
    if "\0" in request.path or any("\0" in value for values in request.GET.lists() for value in values[1]):
        raise Refusal(422, "An address may not contain the character NUL.", "query")
    models = [model for model in view._ninja_operation.models if model.__ninja_param_source__ == "query"]
    known = [name for model in models for name in model.__ninja_flatten_map__]
    for name in request.GET:
        if name not in known:
            there = f"there are {', '.join(known)}" if known else "there are none"
            raise Refusal(422, f"{name[:60]} is no parameter of this operation; {there}.", f"query.{name[:60]}")


def _once(request: HttpRequest, key: str, act: Callable[[], tuple[int, Any]], gives: Any) -> HttpResponse:
    if len(key) > 200:
        raise Refusal(422, "An idempotency key has at most 200 characters.", f"header.{_KEY}")

    def acted() -> tuple[int, Any]:
        status, made = act()
        return status, TypeAdapter(gives).dump_python(TypeAdapter(gives).validate_python(made), mode="json")

    answer, again = once(token_of(request), key, _asked(request), acted)
    return Response(answer.body, status=answer.status, headers={"Idempotent-Replay": "true"} if again else {})


def _asked(request: HttpRequest) -> str:
    sent = (str(request.method).encode(), request.get_full_path().encode(), request.body)
    return hashlib.sha256(b"\0".join(sent)).hexdigest()


def token_of(request: HttpRequest) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]
    return token
