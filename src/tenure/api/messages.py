"""Messages to contacts: drafted from a template or without one, submitted, approved or sent back, taken back."""

from datetime import datetime
from typing import Annotated, Literal

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Key, Page, Paging, Person, Sent, cut, paged, person
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.api.versions import IfMatch, give, hold
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404, visible_rows
from tenure.library.messages import MessageTemplate
from tenure.library.messages.template import LONGEST_BODY
from tenure.library.models import Kind
from tenure.library.reading import published_templates
from tenure.library.versions import versions
from tenure.work.messages import deciding, drafting
from tenure.work.messages.access import message_or_404
from tenure.work.messages.models import Mail, Message

area = Area("Messages")
_Id = Annotated[str, Field(max_length=190)]
State = Literal["draft", "waiting", "queued", "sent", "failed", "withdrawn"]


class MessageOut(Schema):
    id: int
    account: str
    subject: str
    template: str
    state: State
    author: Person | None
    changed_at: datetime


class MailOut(Schema):
    contact: str
    to: Annotated[str, Field(description="E-mail address; empty while the contact has none")]
    state: Annotated[str, Field(description="draft, waiting, queued, sending, sent, failed, unknown or withdrawn")]
    problem: Annotated[str, Field(description="Why it has not gone; empty where nothing is wrong")]
    sent_at: datetime | None
    first_opened_at: datetime | None


class WholeMessageOut(MessageOut):
    body: Annotated[str, Field(description="Markdown with merge fields")]
    needs_approval: Annotated[bool, Field(description="Its template says so")]
    approved_by: Person | None
    remark: Annotated[str, Field(description="Why it was sent back to its author")]
    mails: Annotated[list[MailOut], Field(description="One for each recipient")]
    etag: str


class Asked(Paging):
    account: _Id = ""
    state: State | None = None
    mine: Annotated[bool, Field(description="Only those that the person wrote")] = False


class WriteMessage(Sent):
    subject: Annotated[str, Field(max_length=drafting.LONGEST_SUBJECT)] = ""
    body: Annotated[str, Field(max_length=LONGEST_BODY, description="Markdown with merge fields")] = ""
    contacts: Annotated[list[_Id], Field(max_length=drafting.MOST_RECIPIENTS, description="Ids of contacts")] = []


class DraftMessage(WriteMessage):
    template: Annotated[
        str, Field(max_length=60, description="Id of a message template, whose subject and text fill in what is empty")
    ] = ""


class Remark(Sent):
    remark: Annotated[str, Field(min_length=1, max_length=2_000)]


