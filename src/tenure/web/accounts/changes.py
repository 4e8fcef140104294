"""What people do in the list: bulk changes, their undo, and saved views."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from tenure.company.roles import needs, user_of
from tenure.customers import bulk, pieces, saved
from tenure.customers.access import own_segment_or_404, visible_accounts
from tenure.customers.bulk import Wish
from tenure.customers.models import Account
from tenure.customers.verbs import EditError
from tenure.jobs.task import JobTask
from tenure.web.accounts import done, followed, said, table, tasks
from tenure.web.accounts.asked import MOST_IDS, Asked
from tenure.web.accounts.views import asked_and_today
from tenure.web.leading import own_page


@needs("read_accounts")
@require_POST
def change_many(request: HttpRequest) -> HttpResponse:
    """Owner or tag of the ticked rows, or of all rows of the list: then the filter is applied here, not the ids."""
    asked, _ = asked_and_today(request, post=True)
    try:
        _change(request, asked, bulk.checked(request.user, _wish(request)))
    except EditError as error:
        done.tell(request, str(error), "warn")
    return redirect(asked.url(page=asked.page))


def _change(request: HttpRequest, asked: Asked, wish: Wish) -> None:
    accounts = _chosen(request, asked)
    if accounts.order_by().count() > pieces.MOST_AT_ONCE:
        at = timezone.now().isoformat()
        _start(request, tasks.change_accounts, selection=asked.selection.tree(), action=wish.action, value=wish.value,
               at=at)  # fmt: skip
        return
    outcome = bulk.change(request.user, accounts, wish)
    tone = "warn" if outcome.refused else "good"
    done.tell(request, said.changed(wish, outcome), tone, outcome.at if outcome.changed else None)


def _start(request: HttpRequest, task: JobTask[..., Any], **asked: Any) -> None:
    user = user_of(request)
    followed.follow(request, task.using(by=user.pk).enqueue(by=user.pk, **asked).id)


def _wish(request: HttpRequest) -> Wish:
    action = request.POST.get("action", "")
    return Wish(action, _owner(request) if action == "assign" else request.POST.get("tag", ""))


def _owner(request: HttpRequest) -> str:
    sent = request.POST.get("owner", "")
    if sent == "nobody":
        return ""
    found = next((user for user in table.team() if str(user.pk) == sent), None)
    if found is None:
        raise EditError("Choose who the new owner is.")
    return found.email


def _chosen(request: HttpRequest, asked: Asked) -> QuerySet[Account]:
    if request.POST.get("scope") == "all":
        if asked.problem:
            raise EditError(f"Nothing was changed, because the filter cannot be read. {asked.problem}")
        return asked.selection.accounts()
    ids = request.POST.getlist("ids")
    if not ids:
        raise EditError("Select at least one account first.")
    return visible_accounts(request.user).filter(pk__in=ids[:MOST_IDS])


@needs("read_accounts")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    at = _instant(request.POST.get("at", ""))
    try:
        if at is None:
            raise EditError("There is nothing to undo.")
        _undo(request, at)
    except EditError as error:
        done.tell(request, str(error), "warn")
    return redirect(own_page(request.POST.get("next", ""), "accounts:list"))


def _undo(request: HttpRequest, at: datetime) -> None:
    if "job" in request.POST:
        followed.put_away(request, request.POST["job"])
    if bulk.undoable(request.user, at).count() > pieces.MOST_AT_ONCE:
        _start(request, tasks.undo_change, at=at.isoformat(), now=timezone.now().isoformat())
        return
    outcome = bulk.undo(request.user, at)
    done.tell(request, said.undone(outcome), "warn" if outcome.already else "good")


@needs("read_accounts")
@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Take the news of a job off the page."""
    followed.put_away(request, request.POST.get("job", ""))
    return redirect(own_page(request.POST.get("next", ""), "accounts:list"))


def _instant(sent: str) -> datetime | None:
    try:
        found = parse_datetime(sent)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


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
