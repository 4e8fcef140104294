"""Once: a request with a key, or a form, is carried out the first time, and answered the same way every other time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone

from tenure.tokens.models import Answer, SentForm, Token

KEPT_HOURS: Final = 48
FORMS_KEPT: Final = timedelta(hours=KEPT_HOURS)


class OtherRequest(ValueError):
    """The key belongs to a request that was different."""


def once(token: Token, key: str, asked: str, act: Callable[[], tuple[int, Any]]) -> tuple[Answer, bool]:
    """The answer, and whether it is given again. `act` gives status and body; what it raises is not kept.

    What `act` changes and its answer are committed together. Of two at the same time, the second waits for the first.
    """
    try:
        with transaction.atomic():
            answer = Answer.objects.create(token=token, key=key, asked=asked, at=timezone.now())
            answer.status, answer.body = act()
            answer.save(update_fields=["status", "body"])
            return answer, False
    except IntegrityError:
        held = Answer.objects.filter(token=token, key=key).first()
        if held is None:
            raise  # something else was there twice
    if held.asked != asked:
        raise OtherRequest("This idempotency key belongs to another request; use a new key for each thing to do.")
    return held, True


def form_once(form: str, act: Callable[[], tuple[HttpResponse, bool]], kept: timedelta = FORMS_KEPT) -> HttpResponse:
    """The answer to a form. `act` gives it and says whether it is of something that was done; only that is kept.

    What `act` changes and its answer are committed together. Of two at the same time, the second waits for the first.
    """
    try:
        with transaction.atomic():
            SentForm.objects.filter(form=form, at__lt=timezone.now() - kept).delete()
            held = SentForm.objects.create(form=form, at=timezone.now())
            answer, done = act()
            if done:
                held.status, held.headers, held.content = answer.status_code, dict(answer.items()), answer.content
                held.save(update_fields=["status", "headers", "content"])
            else:
                held.delete()
            return answer
    except IntegrityError:
        held_before = SentForm.objects.filter(form=form).first()
        if held_before is None:
            raise  # something else was there twice
    return HttpResponse(bytes(held_before.content), status=held_before.status, headers=held_before.headers)


def forget() -> int:
    """Remove answers that are older than anybody sends a request again."""
    before = timezone.now() - timedelta(hours=KEPT_HOURS)
    old = Answer.objects.filter(at__lt=before), SentForm.objects.filter(at__lt=before)
    return sum(rows.delete()[0] for rows in old)