@area.get("/messages", Page[MessageOut])
def messages(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List messages, those first that changed last."""
    found = visible_rows(request.user, Message.objects.all()).select_related("author")
    found = found.filter(account=asked.account) if asked.account else found
    found = found.filter(state=asked.state) if asked.state else found
    found = found.filter(author=user_of(request)) if asked.mine else found
    return paged(request, asked, [_told(one) for one in cut(found.order_by("-changed_at", "-pk"), asked)])


@area.get("/messages/{message_id}", WholeMessageOut)
def message(request: HttpRequest, message_id: Key, response: HttpResponse) -> WholeMessageOut:
    """Show one message with what became of it for each recipient."""
    return _again(request, message_id, response)


@area.create("/accounts/{account_id:account_id}/messages", WholeMessageOut, needs="write_own_accounts")
def draft_message(request: HttpRequest, account_id: str, sent: DraftMessage) -> WholeMessageOut:
    """Draft a message to contacts of an account; nothing goes out until it is submitted."""
    account = account_or_404(request.user, account_id)
    template, number = _template(sent.template)
    made = drafting.begin(
        user_of(request), account, sent.subject or (template.subject if template else ""),
        sent.body or (template.body if template else ""), sent.contacts, template=template, version=number,
    )  # fmt: skip
    return _again(request, made.pk)


@area.replace("/messages/{message_id}", WholeMessageOut, needs="write_own_accounts")
def edit_message(
    request: HttpRequest, message_id: Key, sent: WriteMessage, response: HttpResponse, if_match: IfMatch = None
) -> WholeMessageOut:
    """Write a draft anew; one that waits for approval becomes a draft again."""
    held = _held(request, message_id, if_match)
    drafting.edit(user_of(request), held, sent.subject, sent.body, sent.contacts, seen=drafting.version(held))
    return _again(request, message_id, response)


@area.delete("/messages/{message_id}", needs="write_own_accounts")
def discard_message(request: HttpRequest, message_id: Key, if_match: IfMatch = None) -> None:
    """Throw a draft away; the journal keeps what it said."""
    held = _held(request, message_id, if_match)
    drafting.discard(user_of(request), held, seen=drafting.version(held))


@area.change("/messages/{message_id}/submit", WholeMessageOut, needs="write_own_accounts")
def submit_message(request: HttpRequest, message_id: Key, if_match: IfMatch = None) -> WholeMessageOut:
    """Send it as it was read, or have it wait for approval where that is asked for."""
    held = _held(request, message_id, if_match)
    deciding.submit(user_of(request), held, seen=drafting.version(held))
    return _again(request, message_id)


@area.change("/messages/{message_id}/approve", WholeMessageOut, needs="approve_messages")
def approve_message(request: HttpRequest, message_id: Key, if_match: IfMatch = None) -> WholeMessageOut:
    """Let a message go that waits, as it was read."""
    held = _held(request, message_id, if_match)
    deciding.approve(user_of(request), held, seen=drafting.version(held))
    return _again(request, message_id)


@area.change("/messages/{message_id}/send-back", WholeMessageOut, needs="approve_messages")
def send_back_message(
    request: HttpRequest, message_id: Key, sent: Remark, if_match: IfMatch = None
) -> WholeMessageOut:  # fmt: skip
    """Give a waiting message back to its author, with the reason."""
    held = _held(request, message_id, if_match)
    deciding.send_back(user_of(request), held, sent.remark, seen=drafting.version(held))
    return _again(request, message_id)


@area.change("/messages/{message_id}/withdraw", WholeMessageOut, needs="write_own_accounts")
def withdraw_message(request: HttpRequest, message_id: Key) -> WholeMessageOut:
    """Take back what has not left yet."""
    deciding.withdraw(user_of(request), message_or_404(request.user, message_id))
    return _again(request, message_id)


def _template(key: str) -> tuple[MessageTemplate | None, int | None]:
    if not key:
        return None, None
    found, held = published_templates().get(key), versions(Kind.MESSAGE, key)
    if found is None or held is None or held.published is None:
        raise Refusal(422, f"There is no message template “{key}” in force.", "body.template")
    return found, held.published.version


def _held(request: HttpRequest, message_id: int, if_match: str | None) -> Message:
    found = message_or_404(request.user, message_id)
    hold(if_match, _etag(found))
    return found


def _etag(row: Message) -> str:
    """A tag has no spaces."""
    return drafting.version(row).replace(" ", "/")


def _again(request: HttpRequest, message_id: int, response: HttpResponse | None = None) -> WholeMessageOut:
    row = message_or_404(request.user, message_id)
    mails = Prefetch("mails", Mail.objects.filter(kind=Mail.Kind.MESSAGE).order_by("to_name", "pk"), to_attr="each")
    [row] = Message.objects.filter(pk=row.pk).select_related("author", "approved_by").prefetch_related(mails)
    told = WholeMessageOut(
        **_told(row).dict(), body=row.body, needs_approval=row.needs_approval, approved_by=person(row.approved_by),
        remark=row.remark, etag=_etag(row), mails=[_mail(one) for one in row.each],
    )  # fmt: skip
    if response is not None:
        give(response, told.etag)
    return told


def _mail(row: Mail) -> MailOut:
    names = ("state", "problem", "sent_at", "first_opened_at")
    return MailOut(contact=row.contact_id, to=row.to_email, **{name: getattr(row, name) for name in names})


def _told(row: Message) -> MessageOut:
    names = ("id", "subject", "template", "state", "changed_at")
    return MessageOut(**{name: getattr(row, name) for name in names}, account=row.account_id, author=person(row.author))
