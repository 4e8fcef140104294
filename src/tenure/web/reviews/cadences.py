"""How often customers of each tier are reviewed, and with which deck."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.company.roles import may, needs, require
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account
from tenure.customers.occurring import once_a_book
from tenure.library.reading import published_decks
from tenure.planning.models import ReviewCadence
from tenure.planning.reviews.cadences import AHEAD, set_cadence

_MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    problem, given = "", request.POST
    if request.method == "POST":
        require(request.user, "edit_templates")
        try:
            set_cadence(request.user, given.get("tier", ""), _days(given.get("days", "")), given.get("deck", ""))
            return redirect("reviews:cadences")
        except NotAccepted as error:
            problem = str(error)
    context = {
        "rows": _rows(), "problem": problem, "typed": given, "ahead": AHEAD,
        "may_set": may(request.user, "edit_templates"),
        "decks": [(key, held.deck.name) for key, held in published_decks().items()],
    }  # fmt: skip
    return render(request, "reviews/cadences.html", context, status=422 if problem else 200)


def _days(text: str) -> int | None:
    """Nothing takes the cadence away."""
    if not text.strip():
        return None
    if not text.strip().isdecimal() or len(text.strip()) > 5:
        raise NotAccepted(f"{text.strip()[:20]!r} is not a whole number of days.")
    return int(text)


def _rows() -> list[tuple[str, int, ReviewCadence | None]]:
    """Tiers of the book with how many pay, and cadences of tiers that nobody has."""
    cadences = {one.pk: one for one in ReviewCadence.objects.all()}
    counted = once_a_book("paying-by-tier", _paying)
    return [(tier, counted.get(tier, 0), cadences.get(tier)) for tier in dict.fromkeys([*counted, *cadences])]


def _paying() -> dict[str, int]:
    paying = Count("pk", filter=Q(state__mrr_minor__gt=0))
    found = Account.objects.exclude(tier="").values("tier").annotate(n=paying).order_by("-n", "tier")[:_MOST]
    return {row["tier"]: row["n"] for row in found}
