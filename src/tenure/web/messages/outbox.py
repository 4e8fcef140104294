"""The outbox: every message by its state, a page at a time."""

from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tenure.company.models import settings_row
from tenure.company.roles import may, needs
from tenure.core.keyed import known_page
from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.library.reading import published_templates
from tenure.web.whose import ALL, MINE, chosen, sides
from tenure.work.messages import listing
from tenure.work.messages.configuring import configure
from tenure.work.messages.models import mail_settings

PER_PAGE: Final = 50


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("state", "template")}
    asked["whose"] = chosen(request, "messages", first=ALL)
    asked["state"] = asked["state"] if asked["state"] in listing.STATES else ""
    of_all = listing.outbox(request.user, mine=asked["whose"] == MINE, template=asked["template"])
    shown = of_all.filter(state=asked["state"]) if asked["state"] else of_all
    found = listing.counts(of_all)
    total = found[asked["state"]] if asked["state"] else sum(found.values())
    here = known_page(shown, PER_PAGE, request.GET.get("page", ""), total)
    ids = [message.pk for message in here]
    company = settings_row()
    rows: dict[str, Any] = listing.counted(listing.outbox(request.user).filter(pk__in=ids)).in_bulk()
    for message in rows.values():
        message.line = listing.line_of(message, company.name)
    context = {
        "page": here, "rows": [rows[pk] for pk in ids if pk in rows], "asked": asked,
        "states": [("All", _address(asked, state=""), not asked["state"], sum(found.values())),
                   *((label, _address(asked, state=name), asked["state"] == name, found[name])
                     for name, label in listing.STATES.items())],
        "query": _address(asked), "whose": sides(asked["whose"], partial(_address, asked)),
        "templates": published_templates().values(),
        "unassigned": listing.unassigned().count(), "kind": settings.TENURE_MAIL_KIND,
        "manages": may(request.user, "manage_settings"), "works": may(request.user, "write_own_accounts"),
        "company": company,
    }  # fmt: skip
    return render(request, "messages/outbox.html", context)


def _address(asked: dict[str, str], **changes: str) -> str:
    return "?" + urlencode({name: value for name, value in (asked | changes).items() if value})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("manage_settings")
def preferences(request: HttpRequest) -> HttpResponse:
    given, problem = request.POST, ""
    if request.method == "POST":
        try:
            limit = given.get("daily_limit", "")
            if (most := whole(limit, 6, -1)) < 0:
                raise NotAccepted("Messages a day: write a number.")
            configure(request.user, approval="approval" in given, opens="opens" in given, daily_limit=most)
            return redirect("messages:page")
        except NotAccepted as error:
            problem = str(error)
    held: dict[str, Any] = {"row": mail_settings(), "problem": problem, "limit": given.get("daily_limit"),
                            "environment": settings}  # fmt: skip
    return render(request, "messages/settings.html", held, status=422 if problem else 200)
