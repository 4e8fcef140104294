"""Steps in dialogs: adding and editing one, saying that it is stuck, its message and its meeting."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Self

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tenure.company.models import Role, User, settings_row
from tenure.company.roles import user_of
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.onboarding import doing, verbs, writing
from tenure.onboarding.models import Standstill
from tenure.onboarding.reading import Opened, Placed
from tenure.onboarding.verbs import Agreed
from tenure.web.account.opened import reads
from tenure.web.meanwhile import Both, both
from tenure.web.meetings.typed import planned
from tenure.web.onboarding.detail import contacts_of
from tenure.web.onboarding.moving import days_of
from tenure.web.onboarding.opened import Looked, looked
from tenure.web.once import clicked_once, sent_once
from tenure.web.tasks.form import person
from tenure.work.access import workers

_MOST: Final = 60
_LABELS: Final = {"title": "What is to be done", "phase": "Phase", "days": "Working days", "contact": "The customer",
                  "owner": "Who of us", "after": "Begins after", "milestone": "Milestone",
                  "shared": "The customer sees it", "note": "Note"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """What the fields show. Kept as typed, so that nothing is lost when something is wrong."""

    title: str = ""
    phase: str = ""
    days: str = "3"
    owner: str = ""
    contact: str = ""
    after: list[str] = field(default_factory=list)
    note: str = ""
    milestone: str = ""
    shared: bool = False

    @classmethod
    def sent(cls, given: QueryDict) -> Self:
        texts = {name: given.get(name, "") for name in ("title", "phase", "days", "owner", "contact", "note",
                                                        "milestone")}  # fmt: skip
        return cls(**texts, after=given.getlist("after"), shared="shared" in given)

    @classmethod
    def of(cls, placed: Placed) -> Self:
        task, step = placed.task, placed.step
        return cls(task.title, step.phase, str(step.days), str(task.owner_id or ""), task.contact_id or "",
                   list(step.after), task.note, step.milestone, task.shared)  # fmt: skip

    def agreed(self, account: Account) -> Agreed:
        contact = Contact.objects.filter(pk=self.contact, account=account).first() if self.contact else None
        if self.contact and contact is None:
            raise NotAccepted("This contact is not there any more; choose another.")
        owner = person(self.owner) if self.owner else None
        return Agreed(self.title, self.phase, days_of(self.days), owner, contact, self.after, self.note,
                      self.milestone, self.shared)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@reads
@sent_once()
def new(request: HttpRequest, onboarding_id: str) -> HttpResponse:
    here, opened = _changeable(request, onboarding_id)
    if request.method != "POST":
        last = opened.steps[-1].step.phase if opened.steps else ""
        return _form(request, here, opened, Form(phase=last, owner=str(request.user.pk)))
    form = Form.sent(request.POST)
    try:
        agreed = form.agreed(here.onboarding.account)
        verbs.add_step(request.user, onboarding_id, agreed, seen=request.POST.get("seen", ""))
    except NotAccepted as error:
        return _form(request, here, opened, form, str(error))
    return _back(request, here)


@require_http_methods(["GET", "HEAD", "POST"])
@reads
@clicked_once()
def edit(request: HttpRequest, onboarding_id: str, step: str) -> HttpResponse:
    here, opened = _changeable(request, onboarding_id)
    placed = _placed(opened, step)
    if request.method != "POST":
        return _form(request, here, opened, Form.of(placed), placed=placed)
    form = Form.sent(request.POST)
    try:
        agreed = form.agreed(here.onboarding.account)
        verbs.edit_step(request.user, onboarding_id, step, agreed, seen=request.POST.get("seen", ""))
    except NotAccepted as error:
        return _form(request, here, opened, form, str(error), placed=placed)
    return _back(request, here)


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def stuck(request: HttpRequest, onboarding_id: str, step: str) -> HttpResponse:
    here, opened = _changeable(request, onboarding_id)
    placed = _placed(opened, step)
    held = placed.standstill
    typed = {"reason": held.reason, "waits_for": held.waits_for} if held else {"reason": "", "waits_for": "customer"}
    problem, given = "", request.POST
    if request.method == "POST":
        typed = {"reason": given.get("reason", ""), "waits_for": given.get("waits_for", "customer")}
        try:
            doing.say_stuck(request.user, onboarding_id, step, typed["reason"], typed["waits_for"])
            return _back(request, here)
        except NotAccepted as error:
            problem = str(error)
    context = {**here.context(), "placed": placed, "typed": typed, "problem": problem,
               "who": Standstill.WaitsFor.choices}  # fmt: skip
    return _dialog(request, "onboarding/_stuck.html", context, problem)


@require_http_methods(["GET", "HEAD", "POST"])
@reads
@sent_once()
def message(request: HttpRequest, onboarding_id: str, step: str) -> HttpResponse:
    """Whom the step's message goes to; then it is looked at and sent where messages are."""
    here, opened = _changeable(request, onboarding_id)
    placed, problem = _placed(opened, step), ""
    if placed.step.kind != "message":
        raise Http404
    if request.method == "POST":
        try:
            made = writing.begin_message(request.user, onboarding_id, step, request.POST.getlist("to"))
            return _to(request, reverse("messages:detail", args=[made.pk]))
        except NotAccepted as error:
            problem = str(error)
    try:
        template = writing.template_of(placed.step.message_key)[0]
    except NotAccepted as error:
        template, problem = None, str(error)
    meant = request.POST.getlist("to") if request.method == "POST" else [
        one.pk for one in writing.recipients(here.onboarding.account, template, here.moment.today)
    ]  # fmt: skip
    context = {**here.context(), "placed": placed, "template": template, "people": contacts_of(here), "to": meant,
               "problem": problem}  # fmt: skip
    return _dialog(request, "onboarding/_message.html", context, problem)


