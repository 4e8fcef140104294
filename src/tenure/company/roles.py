"""Who may do what, by role. Deny by default: what is not granted here is refused.

Which rows a person may see is decided in `tenure.customers.access`; both answer with a 404, never a 403, because what
one may not see does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from tenure.company.models import Role, User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_READ = frozenset({"read_accounts", "read_data", "save_own_views", "use_api"})
_OWN_BOOK = _READ | {"write_own_accounts", "export"}
_LEAD = _OWN_BOOK | {
    "write_all_accounts",
    "assign_owner",
    "share_views",
    "import_data",
    "manage_jobs",
    "freeze",
    "edit_scorecards",
    "edit_journeys",
    "approve_messages",
    "edit_templates",
}
GRANTED: dict[str, frozenset[str]] = {
    Role.VIEWER: _READ | {"export"},
    Role.CSM: _OWN_BOOK | {"share_views"},
    Role.LEAD: _LEAD,
    Role.ADMINISTRATOR: _LEAD | {"manage_settings", "manage_people"},
    Role.CUSTOMER: frozenset(),
}


def may(user: Any, permission: str) -> bool:
    """Whether an active, signed-in user's role grants `permission`."""
    return bool(user.is_authenticated and user.is_active and permission in GRANTED.get(user.role, frozenset()))


def require(user: Any, permission: str) -> None:
    if not may(user, permission):
        raise Http404


def user_of(request: HttpRequest) -> User:
    """The person behind a request that `needs` has let in."""
    return cast(User, request.user)


def needs(permission: str) -> Callable[[View], View]:
    """Decorator of a view: answers 404 to whoever lacks `permission`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.user, permission)
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return decorate
