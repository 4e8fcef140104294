"""Guides and files, kept by operations for accounts in general and by CSMs for one; and the settings of the page."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.company.roles import may, needs, user_of
from tenure.core.keyed import cut
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.core.whole import whole
from tenure.customers.access import account_or_404, visible_accounts, visible_rows
from tenure.customers.models import Account
from tenure.web.meanwhile import Both, both
from tenure.web.once import clicked_once, sent_once
from tenure.work.portal import resources
from tenure.work.portal.configuring import configure
from tenure.work.portal.models import PortalVisit, Resource, portal_settings
from tenure.work.portal.resources import Content

PER_PAGE: Final = 50
_LOOKS: Final = 8
_FIELDS: Final = ("title", "kind", "url", "body", "minutes", "condition", "place")
_LABELS: Final = {"title": "Title", "kind": "Kind", "url": "Address", "body": "Text", "minutes": "Minutes",
                  "condition": "For", "place": "Place"}  # fmt: skip
_CHANGED: Final = "Somebody changed this in the meantime. What you wrote is kept below; save again to replace it."


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    """Everything that customers are shown, with how many were shown it and how many opened it."""
    found = Resource.objects.filter(Q(account=None) | Q(account__in=visible_accounts(request.user)))
    retired = "retired" in request.GET
    found = found.filter(retired_at__isnull=not retired).select_related("account")
    many = Paginator(found.order_by("account", "place", "title", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    counts = {row["pk"]: row for row in Resource.objects.filter(pk__in=[one.pk for one in many]).values("pk").annotate(
        shown=Count("seen"), opened=Count("seen", filter=Q(seen__opened_at__isnull=False)))}  # fmt: skip
    looks = visible_rows(request.user, PortalVisit.objects.all()).order_by("-at", "-pk")
    context = {
        "page": many, "rows": [(one, counts[one.pk]) for one in many], "retired": retired,
        "may_add": resources.may_keep(request.user, None), "manages": may(request.user, "manage_settings"),
        "looks": cut(looks, 0, _LOOKS, ("contact", "account")), "settings": portal_settings(),
    }  # fmt: skip
    return render(request, "portal/staff/guides.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@sent_once()
def new(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    if not resources.may_keep(request.user, account):
        raise Http404
    if request.method == "POST":
        try:
            made = resources.add(user_of(request), _content(request.POST), account)
        except NotAccepted as error:
            return _form(request, request.POST, account, str(error))
        return _back(made.account_id)
    return _form(request, {"kind": "guide", "place": "100"}, account)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@clicked_once()
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    held = resources.resource_or_404(request.user, pk)
    if request.method == "POST":
        try:
            resources.edit(user_of(request), held, _content(request.POST), seen=request.POST.get("seen", ""))
        except (NotAccepted, ChangedMeanwhile) as error:
            said = _CHANGED if isinstance(error, ChangedMeanwhile) else str(error)
            now = resources.resource_or_404(request.user, pk)
            theirs = _beside(now, request.POST.dict()) if said == _CHANGED else None
            return _form(request, request.POST, held.account, said, held=now, meanwhile=theirs)
        return _back(held.account_id)
    return _form(request, _values(held), held.account, held=held)


def _beside(now: Resource, typed: dict[str, Any]) -> list[Both]:
    kinds = dict(Resource.Kind.choices)
    mine = typed | {"kind": kinds.get(typed.get("kind", ""), typed.get("kind"))}
    return both(_LABELS, _values(now) | {"kind": now.get_kind_display()}, mine)


def _values(held: Resource) -> dict[str, Any]:
    return {name: getattr(held, name) for name in _FIELDS} | {"minutes": held.minutes or ""}


@require_POST
@needs("read_accounts")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in ("retire", "bring-back"):
        raise Http404
    held = resources.resource_or_404(request.user, pk)
    resources.retire(user_of(request), held, retired=verb == "retire")
    return _back(held.account_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("manage_settings")
def preferences(request: HttpRequest) -> HttpResponse:
    problem, days = "", request.POST.get("days", "")
    if request.method == "POST":
        try:
            if not (days.isdecimal() and len(days) < 6):
                raise NotAccepted("Days: write a number.")
            configure(user_of(request), days=int(days), code="code" in request.POST, former="former" in request.POST)
            return redirect("customer-pages:guides")
        except NotAccepted as error:
            problem = str(error)
    context = {"row": portal_settings(), "problem": problem, "days": days}
    return render(request, "portal/staff/settings.html", context, status=422 if problem else 200)


def _account(request: HttpRequest) -> Account | None:
    given = request.POST.get("account", "") or request.GET.get("account", "")
    return account_or_404(request.user, given) if given else None


def _content(given: QueryDict) -> Content:
    """As it was typed; a number that is none is refused by what it stands for."""
    place = _whole(given.get("place", ""), 100)
    return Content(
        given.get("title", "")[:1000], given.get("kind", ""), given.get("url", "")[:2000], given.get("body", ""),
        _whole(given.get("minutes", ""), None), given.get("condition", "")[:2000], 100 if place is None else place,
    )  # fmt: skip


def _whole(text: str, otherwise: int | None) -> int | None:
    plain = text.strip()
    if not plain:
        return otherwise
    return whole(plain, 7, -1)


def _form(request: HttpRequest, values: Any, account: Account | None, problem: str = "",
          held: Resource | None = None, meanwhile: list[Both] | None = None) -> HttpResponse:  # fmt: skip
    context = {
        "values": {name: values.get(name, "") for name in _FIELDS}, "account": account, "problem": problem,
        "meanwhile": meanwhile,
        "held": held, "seen": resources.version(held) if held else "", "kinds": Resource.Kind.choices,
        "may_keep": resources.may_keep(request.user, account),
    }  # fmt: skip
    return render(request, "portal/staff/guide.html", context, status=422 if problem else 200)


def _back(account_id: str | None) -> HttpResponse:
    return redirect("customer-pages:of-account", account_id) if account_id else redirect("customer-pages:guides")
