"""The document as a page: every operation with what it takes and gives. Plain HTML, nothing from elsewhere."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from ninja.responses import Response

from tenure.api.site import api
from tenure.company.roles import needs


@cache
def described() -> dict[str, Any]:
    """The OpenAPI document."""
    return api.get_openapi_schema(path_prefix=reverse("api:openapi").removesuffix("openapi.json"))


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Open to everybody: it says how to ask, and nothing about anybody."""
    return Response(described())


@require_safe
@needs("use_api")
def page(request: HttpRequest) -> HttpResponse:
    document = described()
    sections: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            sections.setdefault(told["tags"][0], []).append(_operation(path, method, told, document))
    return render(request, "api/docs.html", {"sections": sections, "base": request.build_absolute_uri("/")[:-1]})


def _operation(path: str, method: str, told: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    given: Mapping[str, Any] = next((reply for code, reply in told["responses"].items() if code < 300), {})
    answer = given.get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": told["operationId"], "method": method.upper(), "path": path, "summary": told["summary"],
        "description": _coded(told.get("description", "")),
        "takes": [_parameter(one) for one in told["parameters"]],
        "body": list(_fields(body, document, sent=True)), "gives": list(_fields(answer, document)),
        "answer": _shape(answer, document),
    }  # fmt: skip


def _parameter(one: Mapping[str, Any]) -> dict[str, Any]:
    schema = one["schema"]
    return {"name": one["name"], "where": one["in"], "kind": _kind(schema), "asked": one["required"],
            "usual": schema.get("default"), "sentence": one.get("description", "")}  # fmt: skip


def _fields(
    schema: Mapping[str, Any] | None, document: Mapping[str, Any], *, sent: bool = False
) -> Iterator[dict[str, Any]]:
    """The fields of an object, or of the objects in a list or a page."""
    if not schema:
        return
    found = _resolved(schema.get("items", schema), document)
    rows = found.get("properties", {}).get("items", {})
    if "next" in found.get("properties", {}):
        found = _resolved(rows.get("items", {}), document)
    for name, field in found.get("properties", {}).items():
        yield {"name": name, "kind": _kind(field), "asked": sent and name in found.get("required", []),
               "sentence": field.get("description", "")}  # fmt: skip


def _shape(schema: Mapping[str, Any] | None, document: Mapping[str, Any]) -> str:
    found = _resolved(schema or {}, document)
    if "next" in found.get("properties", {}):
        return "Answer, each item of a page"
    return "Answer, each of a list" if found.get("type") == "array" else "Answer"


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _kind(schema: Mapping[str, Any]) -> str:
    """Such as: integer, list of text, text or null, one of open, snoozed, closed."""
    if "enum" in schema:
        return "one of " + ", ".join(str(one) or '""' for one in schema["enum"])
    if options := schema.get("anyOf"):
        return " or ".join(dict.fromkeys(_kind(option) for option in options))
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    kind = str(schema.get("format") or schema.get("type") or schema.get("const", "anything"))
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return {"string": "text", "date": "day", "date-time": "instant"}.get(kind, kind)


def _coded(text: str) -> SafeString:
    """What stands between backticks as code."""
    marked = ((SafeString("<code>{}</code>") if n % 2 else SafeString("{}"), part)
              for n, part in enumerate(text.split("`")))  # fmt: skip
    return format_html_join("", "{}", ((format_html(form, part),) for form, part in marked))
