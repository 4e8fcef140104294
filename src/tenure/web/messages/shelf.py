"""The library of message templates: read, copied, edited with a preview on a real account, versioned, as YAML."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from tenure.company.models import settings_row
from tenure.company.roles import may, needs, user_of
from tenure.customers.access import visible_accounts
from tenure.customers.models import Contact
from tenure.library import differing, files, verbs
from tenure.library.files import Found
from tenure.library.messages import FIELDS, BadTemplate, MessageTemplate, fill, read, unknown_fields, write
from tenure.library.models import Document, Kind, State
from tenure.work.messages.values import values_for

_TEXTS: Final = ("name", "purpose", "audience", "subject", "body")


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    found = Document.objects.filter(kind=Kind.MESSAGE).exclude(state=State.RETIRED).select_related("author")
    by_key: dict[str, dict[str, Document]] = {}
    for document in found.order_by("title", "key"):
        by_key.setdefault(document.key, {})[document.state] = document
    rows = [(one.get(State.PUBLISHED) or one[State.DRAFT], one.get(State.DRAFT)) for one in by_key.values()]
    context = {"rows": rows, "may_edit": may(request.user, "edit_templates")}
    return render(request, "messages/templates.html", context)


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
def act(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    acts = {"save": _save, "publish": _publish, "discard": _discard, "copy": _copy, "retire": _retire}
    if verb not in acts:
        raise Http404
    held, draft = _versions(key)
    try:
        return redirect("messages:template", acts[verb](request, held, draft))
    except (BadTemplate, verbs.Refused) as error:
        return _shown(request, key, str(error), 422)


def _save(request: HttpRequest, held: Document | None, draft: Document | None) -> str:
    body = _typed(held, draft, request.POST)
    return verbs.draft(Kind.MESSAGE, body, request.user, seen=request.POST.get("seen", "")).key


def _publish(request: HttpRequest, held: Document | None, draft: Document | None) -> str:
    note = request.POST.get("note", "").strip()
    if not draft:
        raise verbs.Refused("There is no draft to publish.")
    if not note:
        raise verbs.Refused("Say what changed and why; it is kept with the version.")
    return verbs.publish(draft, request.user, note, seen=request.POST.get("seen")).key


def _discard(request: HttpRequest, held: Document | None, draft: Document | None) -> str:
    if not (draft and held):
        raise verbs.Refused("There is no draft beside a version in force.")
    verbs.discard(draft, request.user)
    return held.key


def _copy(request: HttpRequest, held: Document | None, draft: Document | None) -> str:
    """The same text under a new name, as a draft."""
    origin = draft or held
    if origin is None:
        raise Http404
    key = verbs.free_key(Kind.MESSAGE, origin.key)
    return verbs.copy(origin, key, f"{origin.title[:70]} (copy)", request.user).key


def _retire(request: HttpRequest, held: Document | None, draft: Document | None) -> str:
    if not held:
        raise verbs.Refused("This template is not in force.")
    verbs.retire(held, request.user, request.POST.get("reason", "").strip())
    return held.key


@require_POST
@needs("edit_templates")
def bring_in(request: HttpRequest) -> HttpResponse:
    """Templates of a YAML file, as drafts: one, or a list of them. Nothing is kept when one of them is wrong."""
    sent = request.FILES.get("file")
    content = sent.read(files.LARGEST + 1) if sent else request.POST.get("yaml", "").encode()
    try:
        made = [_template(one) for one in files.read(f"{Kind.MESSAGE}/file.yaml", content)]
    except (files.BadFile, BadTemplate) as error:
        messages.error(request, str(error))
        return redirect("messages:templates")
    for one in made:
        verbs.draft(Kind.MESSAGE, one.model_dump(mode="json"), request.user)
    messages.success(request, f"{len(made)} brought in as drafts: {', '.join(one.name for one in made[:8])}.")
    return redirect("messages:templates")


def _template(found: Found) -> MessageTemplate:
    """Raises BadTemplate."""
    if found.body is None or found.kind != Kind.MESSAGE:
        raise BadTemplate(f"{found.where}: {found.problem or f'this is a {found.kind}; the Library takes it in.'}")
    return read(found.body, found.where)


@require_safe
@needs("read_accounts")
def all_yaml(request: HttpRequest) -> HttpResponse:
    found = Document.objects.filter(kind=Kind.MESSAGE, state=State.PUBLISHED).order_by("key")
    return _file([document.body for document in found], "message-templates.yaml")


@require_safe
@needs("read_accounts")
def yaml_of(request: HttpRequest, key: str) -> HttpResponse:
    held, draft = _versions(key)
    return _file((draft or held).body, f"{key}.yaml")  # type: ignore[union-attr]


def _file(content: Any, name: str) -> HttpResponse:
    return HttpResponse(files.dumped(content), content_type="application/yaml; charset=utf-8",
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})  # fmt: skip


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
