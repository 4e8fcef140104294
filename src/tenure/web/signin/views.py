"""The settings page of administrators, and everybody's own sign-in."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.models import Role, Settings, User, settings_row
from tenure.company.roles import needs, user_of
from tenure.engine.tasks import refresh
from tenure.jobs.once import enqueue_once
from tenure.journal.write import record
from tenure.web.signin import people
from tenure.web.signin.forms import CompanyForm, InviteForm

MOST_PEOPLE = 500
_LINK = "password_link"
_NAMES_ONLY = frozenset({"name"})  # every other setting is behind a number


@needs("manage_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    form = CompanyForm(request.POST or None, instance=settings_row())
    if request.method == "POST" and form.is_valid():
        changed = _write_settings(request, form)
        messages.success(request, f"Saved: {', '.join(changed)}." if changed else "Nothing was different.")
        return redirect("settings")
    return _shown(request, form, InviteForm(initial={"role": Role.CSM}))


def _write_settings(request: HttpRequest, form: CompanyForm) -> list[str]:
    changes = form.changes()
    if not changes:
        return []
    with transaction.atomic():
        row = Settings.objects.select_for_update().get(pk=form.instance.pk)
        before = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=list(changes))
        record("settings.changed", row, actor=user_of(request), before=before, after=changes)
        if changes.keys() - _NAMES_ONLY:
            enqueue_once(refresh.using(by=user_of(request).pk), "refresh")
    return [str(form.fields[name].label).lower() for name in form.changed_data]


def _shown(request: HttpRequest, form: CompanyForm, invitation: InviteForm) -> HttpResponse:
    everybody = User.objects.annotate(owned=Count("accounts")).order_by("-is_active", "name", "email")
    search = " ".join(request.GET.get("person", "").split())
    found = everybody.filter(Q(name__icontains=search) | Q(email__icontains=search)) if search else everybody
    wrong = bool(form.errors or invitation.errors)
    context = {
        "form": form,
        "invitation": invitation,
        "people": found[:MOST_PEOPLE],
        "search": search,
        "roles": Role.choices,
        "link": request.session.pop(_LINK, None) if _LINK in request.session else None,
    }
    return render(request, "settings/page.html", context, status=422 if wrong else 200)


@needs("manage_people")
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _shown(request, CompanyForm(instance=settings_row()), form)
    try:
        user = people.invite(user_of(request), **form.cleaned_data)
    except people.PeopleError as error:
        messages.error(request, str(error))
        return redirect("settings")
    return _show_link(request, user)


@needs("manage_people")
@require_POST
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        raise Http404
    record("user.password_link_made", user, actor=user_of(request))
    return _show_link(request, user)


def _show_link(request: HttpRequest, user: User) -> HttpResponse:
    """The link is shown once, on the page after; it is not kept in the journal."""
    url = people.password_link(user_of(request), request, user)
    request.session[_LINK] = {"url": url, "person": str(user)}
    return redirect("settings")


@needs("manage_people")
@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Http404
    try:
        user = people.change_role(user_of(request), pk, role)
        messages.success(request, f"{user} is {Role(role).label.lower()} now.")
    except people.PeopleError as error:
        messages.error(request, str(error))
    return redirect("settings")


@needs("manage_people")
@require_POST
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    active = request.POST.get("active") == "yes"
    try:
        user = people.set_active(user_of(request), pk, active)
        messages.success(request, f"{user} {'may sign in again' if active else 'is switched off and signed out'}.")
    except people.PeopleError as error:
        messages.error(request, str(error))
    return redirect("settings")
