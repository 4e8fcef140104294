"""The accounts list: as a page, as the part of it that htmx swaps, and the small parts around it."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tenure.company.models import settings_row
from tenure.company.roles import may, needs, user_of
from tenure.core.conditions import ConditionError
from tenure.customers import pieces, totals
from tenure.customers.access import visible_segments
from tenure.customers.fields import FIELDS, known_columns
from tenure.customers.models import ColumnChoice
from tenure.customers.segments import selection_of
from tenure.web.accounts import asked as asking
from tenure.web.accounts import choosing, done, followed, table
from tenure.web.accounts.asked import Asked


def asked_and_today(request: HttpRequest, post: bool = False) -> tuple[Asked, date]:
    company = settings_row()
    today = timezone.now().astimezone(ZoneInfo(company.time_zone)).date()
    return asking.read(request, request.POST if post else request.GET, company.currency), today


@needs("read_accounts")
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    asked, today = asked_and_today(request)
    if "add_field" in request.GET and not asked.problem:
        asked = _with_added(asked, request)
        if not asked.problem:
            return redirect(asked.url())
    return _shown(request, "accounts/list.html", asked, today)


@needs("read_accounts")
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The list without its frame; the browser's address becomes the one of the page."""
    asked, today = asked_and_today(request)
    if "add_field" in request.GET and not asked.problem:
        asked = _with_added(asked, request)
    response = _shown(request, "accounts/list.html#list", asked, today)
    if not asked.problem:
        response["HX-Push-Url"] = asked.url(page=asked.page)
    return response


def _shown(request: HttpRequest, template: str, asked: Asked, today: date) -> HttpResponse:
    context = table.context(asked, today)
    context |= {
        "done": done.take(request),
        **followed.context(request),
        "may_share": may(request.user, "share_views"),
        "may_export": may(request.user, "export"),
        "may_assign": may(request.user, "assign_owner"),
        "export_at_once": context["totals"].accounts <= pieces.MOST_AT_ONCE,
    }
    return render(request, template, context, status=422 if asked.problem and not _part(request) else 200)


def _part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _with_added(asked: Asked, request: HttpRequest) -> Asked:
    try:
        return replace(asked, condition=choosing.with_sent_check(asked.condition, request.GET))
    except ConditionError as error:
        return replace(asked, problem=str(error))


@needs("read_accounts")
@require_safe
def filter_form(request: HttpRequest) -> HttpResponse:
    """The pop-over: the fields, or what may be asked of one of them."""
    asked, _ = asked_and_today(request)
    name = request.GET.get("field", "")
    if name and (name not in FIELDS or not FIELDS[name].filterable):
        raise Http404
    field = FIELDS[name] if name else None
    context: dict[str, Any] = {"asked": asked, "state": asked.parameters(), "field": field}
    if field is None:
        context["field_groups"] = choosing.field_groups(totals.book().learned)
    else:
        context |= {
            "operators": choosing.operators(field),
            "known": choosing.known_values(field, request.user),
            "groups": choosing.group_numbers(asked.condition),
        }
    return render(request, "accounts/filter.html#pop" if _part(request) else "accounts/filter.html", context)


@needs("read_accounts")
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """The tabs with all their counts."""
    asked, _ = asked_and_today(request)
    version = totals.version()
    for view in (None, *visible_segments(request.user)[: table.MOST_TABS]):
        totals.count(selection_of(view, request.user, asked.currency), version)
    shown = totals.count(asked.selection, version)
    return render(
        request,
        "accounts/list.html#tabs",
        {"asked": asked, "tabs": table.tabs(asked, version, shown), "tabs_counted": True},
    )


@needs("read_accounts")
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """How far the jobs are that this person started from the list."""
    asked, _ = asked_and_today(request)
    return render(request, "accounts/_work.html", {"asked": asked, **followed.context(request)})


@needs("read_accounts")
@require_POST
def columns(request: HttpRequest) -> HttpResponse:
    """Remember which columns this person wants in this view; without any, the default is back."""
    asked, _ = asked_and_today(request, post=True)
    chosen = request.POST.getlist("columns") if "reset" not in request.POST else []
    if chosen:
        ColumnChoice.objects.update_or_create(
            user=user_of(request), segment=asked.view, defaults={"columns": list(known_columns(chosen))}
        )
    else:
        ColumnChoice.objects.filter(user=user_of(request), segment=asked.view).delete()
    return redirect(asked.url(page=asked.page))
