"""One message: as each recipient gets it, where it stands, who opened and answered it, and what can be done."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from tenure.company.models import Settings, settings_row
from tenure.company.roles import View, needs
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.onboarding.reading import step_of
from tenure.timeline.telling import history
from tenure.web.once import clicked_once, sent_once
from tenure.work.messages import deciding, drafting, rendering
from tenure.work.messages.access import may_approve, may_change, message_or_404, must_wait, sender_of, visible_messages
from tenure.work.messages.models import Mail, MailSeen, Message

_Act = Callable[[Any, Message, QueryDict], Any]
_SEEN: Final = 50
_PICTURE: Final = re.compile(r'<img class="seen"[^>]*>')  # that we look is no open


@require_safe
@needs("read_accounts")
def detail(request: HttpRequest, message_id: int) -> HttpResponse:
    return shown(request, message_or_404(request.user, message_id))


def shown(request: HttpRequest, message: Message, problem: str = "", status: int = 200) -> HttpResponse:
    mails = list(message.mails.filter(kind=Mail.Kind.MESSAGE).order_by("to_name", "pk"))
    chosen = next((mail for mail in mails if mail.pk == request.GET.get("mail")), mails[0] if mails else None)
    draft = message.state == Message.State.DRAFT
    made = rendering.rendered(message, chosen, rendering.contact_of(chosen)) if chosen and not chosen.html else None
    context = {
        "message": message, "account": message.account, "mails": mails, "chosen": chosen, "problem": problem,
        "draft": draft, "waiting": message.state == Message.State.WAITING, "sender": sender_of(message),
        "line": made.subject if made else chosen.subject if chosen else message.subject,
        "missing": made.missing if made else [], "unnamed": _unnamed(made), "seen": drafting.version(message),
        "may_change": may_change(request.user, message), "may_approve": may_approve(request.user, message),
        "must_wait": must_wait(request.user, message), "can_withdraw": _can_withdraw(mails),
        "events": MailSeen.objects.filter(mail__message=message).select_related("mail", "link").order_by("-at")[:_SEEN],
        "replies": [reply for mail in message.mails.prefetch_related("replies") for reply in mail.replies.all()],
        "history": history(message), "step": step_of(message=message),
    }  # fmt: skip
    return render(request, "messages/detail.html", context, status=status)


def _unnamed(made: rendering.Rendered | None) -> str:
    """The name that a company has before anybody gave it one, where the mail says it to a customer."""
    nameless = Settings().name
    says = made is not None and nameless in f"{made.subject} {made.html}" and settings_row().name == nameless
    return nameless if says else ""


def _can_withdraw(mails: list[Mail]) -> bool:
    return any(mail.state in (Mail.State.WAITING, Mail.State.QUEUED, Mail.State.FAILED) for mail in mails)


_policy: Final[Callable[..., Callable[[View], View]]] = csp


@require_safe
@needs("read_accounts")
@xframe_options_sameorigin
@_policy({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"], "frame-ancestors": [SELF],
      "sandbox": True})  # fmt: skip
def look(request: HttpRequest, mail_id: str) -> HttpResponse:
    """The mail itself, alone: its styles stand in it, so it has a policy of its own and may do nothing else."""
    mail = _mail(request, mail_id)
    made = mail.html or rendering.rendered(_message(mail), mail, rendering.contact_of(mail)).html
    return HttpResponse(_PICTURE.sub("", made))


@require_safe
@needs("read_accounts")
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """From a mail, as the timeline names it, to its message."""
    found = _mail(request, mail_id)
    return redirect(f"/messages/{_message(found).pk}/?mail={found.pk}")


_ACTS: Final[Mapping[str, _Act]] = {
    "submit": lambda user, message, given: deciding.submit(user, message, seen=given.get("seen", "")),
    "approve": lambda user, message, given: deciding.approve(user, message, seen=given.get("seen", "")),
    "send-back": lambda user, message, given: deciding.send_back(
        user, message, given.get("remark", ""), seen=given.get("seen", "")
    ),
    "withdraw": lambda user, message, given: deciding.withdraw(user, message),
    "test": lambda user, message, given: deciding.send_test(user, message, _contact(message, given)),
}


@require_POST
@needs("read_accounts")
@clicked_once("submit", "approve", "send-back", "withdraw", "discard")
@sent_once("test")
def act(request: HttpRequest, message_id: int, verb: str) -> HttpResponse:
    message = message_or_404(request.user, message_id)
    try:
        if verb == "discard":
            drafting.discard(request.user, message, seen=request.POST.get("seen", ""))
            return redirect("messages:page")
        if verb not in _ACTS:
            raise Http404
        _ACTS[verb](request.user, message, request.POST)
    except NotAccepted as error:
        return shown(request, message, str(error), 422)
    except ChangedMeanwhile as conflict:
        return shown(request, conflict.now, "Somebody changed this in the meantime; this is what stands now.", 422)
    return redirect("messages:detail", message.pk)


@require_POST
@needs("read_accounts")
@sent_once("again")
def decide(request: HttpRequest, mail_id: str, verb: str) -> HttpResponse:
    """About a mail that was not sent, or that nobody knows about."""
    found, acts = _mail(request, mail_id), {"again": deciding.again, "arrived": deciding.it_arrived}
    if verb not in acts:
        raise Http404
    try:
        acts[verb](request.user, found)
    except NotAccepted as error:
        return shown(request, message_or_404(request.user, _message(found).pk), str(error), 422)
    return redirect("messages:detail", _message(found).pk)


def _mail(request: HttpRequest, mail_id: str) -> Mail:
    mails = Mail.objects.filter(message__in=visible_messages(request.user))
    return get_object_or_404(mails.select_related("message__account__owner", "message__account__state"), pk=mail_id)


def _message(mail: Mail) -> Message:
    if mail.message is None:
        raise Http404
    return mail.message


def _contact(message: Message, given: QueryDict) -> Any:
    mail = message.mails.filter(pk=given.get("mail", "")).first()
    return rendering.contact_of(mail) if mail else None
