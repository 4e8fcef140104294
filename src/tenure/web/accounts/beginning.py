"""Beginning something on a page of many accounts: which account it is for comes first, then its own form."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenure.company.roles import needs
from tenure.core.problems import NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Account
from tenure.web.tasks.form import account_of


class Beginning(NamedTuple):
    """What is begun, the form it is begun with, and the page it is asked on."""

    title: str
    form: str
    page: str
    page_title: str


BEGINNINGS: Final[Mapping[str, Beginning]] = {
    "message": Beginning("Write a message", "messages:write", "messages:page", "Messages"),
    "meeting": Beginning("Plan a meeting", "meetings:plan", "meetings:page", "Meetings"),
    "onboarding": Beginning("Start an onboarding", "onboarding:start", "onboarding:portfolio", "Onboarding"),
    "plan": Beginning("Begin a success plan", "plans:new", "plans:page", "Success plans"),
    "review": Beginning("Plan a review", "reviews:new", "reviews:page", "Reviews"),
}


@require_safe
@needs("write_own_accounts")
def begin(request: HttpRequest, what: str) -> HttpResponse:
    """Goes on to the form once the account is known and may be worked on."""
    beginning = BEGINNINGS.get(what)
    if beginning is None:
        raise Http404
    typed, problem = request.GET.get("account", ""), ""
    try:
        account = account_of(request.user, typed)
        if account is not None and may_write(request.user, account):
            return redirect(beginning.form, account.pk)
        problem = _anothers(account) if account else ""
    except NotAccepted as error:
        problem = str(error)
    context = {"beginning": beginning, "back": reverse(beginning.page), "typed": typed, "problem": problem}
    return render(request, "accounts/begin.html", context, status=422 if problem else 200)


def _anothers(account: Account) -> str:
    owner = f"{account.owner}’s" if account.owner else "nobody’s"
    return f"{account.name} is {owner}. Its owner or a lead can do this, or can give you the account."
