"""Guides and files: kept by operations for all or some accounts, by a CSM for one; shown, opened, and counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Case, F, FilteredRelation, Q, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone

from tenure.company.models import settings_row
from tenure.company.roles import may, require
from tenure.core.conditions import ConditionError, parse
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.access import may_write, visible_accounts
from tenure.customers.fields import condition_fields
from tenure.customers.filters import where
from tenure.customers.models import Account, Contact
from tenure.journal.write import record
from tenure.work.messages.values import tidy
from tenure.work.portal.models import Resource, ResourceSeen

LONGEST: Final = 40_000
MOST: Final = 200  # in use for accounts in general; a list that nobody reads to its end helps nobody
_KEEPS: Final = "edit_templates"


@dataclass(frozen=True, slots=True)
class Content:
    """What a resource says, as it was typed."""

    title: str
    kind: str
    url: str = ""
    body: str = ""
    minutes: int | None = None
    condition: str = ""
    place: int = 100


def resource_or_404(user: Any, pk: int) -> Resource:
    require(user, "read_accounts")
    found = Resource.objects.filter(Q(account=None) | Q(account__in=visible_accounts(user)), pk=pk)
    resource = found.select_related("account").first()
    if resource is None:
        raise Http404
    return resource


def may_keep(user: Any, account: Account | None) -> bool:
    return may(user, _KEEPS) if account is None else may_write(user, account)


@transaction.atomic
def add(user: Any, content: Content, account: Account | None = None) -> Resource:
    """For accounts in general by who edits templates; for one account by who may write to it."""
    _keeps(user, account)
    if account is None and in_use().filter(account=None).count() >= MOST:
        raise NotAccepted(f"There are {MOST} guides and files already; retire one that nobody opens.")
    resource = Resource.objects.create(account=account, **_accepted(content, account))
    _say(user, "resource.added", resource, after=_told(resource))
    return resource


@transaction.atomic
def edit(user: Any, resource: Resource, content: Content, *, seen: str) -> Resource:
    """Write over the version that was seen; raises ChangedMeanwhile."""
    latest = Resource.objects.select_for_update().get(pk=resource.pk)
    _keeps(user, latest.account)
    if version(latest) != seen:
        raise ChangedMeanwhile(latest)
    before = _told(latest)
    for name, value in _accepted(content, latest.account).items():
        setattr(latest, name, value)
    latest.save()
    if before != _told(latest):
        _say(user, "resource.edited", latest, before, _told(latest))
    return latest


@transaction.atomic
def retire(user: Any, resource: Resource, retired: bool = True) -> None:
    """Show it no more, or show it again; who opened it stays known."""
    latest = Resource.objects.select_for_update().get(pk=resource.pk)
    _keeps(user, latest.account)
    if bool(latest.retired_at) == retired:
        return
    latest.retired_at = timezone.now() if retired else None
    latest.save()
    _say(user, "resource.retired" if retired else "resource.brought_back", latest)


def version(resource: Resource) -> str:
    return resource.changed_at.isoformat()


def in_use() -> QuerySet[Resource]:
    return Resource.objects.filter(retired_at=None)


def of_account(account_id: str, currency: str = "") -> list[Resource]:
    """What an account is shown, in order: what is for all, for it alone, and for those like it.

    `currency` is that of the money in conditions; the company's unless given.
    """
    return _shown(in_use(), account_id, currency)


def of_contact(contact: Contact, currency: str = "") -> list[Resource]:
    """The same with what the contact did with each: `introduced_at` and `opened_at`, None for not yet."""
    theirs = FilteredRelation("seen", condition=Q(seen__contact=contact))
    rows = in_use().annotate(theirs=theirs)
    rows = rows.annotate(introduced_at=F("theirs__introduced_at"), opened_at=F("theirs__opened_at"))
    return _shown(rows, contact.account_id, currency)


def _shown(rows: QuerySet[Resource], account_id: str, currency: str) -> list[Resource]:
    found = list(rows.filter(Q(account=None) | Q(account=account_id)).order_by("place", "title", "pk")[: 2 * MOST])
    fits = _fitting(account_id, {one.condition for one in found if one.condition}, currency)
    return [one for one in found if not one.condition or one.condition in fits]


def introduce(contact: Contact, shown: Iterable[Resource]) -> None:
    """What a contact is shown now counts as introduced, what was before stays so."""
    now = timezone.now()
    fresh = [one for one in shown if getattr(one, "introduced_at", None) is None]
    rows = [ResourceSeen(resource=one, contact=contact, introduced_at=now) for one in fresh]
    ResourceSeen.objects.bulk_create(rows, ignore_conflicts=True)


def opened(contact: Contact, resource: Resource) -> None:
    now = timezone.now()
    ResourceSeen.objects.get_or_create(resource=resource, contact=contact, defaults={"introduced_at": now})
    row = ResourceSeen.objects.filter(resource=resource, contact=contact)
    row.filter(opened_at=None).update(opened_at=now)
    row.update(opened=F("opened") + 1)


def _fitting(account_id: str, conditions: set[str], currency: str) -> set[str]:
    """Those of the conditions that hold for an account, asked at once. One that cannot be read any more holds not."""
    if not conditions:
        return set()
    currency, asked = currency or settings_row().currency, {}
    for number, text in enumerate(sorted(conditions)):
        try:
            asked[f"fits_{number}"] = (text, where(parse(text, condition_fields()), currency))
        except ConditionError:
            continue
    if not asked:
        return set()
    cases = {name: Case(When(test, then=Value(True)), default=Value(False)) for name, (_, test) in asked.items()}
    row = Account.objects.filter(pk=account_id).annotate(**cases).values(*asked).first() or {}
    return {asked[name][0] for name, holds in row.items() if holds}


def _accepted(content: Content, account: Account | None) -> dict[str, Any]:
    if problems := [*_problems(content, account)]:
        raise NotAccepted("\n".join(problems))
    return {
        "title": tidy(content.title), "kind": content.kind, "url": content.url.strip(), "minutes": content.minutes,
        "body": content.body.replace("\r\n", "\n").replace("\x00", "").strip(),
        "condition": content.condition.strip(), "place": content.place,
    }  # fmt: skip


def _problems(content: Content, account: Account | None) -> Iterator[str]:
    if not tidy(content.title) or len(tidy(content.title)) > 120:
        yield "Title: between 1 and 120 characters."
    if content.kind not in Resource.Kind.values:
        yield f"Kind: {', '.join(Resource.Kind.values)}."
    if bool(content.url.strip()) == bool(content.body.strip()):
        yield "Give either the address of a page or file, or the text of a guide; not both."
    elif content.url.strip() and not _web(content.url.strip()):
        yield f"Address: “{content.url.strip()[:80]}” does not begin with https:// and the name of a host."
    if len(content.body) > LONGEST:
        yield f"Text: it has {len(content.body):,} characters; {LONGEST:,} fit."
    if content.minutes is not None and not 1 <= content.minutes <= 6000:
        yield "Minutes: between 1 and 6,000, or nothing."
    if not 0 <= content.place <= 9999:
        yield "Place: between 0 and 9,999; the lowest comes first."
    yield from _of_condition(content.condition.strip(), account)


def _of_condition(text: str, account: Account | None) -> Iterator[str]:
    if text and account is not None:
        yield "For: this is for one account, so it has no condition."
        return
    if len(text) > 500:
        yield f"For: the condition has {len(text)} characters; 500 fit."
        return
    try:
        parse(text, condition_fields())
    except ConditionError as error:
        yield f"For: {error}"


def _web(url: str) -> bool:
    """https and nothing else: what we show a customer must not lead them where others can read along."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises for what is no port
    except ValueError:
        return False
    named = bool(parts.hostname) and not parts.username and not parts.password
    return parts.scheme == "https" and named and len(url) <= 500 and url.isprintable() and " " not in url


def _keeps(user: Any, account: Account | None) -> None:
    if not may_keep(user, account):
        raise Http404


def _told(resource: Resource) -> dict[str, Any]:
    names = ("title", "kind", "url", "minutes", "condition", "place")
    return {name: getattr(resource, name) for name in names} | {"length": len(resource.body)}


def _say(user: Any, verb: str, resource: Resource, before: dict[str, Any] | None = None,
         after: dict[str, Any] | None = None) -> None:  # fmt: skip
    record(verb, resource, actor=user, account_id=resource.account_id or "", before=before,
           after=after or {"title": resource.title})  # fmt: skip
