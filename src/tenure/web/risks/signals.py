"""Signals: what each looks for, how good its alarms were, and when a draft of it would have fired."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from tenure.company.models import settings_row
from tenure.company.roles import may, needs
from tenure.customers.access import visible_accounts
from tenure.engine.publication import NothingPublished
from tenure.engine.scores.watching import Fired, tried
from tenure.health import listing
from tenure.health.models import Risk
from tenure.health.verbs import RAISED, REASONS
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_measures
from tenure.metrics import signals as declared
from tenure.metrics.measures import Measure
from tenure.metrics.signals import BadSignal, Signal
from tenure.web import format as words
from tenure.web.measures import value
from tenure.web.risks import signal_form as forms
from tenure.web.risks.signal_opened import Opened, all_opened, open_signal, read

DAYS: Final = 90
_LATEST, _RISKS, _VERSIONS = 10, 5, 10


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    """What each signal looks for, and what became of its alarms."""
    quality, names = listing.quality(request.user), forms.names_of(published_measures())
    rows = [(here, forms.rule(here.signal(), names), quality[here.key]) for here in all_opened()]
    context = {"rows": rows, "raised": quality[RAISED], "may_edit": may(request.user, "edit_scorecards")}
    return render(request, "risks/signals.html", context)


@require_safe
@needs("read_accounts")
def signal(request: HttpRequest, key: str) -> HttpResponse:
    return shown(request, open_signal(key))


def shown(request: HttpRequest, here: Opened, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of a signal, with a sentence about what could not be done."""
    names, risks = forms.names_of(published_measures()), listing.seen_by(request.user).filter(kind=here.key)
    context = {
        "here": here, "form": here.form(request), "problem": problem, "names": names, "ops": forms.OPS, "days": DAYS,
        "note": request.POST.get("note", ""), "quality": listing.quality(request.user)[here.key],
        "reasons": _reasons(risks), "latest": risks.order_by("-opened_on", "-pk")[:_RISKS],
        "currency": settings_row().currency, "may_edit": may(request.user, "edit_scorecards"),
        "versions": _versions(here.key, names), "next": here.draft.version if here.draft else here.shown.version + 1,
    }  # fmt: skip
    return render(request, "risks/signal.html", context, status=status)


def _reasons(risks: Any) -> list[tuple[str, str, int]]:
    """Why its alarms were closed, the most frequent first."""
    closed = Counter(risks.filter(closed_at__isnull=False).values_list("outcome", "reason"))
    labels = dict(Risk.Outcome.choices)
    return [(labels.get(outcome, outcome), REASONS.get(outcome, {}).get(reason, reason), count)
            for (outcome, reason), count in closed.most_common()]  # fmt: skip


def _versions(key: str, names: Mapping[str, str]) -> list[tuple[Document, str]]:
    """Published ones, the newest first, each with its rule."""
    found = Document.objects.filter(kind=Kind.SIGNAL, key=key).exclude(state=State.DRAFT).select_related("author")
    return [(one, forms.rule(read(one), names)) for one in found.order_by("-version")[:_VERSIONS]]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
def dry_run(request: HttpRequest, key: str) -> HttpResponse:
    """When the signal of the form would have fired in the last three months, beside the one in force."""
    here, known = open_signal(key), published_measures()
    try:
        context = _tried(request.user, made_of(request, here, known), here, known)
    except (BadSignal, NothingPublished) as error:
        context = {"problem": str(error)}
    return render(request, "risks/_dry_run.html", {"days": DAYS, **context})


def made_of(request: HttpRequest, here: Opened, known: Mapping[str, Measure]) -> Signal:
    """The signal of the form, saved or not; raises BadSignal."""
    form = here.form(request)
    return declared.read(forms.body_of(form, here.key, forms.names_of(known)), known, form.name)


def _tried(user: Any, made: Signal, here: Opened, known: Mapping[str, Measure]) -> dict[str, Any]:
    held, found = read(here.held) if here.held else None, tried(DAYS, [made])
    before = tried(DAYS, [held]) if held and held.tests != made.tests else None
    latest = found.fired[::-1][:_LATEST]
    names = dict(visible_accounts(user).filter(pk__in={one.account_id for one in latest}).values_list("pk", "name"))
    return {
        "fired": len(found.fired), "accounts": len({one.account_id for one in found.fired}),
        "before": None if before is None else len(before.fired), "sample": (found.looked, found.of),
        "rows": [(one, names[one.account_id], _seen(one, known)) for one in latest if one.account_id in names],
    }  # fmt: skip


def _seen(one: Fired, known: Mapping[str, Measure]) -> str:
    """What each test saw on the day."""
    return ", ".join(
        f"{known[test.measure].name} {value(known[test.measure], test.after)}" if test.measure in known
        else f"{forms.SCORES[test.measure]} {words.number(test.after, 1)}"
        for test in one.seen
    )  # fmt: skip
