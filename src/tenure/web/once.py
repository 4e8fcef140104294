"""What a form makes is made once: the same form sent again is answered as it was the first time, and makes nothing.

A second click, a request sent again because its answer was lost, the page gone back to: the browser sends the same
bytes. Every form carries a token against forgery that is drawn anew whenever the form is shown, so the same bytes are
the same form. A form that was shown anew may say the same once more; that is meant.

What makes something is `sent_once`. What replaces something is `clicked_once`: for a minute a second click is answered
as the first was, not with the sentence that somebody wrote in between, who was oneself. After that the same bytes are
judged by what stands there now, since what was written may have been replaced.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial, wraps
from typing import Any, Final, cast

from django.db import connection
from django.http import HttpRequest, HttpResponse

from tenure.company.roles import View
from tenure.tokens.once import FORMS_KEPT, form_once

_SHOWN_ANEW: Final = "csrfmiddlewaretoken"
_CLICKS: Final = timedelta(minutes=1)
_WRITES: Final = ("INSERT", "UPDATE", "DELETE")


def sent_once(*verbs: str) -> Callable[[View], View]:
    """Decorator of a view that makes something, below those that ask for permission; of some of its verbs, if named."""
    return _once(verbs, FORMS_KEPT, "sent_once")


def clicked_once(*verbs: str) -> Callable[[View], View]:
    """The same of a view that replaces something; where both stand, of other verbs."""
    return _once(verbs, _CLICKS, "clicked_once")


def _once(verbs: tuple[str, ...], kept: timedelta, name: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            meant = not verbs or kwargs.get("verb") in verbs
            # A file is not read twice to compare it; no form that makes something has one.
            if not meant or request.method != "POST" or _SHOWN_ANEW not in request.POST or request.FILES:
                return view(request, *args, **kwargs)
            act = partial(view, request, *args, **kwargs)
            return form_once(_form(request), lambda: _acted(act), kept)

        setattr(guarded, name, True)
        return cast(View, guarded)

    return decorate


def _form(request: HttpRequest) -> str:
    """The same for the same form of the same person, to the same address, with the same in it."""
    sent = [str(request.user.pk or ""), request.get_full_path(), "HX-Request" in request.headers]
    return hashlib.sha256(json.dumps([*sent, list(request.POST.lists())]).encode()).hexdigest()


def _acted(act: Callable[[], Any]) -> tuple[HttpResponse, bool]:
    """The answer, and whether it is of something that was done: what was refused may be sent again."""
    with _watched() as written:
        answer: HttpResponse = act()
    return answer, answer.status_code < 400 and bool(written)


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Takes down what is written and stays: a dialog answers well, too, when it comes back with what is wrong."""
    written: list[str] = []
    until: list[int] = []  # how much was written when each savepoint that is open was made

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("SAVEPOINT"):
            until.append(len(written))
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            del written[until[-1] :]
        elif sql.startswith("RELEASE SAVEPOINT"):
            until.pop()
        elif sql.lstrip().upper().startswith(_WRITES):
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield written
