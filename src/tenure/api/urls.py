"""Addresses of the API. Sessions have no say here: whoever has a token gets in, whoever has none does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, include, path, re_path

from tenure.api import docs
from tenure.api.problems import NOTHING_HERE, Fault, reply
from tenure.api.site import api

_View = Callable[..., HttpResponseBase]


def nothing(request: HttpRequest, **_: Any) -> HttpResponse:
    return reply(api, request, 404, [Fault(sentence=NOTHING_HERE)])


def _plain(view: _View) -> _View:
    """Without a sign-in page in between, without a copy in a cache, and with a sentence for the wrong method."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **captured: Any) -> HttpResponseBase:
        answer = view(request, *args, **captured)
        if answer.status_code == 405:
            allowed = answer["Allow"]
            answer = reply(api, request, 405, [Fault(sentence=f"{request.method} does nothing here; use {allowed}.")])
            answer["Allow"] = allowed
        answer["Cache-Control"] = "no-store"
        return answer

    shown.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here reads a cookie
    shown.login_required = False  # type: ignore[attr-defined]
    return shown


def _operations() -> list[URLPattern]:
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in found:
        pattern.callback = _plain(pattern.callback)
    return found


app_name = "api"
urlpatterns = [
    path("", docs.page, name="docs"),
    path("v1/openapi.json", _plain(docs.openapi), name="openapi"),
    path("v1/", include(_operations())),
    re_path(r"^v1(?:/[\s\S]*)?$", _plain(nothing), name="nothing"),
]
