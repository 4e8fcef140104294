"""Risks and opportunities that show in a review: opened as such, and kept with the review that found them."""

from datetime import date
from typing import Any

from django.db import transaction

from tenure.core.problems import NotAccepted
from tenure.customers.opportunities import open_opportunity
from tenure.customers.verbs import EditError
from tenure.health.verbs import raise_risk
from tenure.planning.models import Review, ReviewFinding
from tenure.planning.reviews.access import require_change


@transaction.atomic
def found_risk(user: Any, review: Review, title: str, cause: str, today: date) -> ReviewFinding:
    require_change(user, review)
    risk = raise_risk(user, review.account, title, cause, None, today)
    return _keep(user, review, ReviewFinding.Kind.RISK, risk.title, cause, str(risk.pk))


@transaction.atomic
def found_opportunity(user: Any, review: Review, title: str, type_: str, cause: str, today: date) -> ReviewFinding:
    require_change(user, review)
    try:
        opened = open_opportunity(user, review.account, title, type_, today)
    except EditError as error:
        raise NotAccepted(str(error)) from None
    return _keep(user, review, ReviewFinding.Kind.OPPORTUNITY, opened.name, cause, opened.pk)


def _keep(user: Any, review: Review, kind: str, title: str, cause: str, made_id: str) -> ReviewFinding:
    return ReviewFinding.objects.create(
        review=review, kind=kind, title=title, cause=cause.strip(), made_id=made_id, found_by=user
    )
