"""A message template: edited with a preview on a real account, and compared with its versions."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from tenure.company.models import settings_row
from tenure.company.roles import may, needs, user_of
from tenure.customers.access import visible_accounts
from tenure.customers.models import Contact
from tenure.library import differing, verbs
from tenure.library.messages import FIELDS, BadTemplate, fill, unknown_fields, write
from tenure.library.models import Document, Kind, State
from tenure.web.once import clicked_once
from tenure.work.messages.values import values_for

_TEXTS: Final = ("name", "purpose", "audience", "subject", "body")


@require_safe
@needs("read_accounts")
def template(request: HttpRequest, key: str) -> HttpResponse:
    return _shown(request, key)


@require_POST
@needs("read_accounts")
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """What is typed, with the values of a real account and contact."""
    held, draft = _versions(key)
    return render(request, "messages/_preview.html", _previewed(request, _typed(held, draft, request.POST)))


@require_POST
@needs("edit_templates")
@clicked_once()
def save(request: HttpRequest, key: str) -> HttpResponse:
    """As a draft; what else is done to it is done in the library."""
    body = _typed(*_versions(key), request.POST)
    try:
        verbs.draft(Kind.MESSAGE, body, request.user, seen=request.POST.get("seen", ""))
    except (BadTemplate, verbs.Refused) as error:
        return _shown(request, key, str(error), 422)
    return redirect("messages:template", key)


def _versions(key: str) -> tuple[Document | None, Document | None]:
    """The version in force and the draft; a template that was retired has neither."""
    found = Document.objects.filter(kind=Kind.MESSAGE, key=key).exclude(state=State.RETIRED)
    by_state = {document.state: document for document in found.select_related("author")}
    if not by_state and not Document.objects.filter(kind=Kind.MESSAGE, key=key).exists():
        raise Http404
    return by_state.get(State.PUBLISHED), by_state.get(State.DRAFT)


def _typed(held: Document | None, draft: Document | None, given: QueryDict) -> dict[str, Any]:
    origin = draft or held
    body = dict(origin.body) if origin else {}
    if "subject" not in given:
        return body
    texts = {name: given.get(name, "").replace("\r\n", "\n") for name in _TEXTS}
    return body | texts | {"needs_approval": "needs_approval" in given}


def _shown(request: HttpRequest, key: str, problem: str = "", status: int = 200) -> HttpResponse:
    held, draft = _versions(key)
    body = _typed(held, draft, request.POST)
    past = Document.objects.filter(kind=Kind.MESSAGE, key=key).exclude(state=State.DRAFT).select_related("author")
    versions = list(past.order_by("-version")[:20])
    body = body or (versions[0].body if versions else {})
    context = {
        "key": key, "body": body, "held": held, "draft": draft, "problem": problem, "fields": FIELDS.values(),
        "seen": _seen(held, draft), "may_edit": may(request.user, "edit_templates"), "versions": versions,
        "diff": difference(*_compared(request, versions, body)), "against": _against(request, versions),
        "preview": _previewed(request, body),
    }  # fmt: skip
    return render(request, "messages/template.html", context, status=status)


def _seen(held: Document | None, draft: Document | None) -> str:
    origin = draft or held
    return origin.edited_at.isoformat() if origin else ""


def _against(request: HttpRequest, versions: list[Document]) -> Document | None:
    """The version that is compared: the asked one, or the newest that was published."""
    asked = request.GET.get("against", "")
    return next((one for one in versions if str(one.version) == asked), versions[0] if versions else None)


def _compared(request: HttpRequest, versions: list[Document], body: dict[str, Any]) -> tuple[Any, Any]:
    found = _against(request, versions)
    return (found.body if found else body), body


def difference(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    """Lines with "-", "+" or " " before them; nothing when both say the same."""
    return differing.lines(_lines(before), _lines(after), around=len(_lines(before)))


def _lines(body: dict[str, Any]) -> str:
    head = [f"{name}: {body.get(name, '')}" for name in ("name", "purpose", "audience", "needs_approval", "subject")]
    return "\n".join([*head, "", str(body.get("body", ""))])


def _previewed(request: HttpRequest, body: dict[str, Any]) -> dict[str, Any]:
    asked = request.POST.get("on", "") or request.GET.get("on", "")
    accounts = visible_accounts(request.user).select_related("owner", "state")
    own = accounts.filter(owner=user_of(request))
    account = accounts.filter(pk=asked).first() or own.order_by("name").first() or accounts.order_by("name").first()
    contacts = Contact.objects.filter(account=account).exclude(email="").order_by("name")
    contact = _fitting(list(contacts[:60]) if account else [], str(body.get("audience", "")))
    values = values_for(account, contact, account.owner, settings_row().name) if account else _examples()
    subject, text = str(body.get("subject", "")), str(body.get("body", ""))
    line, written = fill(subject, values), write(text, values)
    missing = [f"{{{{ {name} }}}}: {FIELDS[name].absent}" for name in dict.fromkeys((*line[1], *written.missing))
               if name in FIELDS]  # fmt: skip
    return {"line": line[0], "inner": SafeString(written.inner), "missing": missing, "contact": contact,
            "on": account, "unknown": [*unknown_fields(subject), *unknown_fields(text)]}  # fmt: skip


def _fitting(contacts: list[Contact], audience: str) -> Contact | None:
    return next((one for one in contacts if one.role == audience), contacts[0] if contacts else None)


def _examples() -> dict[str, str]:
    return {name: field.example for name, field in FIELDS.items()}
