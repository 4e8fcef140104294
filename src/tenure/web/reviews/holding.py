"""Holding a review: who came, what was decided, the steps it ends in, what was found, and what they thought of it."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.automation import findings
from tenure.company.clock import today
from tenure.company.models import User
from tenure.company.roles import needs
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.core.whole import whole
from tenure.customers.models import Contact
from tenure.planning.models import Goal, Minutes, Review
from tenure.planning.reviews import holding, sharing
from tenure.planning.reviews.access import require_change, review_or_404
from tenure.planning.reviews.holding import Held, Step
from tenure.web.meanwhile import Both, both
from tenure.web.once import clicked_once, sent_once
from tenure.web.reviews.acting import day_of, person_of
from tenure.web.reviews.views import choices, worked_on

ROWS: Final = 4  # of steps in the form
_MOST: Final = 20
_GUESTS: Final = "Somebody changed who it is for in the meantime; it stands below as it is now. Choose again."
_MINUTES: Final = "Somebody changed the minutes in the meantime. What you wrote is kept below; theirs is beside yours."


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@sent_once()
def hold(request: HttpRequest, review_id: str) -> HttpResponse:
    review = review_or_404(request.user, review_id)
    require_change(request.user, review)
    if request.method != "POST":
        return _form(request, review)
    given = request.POST
    try:
        held = Held(
            day_of(given.get("held_on", "")), _numbers(given.getlist("came")), given.get("notes", ""),
            given.get("decisions", "").splitlines(), _steps(review, given), given.getlist("also"),
        )  # fmt: skip
        holding.hold(request.user, review_id, held, today(), seen=given.get("seen", ""))
    except NotAccepted as error:
        return _form(request, review, str(error))
    except ChangedMeanwhile:
        return _form(request, review, _MINUTES, _beside(review, given))
    return redirect("reviews:detail", review_id)


def _beside(review: Review, given: QueryDict) -> list[Both] | None:
    """What stands in the minutes now, where others were typed."""
    now = Minutes.objects.filter(review=review).first()
    if now is None or "notes" not in given:
        return None
    theirs = {"decisions": "\n".join(now.decisions), "notes": now.notes}
    return both({"decisions": "Decisions", "notes": "Notes"}, theirs, given.dict())


def _form(request: HttpRequest, review: Review, problem: str = "", meanwhile: list[Both] | None = None) -> HttpResponse:
    given, guests = request.POST, list(review.guests.all())
    known = {guest.contact_id for guest in guests}
    offered = choices(review)
    minutes = getattr(review, "minutes", None)
    context = {
        "review": review, "account": review.account, "problem": problem, "guests": guests, **offered,
        "meanwhile": meanwhile,
        "others": [contact for contact in offered["contacts"] if contact.pk not in known],
        "came": _numbers(given.getlist("came")) if given else [guest.pk for guest in guests],
        "also": given.getlist("also"), "held_on": given.get("held_on") or str(min(review.due_on or today(), today())),
        "notes": given.get("notes", minutes.notes if minutes else ""),
        "decisions": given.get("decisions", "\n".join(minutes.decisions) if minutes else ""),
        "seen": given.get("seen", holding.version(review)), "rows": [_row(given, n) for n in range(_count(given))],
    }  # fmt: skip
    return render(request, "reviews/hold.html", context, status=422 if problem else 200)


def _count(given: QueryDict) -> int:
    """Rows that were sent, or as many as are offered."""
    sent = sum(1 for n in range(_MOST) if f"step-{n}-title" in given)
    return sent or ROWS


def _row(given: QueryDict, n: int) -> dict[str, str]:
    return {"n": str(n), **{name: given.get(f"step-{n}-{name}", "") for name in ("title", "who", "due_on", "goal")}}


def _steps(review: Review, given: QueryDict) -> list[Step]:
    """Those with a title; a sentence names the row that is not whole."""
    return [_step(review, row) for row in (_row(given, n) for n in range(_MOST)) if row["title"].strip()]


def _step(review: Review, row: dict[str, str]) -> Step:
    try:
        due_on = day_of(row["due_on"])
    except NotAccepted:
        raise NotAccepted(f"“{row['title'].strip()[:60]}” has no day by which it is to be done.") from None
    owner, contact = _who(review, row["who"])
    goal = Goal.objects.filter(pk=row["goal"], plan__account=review.account_id).first() if row["goal"] else None
    return Step(row["title"], due_on, owner, contact, goal)


def _who(review: Review, said: str) -> tuple[User | None, Contact | None]:
    """“user:7” is one of us, “contact:…” one of them; nobody is whoever holds the review."""
    kind, _, key = said.partition(":")
    if kind == "contact":
        return None, Contact.objects.filter(pk=key, account=review.account_id).first()
    return (person_of(key) if kind == "user" else None), None


def _numbers(texts: Sequence[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 15]


@require_POST
@needs("write_own_accounts")
@clicked_once()
def minutes(request: HttpRequest, review_id: str) -> HttpResponse:
    given = request.POST
    return _done(request, review_id, lambda review: holding.write_minutes(
        request.user, review.pk, given.get("notes", ""), given.get("decisions", "").splitlines(),
        seen=given.get("seen", ""),
    ), _MINUTES)  # fmt: skip


@require_POST
@needs("write_own_accounts")
@sent_once()
def step(request: HttpRequest, review_id: str) -> HttpResponse:
    def add(review: Review) -> None:
        row = {name: request.POST.get(name, "") for name in ("title", "who", "due_on", "goal")}
        if not row["title"].strip():
            raise NotAccepted("Say in a few words what is to be done.")
        holding.add_step(request.user, review, _step(review, row))

    return _done(request, review_id, add)


@require_POST
@needs("write_own_accounts")
@clicked_once()
def people(request: HttpRequest, review_id: str) -> HttpResponse:
    given = request.POST
    return _done(request, review_id, lambda review: holding.invite(
        request.user, review.pk, given.getlist("to"), given.getlist("colleague"), seen=given.get("seen", "")
    ), _GUESTS)  # fmt: skip


@require_POST
@needs("write_own_accounts")
@sent_once()
def found(request: HttpRequest, review_id: str) -> HttpResponse:
    """A risk, or an opportunity of a kind."""
    given = request.POST
    title, cause, what = given.get("title", ""), given.get("cause", ""), given.get("what", "risk")

    def keep(review: Review) -> None:
        if what == "risk":
            findings.found_risk(request.user, review, title, cause, today())
        else:
            findings.found_opportunity(request.user, review, title, what, cause, today())

    return _done(request, review_id, keep)


@require_POST
@needs("write_own_accounts")
def feedback(request: HttpRequest, review_id: str) -> HttpResponse:
    """What one of them said to us."""
    given = request.POST

    def keep(review: Review) -> None:
        contact = Contact.objects.filter(pk=given.get("contact", ""), account=review.account_id).first()
        if contact is None:
            raise NotAccepted("Choose who said it.")
        rating = given.get("rating", "")
        number = whole(rating, 2)
        sharing.give_feedback(review.pk, number, given.get("words", ""), contact=contact, user=request.user)

    return _done(request, review_id, keep)


def _done(request: HttpRequest, review_id: str, act: Callable[[Review], Any], changed: str = "") -> HttpResponse:
    """What was typed is kept where it was refused; `changed` says so of what somebody else wrote in between."""
    review = review_or_404(request.user, review_id)
    try:
        act(review)
    except NotAccepted as error:
        return worked_on(request, review, str(error), 422, request.POST.dict())
    except ChangedMeanwhile:
        typed = request.POST.dict() | {"meanwhile": _beside(review, request.POST)}
        return worked_on(request, review, changed, 409, typed)
    return redirect("reviews:detail", review_id)
