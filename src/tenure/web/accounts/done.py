"""What a bulk change did, told once on the next page, with the way back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

_KEY = "accounts_done"


def tell(request: HttpRequest, said: str, tone: str = "good", undo: datetime | None = None) -> None:
    request.session[_KEY] = {"said": said, "tone": tone, "undo": undo.isoformat() if undo else ""}


def take(request: HttpRequest) -> dict[str, Any] | None:
    return request.session.pop(_KEY, None) if _KEY in request.session else None
