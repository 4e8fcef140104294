"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest

from tenure.company.roles import may
from tenure.web.shell.navigation import counted, side_bar

THEMES = ("auto", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The theme is known on the server, so that a page never flashes in the wrong one."""
    theme = request.COOKIES.get("theme", "auto")
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {
        "theme": theme if theme in THEMES else "auto",
        "side_bar": side_bar(request) if signed_in else [],
        "counts_to_come": not counted(request),
        "may_read": signed_in and may(request.user, "read_accounts"),
        "may_work": signed_in and may(request.user, "write_own_accounts"),
    }
