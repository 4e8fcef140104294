"""What people do in the list: bulk changes, their undo, and saved views."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tenure.company.models import User
from tenure.company.roles import needs
from tenure.customers import bulk, saved
from tenure.customers.access import own_segment_or_404, visible_accounts
from tenure.customers.models import Account
from tenure.customers.verbs import EditError, person
from tenure.web import format as words
from tenure.web.accounts import done, table
from tenure.web.accounts.asked import Asked
from tenure.web.accounts.views import asked_and_today

MOST_IDS = 5000


@needs("read_accounts")
@require_POST
def change_many(request: HttpRequest) -> HttpResponse:
    """Owner or tag of the ticked rows, or of all rows of the list: then the filter is applied here, not the ids."""
    asked, _ = asked_and_today(request, post=True)
    try:
        said, outcome = _changed(request, asked)
    except EditError as error:
        done.tell(request, str(error), "warn")
    else:
        tone = "warn" if outcome.refused else "good"
        done.tell(request, f"{said} {_rest(outcome)}".strip(), tone, outcome.at if outcome.changed else None)
    return redirect(asked.url(page=asked.page))


def _changed(request: HttpRequest, asked: Asked) -> tuple[str, bulk.Outcome]:
    accounts = _chosen(request, asked)
    action = request.POST.get("action")
    if action == "assign":
        owner = _owner(request.POST.get("owner", ""))
        outcome = bulk.assign_owner(request.user, accounts, owner)
        return f"{_accounts(outcome.changed)} now {_belong(outcome.changed)} to {owner or 'nobody'}.", outcome
    tag = request.POST.get("tag", "")
    if action == "tag":
        outcome = bulk.add_tag(request.user, accounts, tag)
        return f"{_accounts(outcome.changed)} tagged “{tag.strip()}”.", outcome
    if action == "untag":
        outcome = bulk.remove_tag(request.user, accounts, tag)
        return f"Tag “{tag.strip()}” removed from {_accounts(outcome.changed)}.", outcome
    raise EditError("Choose what to do with the selected accounts.")


def _chosen(request: HttpRequest, asked: Asked) -> QuerySet[Account]:
    if request.POST.get("scope") == "all":
        if asked.problem:
            raise EditError(f"Nothing was changed, because the filter cannot be read. {asked.problem}")
        return asked.selection.accounts()
    ids = request.POST.getlist("ids")
    if not ids:
        raise EditError("Select at least one account first.")
    return visible_accounts(request.user).filter(pk__in=ids[:MOST_IDS])


def _owner(sent: str) -> User | None:
    if sent == "nobody":
        return None
    found = next((user for user in table.team() if str(user.pk) == sent), None)
    if found is None:
        raise EditError("Choose who the new owner is.")
    return person(found.email)


def _accounts(count: int) -> str:
    return f"{words.number(count)} {'account' if count == 1 else 'accounts'}"


def _belong(count: int) -> str:
    return "belongs" if count == 1 else "belong"


def _rest(outcome: bulk.Outcome) -> str:
    said = []
    if outcome.already:
        said.append(f"{_accounts(outcome.already)} {'was' if outcome.already == 1 else 'were'} so already.")
    if outcome.refused:
        whose = "is" if outcome.refused == 1 else "are"
        said.append(f"{_accounts(outcome.refused)} {whose} not yours to change and stayed as before.")
    return " ".join(said)


@needs("read_accounts")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    at = _instant(request.POST.get("at", ""))
    try:
        if at is None:
            raise EditError("There is nothing to undo.")
        outcome = bulk.undo(request.user, at)
    except EditError as error:
        done.tell(request, str(error), "warn")
    else:
        kept = f" {_accounts(outcome.already)} changed since and stayed." if outcome.already else ""
        done.tell(request, f"Undone for {_accounts(outcome.changed)}.{kept}", "warn" if kept else "good")
    return redirect(next_address(request))


def _instant(sent: str) -> datetime | None:
    try:
        found = parse_datetime(sent)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


def next_address(request: HttpRequest) -> str:
    """Where the form wants to go back to, if that is one of our own pages."""
    sent = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(sent, allowed_hosts=None)
    return sent if safe and sent.startswith("/") else reverse("accounts:list")


def _kept(asked: Asked) -> dict[str, Any]:
    if asked.problem:
        raise EditError(f"The view was not saved, because its filter cannot be read. {asked.problem}")
    columns = table.columns_of(asked)
    return {"condition": asked.condition, "search": asked.search, "columns": columns, "sort": asked.sort}


@needs("save_own_views")
@require_POST
def new_view(request: HttpRequest) -> HttpResponse:
    asked, _ = asked_and_today(request, post=True)
    shared = request.POST.get("shared") == "yes"
    try:
        view = saved.save_view(request.user, request.POST.get("name", ""), shared=shared, **_kept(asked))
    except EditError as error:
        done.tell(request, str(error), "warn")
        return redirect(asked.url())
    return redirect(f"{reverse('accounts:list')}?view={view.pk}")


@needs("save_own_views")
@require_POST
def save_view(request: HttpRequest, pk: int) -> HttpResponse:
    asked, _ = asked_and_today(request, post=True)
    view = own_segment_or_404(request.user, pk)
    try:
        saved.change_view(request.user, view, **_kept(asked))
    except EditError as error:
        done.tell(request, str(error), "warn")
    return _to_view(pk)


@needs("save_own_views")
@require_POST
def rename_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = own_segment_or_404(request.user, pk)
    try:
        saved.rename_view(request.user, view, request.POST.get("name", ""))
    except EditError as error:
        done.tell(request, str(error), "warn")
    return _to_view(pk)


@needs("save_own_views")
@require_POST
def share_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = own_segment_or_404(request.user, pk)
    saved.share_view(request.user, view, request.POST.get("shared") == "yes")
    return _to_view(pk)


@needs("save_own_views")
@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = own_segment_or_404(request.user, pk)
    saved.delete_view(request.user, view)
    done.tell(request, f"The view “{view.name}” is deleted. The accounts in it are unchanged.")
    return redirect("accounts:list")


def _to_view(pk: int) -> HttpResponse:
    return redirect(f"{reverse('accounts:list')}?view={pk}")
