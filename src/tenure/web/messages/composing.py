"""Writing a message: from a template or without one, with a preview beside it that follows what is typed."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import needs
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.access import account_or_404, may_write
from tenure.customers.models import Account, Contact
from tenure.library.messages import FIELDS, MessageTemplate, fill, unknown_fields, write
from tenure.library.messages.template import LONGEST_BODY
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_templates
from tenure.web.meanwhile import Both, both, names, names_of
from tenure.web.once import clicked_once, sent_once
from tenure.work.messages import drafting, stops
from tenure.work.messages.access import may_change, message_or_404
from tenure.work.messages.models import Message
from tenure.work.messages.values import values_for

_MOST: Final = 60
_GONE: Final = "Somebody discarded this draft in the meantime. What you wrote is kept below; saved, it is a new one."


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@sent_once()
def new(request: HttpRequest, account_id: str) -> HttpResponse:
    account = _writable(request, account_id)
    if request.method == "POST":
        return _begin(request, account)
    templates = published_templates()
    chosen = templates.get(request.GET.get("template", ""))
    typed = {"subject": chosen.subject if chosen else "", "body": chosen.body if chosen else ""}
    people = _people(account)
    return _form(request, account, people, typed, _meant(request, people, chosen), template=chosen, templates=templates)


def _begin(request: HttpRequest, account: Account) -> HttpResponse:
    given, to = request.POST, request.POST.getlist("to")
    templates = published_templates()
    chosen = templates.get(given.get("template", ""))
    try:
        message = drafting.begin(
            request.user, account, given.get("subject", ""), given.get("body", ""), to, template=chosen,
            version=_version(chosen),
        )  # fmt: skip
    except NotAccepted as error:
        return _form(request, account, _people(account), given, to, template=chosen, templates=templates,
                     problem=str(error), status=422)  # fmt: skip
    return redirect("messages:detail", message.pk)


def _version(template: MessageTemplate | None) -> int | None:
    if template is None:
        return None
    held = Document.objects.filter(kind=Kind.MESSAGE, key=template.id, state=State.PUBLISHED)
    return held.values_list("version", flat=True).first()


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@clicked_once()
def edit(request: HttpRequest, message_id: int) -> HttpResponse:
    if request.method == "POST" and not Message.objects.filter(pk=message_id).exists():
        return _gone(request)
    message = message_or_404(request.user, message_id)
    if not may_change(request.user, message):
        raise Http404
    people = _people(message.account)
    if request.method != "POST":
        to = list(message.mails.filter(kind="message").values_list("contact_id", flat=True))
        return _form(request, message.account, people, {"subject": message.subject, "body": message.body}, to,
                     message=message)  # fmt: skip
    given, to = request.POST, request.POST.getlist("to")
    try:
        drafting.edit(request.user, message, given.get("subject", ""), given.get("body", ""), to,
                      seen=given.get("seen", ""))  # fmt: skip
    except NotAccepted as error:
        return _form(request, message.account, people, given, to, message=message, problem=str(error), status=422)
    except ChangedMeanwhile as conflict:
        return _form(request, message.account, people, given, to, message=conflict.now, theirs=conflict.now,
                     meanwhile=_beside(conflict.now, given, to), status=422)  # fmt: skip
    return redirect("messages:detail", message.pk)


def _gone(request: HttpRequest) -> HttpResponse:
    """The draft was discarded while somebody wrote in it: their text is handed back, to be kept as a new one."""
    given, account = request.POST, _writable(request, request.POST.get("account", ""))
    return _form(request, account, _people(account), given, given.getlist("to"), problem=_GONE, gone=True,
                 templates=published_templates(), status=422)  # fmt: skip


def _beside(now: Message, given: QueryDict, to: list[str]) -> list[Both]:
    written_to = list(now.mails.filter(kind="message").values_list("contact_id", flat=True))
    known = names_of(now.account_id, [*to, *written_to])
    theirs = {"subject": now.subject, "body": now.body, "to": names(known, written_to)}
    return both({"subject": "Subject", "body": "Text", "to": "To"}, theirs, given.dict() | {"to": names(known, to)})


@require_POST
@needs("read_accounts")
def preview(request: HttpRequest, account_id: str) -> HttpResponse:
    """What is typed as the first of the recipients would read it."""
    account = _writable(request, account_id)
    contact = Contact.objects.filter(account=account, pk=request.POST.get("to", "")).first()
    return render(request, "messages/_preview.html", _previewed(request, account, contact, request.POST))


def _previewed(request: HttpRequest, account: Account, contact: Contact | None, given: Any) -> dict[str, Any]:
    subject, body = given.get("subject", ""), given.get("body", "")[:LONGEST_BODY]
    values = values_for(account, contact, account.owner or request.user, settings_row().name)  # type: ignore[arg-type]
    written, line = write(body, values), fill(subject, values)
    missing = [f"{{{{ {name} }}}}: {FIELDS[name].absent}" for name in dict.fromkeys((*line[1], *written.missing))
               if name in FIELDS]  # fmt: skip
    return {"line": line[0], "inner": SafeString(written.inner), "missing": missing, "contact": contact,
            "unknown": [*unknown_fields(subject), *unknown_fields(body)]}  # fmt: skip


def _writable(request: HttpRequest, account_id: str) -> Account:
    account = account_or_404(request.user, account_id)
    if not may_write(request.user, account):
        raise Http404
    return account


def _people(account: Account) -> list[Contact]:
    """Contacts who are there, those with a role first."""
    found = Contact.objects.filter(account=account).exclude(left_on__lte=today()).order_by("name", "pk")[:_MOST]
    return sorted(found, key=lambda contact: (not contact.role, contact.name))


def _meant(request: HttpRequest, people: list[Contact], template: MessageTemplate | None) -> list[str]:
    """Whom the address names; otherwise those with the role that the template is written for."""
    if named := request.GET.getlist("to"):
        return named
    audience = template.audience if template else ""
    return [contact.pk for contact in people if audience and contact.role == audience and contact.email][:1]


def _form(
    request: HttpRequest, account: Account, people: list[Contact], typed: Any, to: list[str], *, status: int = 200,
    message: Message | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    given = typed.dict() if isinstance(typed, QueryDict) else dict(typed)
    first = next((contact for contact in people if contact.pk in to), None)
    context = {
        "account": account, "people": people, "to": to, "typed": given, "message": message, "fields": FIELDS.values(),
        "stopped": stops.among([contact.email for contact in people]),
        "seen": given.get("seen") or (drafting.version(message) if message else ""),
        "preview": _previewed(request, account, first, given),
    }  # fmt: skip
    if more.get("theirs"):
        context["seen"] = drafting.version(more["theirs"])
    return render(request, "messages/write.html", context | more, status=status)