@require_http_methods(["GET", "HEAD", "POST"])
@reads
@sent_once()
def meeting(request: HttpRequest, onboarding_id: str, step: str) -> HttpResponse:
    """When the step's meeting is, and who comes; everybody gets an invitation for their calendar."""
    here, opened = _changeable(request, onboarding_id)
    placed, problem, given = _placed(opened, step), "", request.POST
    if placed.step.kind != "meeting":
        raise Http404
    typed: dict[str, Any] = _proposed(placed, here)
    if request.method == "POST":
        typed = given.dict()
        try:
            made = writing.arrange(request.user, onboarding_id, step, planned(given), given.getlist("to"),
                                   given.getlist("colleague"))  # fmt: skip
            return _to(request, reverse("meetings:detail", args=[made.pk]))
        except NotAccepted as error:
            problem = str(error)
    colleagues = User.objects.filter(is_active=True).exclude(role=Role.CUSTOMER).exclude(pk=user_of(request).pk)
    context = {
        **here.context(), "placed": placed, "typed": typed, "problem": problem, "people": contacts_of(here),
        "to": given.getlist("to"), "team": given.getlist("colleague"),
        "colleagues": colleagues.order_by("name", "email")[:_MOST],
    }  # fmt: skip
    return _dialog(request, "onboarding/_meeting.html", context, problem)


def _proposed(placed: Placed, here: Looked) -> dict[str, Any]:
    """On the day the step can begin, at ten; a day ahead at least."""
    day = max(placed.bar.start, here.moment.today + timedelta(days=1))
    return {"title": placed.task.title, "agenda": placed.step.agenda, "minutes": str(placed.step.minutes),
            "starts": f"{day}T10:00", "zone": settings_row().time_zone, "link": "", "place": ""}  # fmt: skip


def _form(
    request: HttpRequest, here: Looked, opened: Opened, form: Form, problem: str = "", placed: Placed | None = None
) -> HttpResponse:
    others = [one for one in opened.steps if placed is None or one.key != placed.key]
    context = {
        **here.context(), "form": form, "placed": placed, "problem": problem, "others": others,
        "meanwhile": _beside(here, placed, form, request.POST.get("seen", "")) if problem and placed else None,
        "people": workers(), "contacts": contacts_of(here), "phases": opened.plan.phases,
    }  # fmt: skip
    return _dialog(request, "onboarding/_step.html", context, problem)


def _beside(here: Looked, placed: Placed, form: Form, seen: str) -> list[Both] | None:
    """What stands there now, where somebody changed this plan since it was seen."""
    if seen == here.context()["seen"]:
        return None
    theirs, people = Form.of(placed), {str(one.pk): str(one) for one in workers()}
    contacts = {one.pk: str(one) for one in contacts_of(here)}
    there, typed = (
        {name: getattr(one, name) for name in ("title", "phase", "days", "note", "milestone")}
        | {"owner": people.get(one.owner, one.owner), "contact": contacts.get(one.contact, one.contact),
           "after": ", ".join(sorted(one.after)), "shared": "Yes" if one.shared else "No"}
        for one in (theirs, form)
    )  # fmt: skip
    return both(_LABELS, there, typed)


def _dialog(request: HttpRequest, template: str, context: dict[str, Any], problem: str) -> HttpResponse:
    """For htmx what stands in the dialog, otherwise a page of its own; a refused form comes back in its place."""
    if "HX-Request" in request.headers:
        return render(request, template, context)
    return render(request, "onboarding/alone.html", context | {"inside": template}, status=422 if problem else 200)


def _changeable(request: HttpRequest, onboarding_id: str) -> tuple[Looked, Opened]:
    here = looked(request, onboarding_id)
    if not here.may_change:
        raise Http404
    return here, here.opened()


def _placed(opened: Opened, key: str) -> Placed:
    if key not in opened.by_key:
        raise Http404
    return opened.by_key[key]


def _back(request: HttpRequest, here: Looked) -> HttpResponse:
    return _to(request, reverse("onboarding:page", args=[here.onboarding.pk]) + "?view=steps")


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
