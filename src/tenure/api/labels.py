"""What texts of customers sound like: as the model read them, and as people corrected it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Key, Page, Paging, Person, Sent, cut, paged, person
from tenure.api.operations import Area
from tenure.company.roles import user_of
from tenure.customers.access import visible_rows
from tenure.feedback.models import TextLabel
from tenure.feedback.verbs import correct_label

area = Area("Sentiment")
Tone = Literal["negative", "neutral", "positive"]
Corrected = Literal["", "negative", "neutral", "positive"]


class Label(Schema):
    id: int
    kind: Annotated[str, Field(description="survey, touchpoint or ticket")]
    text_id: str
    account: str
    label: Annotated[Tone, Field(description="The correction, or else what the model told")]
    told: Tone
    confidence: float
    words: list[dict[str, Any]]
    corrected: Corrected
    corrected_by: Person | None
    corrected_at: datetime | None


class Asked(Paging):
    account: Annotated[str, Field(max_length=190)] = ""
    kind: Literal["", "survey", "touchpoint", "ticket"] = ""
    label: Corrected = ""


class Correct(Sent):
    label: Annotated[Corrected, Field(description="Empty takes the correction back")]


@area.get("/labels", Page[Label])
def labels(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List labels, the newest first."""
    found = visible_rows(request.user, TextLabel.objects.all()).select_related("corrected_by")
    chosen = {name: value for name in ("account", "kind", "label") if (value := getattr(asked, name))}
    return paged(request, asked, [_told(label) for label in cut(found.filter(**chosen).order_by("-pk"), asked)])


@area.change("/labels/{label_id}/correct", Label, needs="write_own_accounts")
def correct_label_(request: HttpRequest, label_id: Key, sent: Correct) -> Label:
    """Say what a text sounds like. It stands whatever the model reads later."""
    row = visible_rows(request.user, TextLabel.objects.filter(pk=label_id)).first()
    if row is None:
        raise Http404
    return _told(correct_label(user_of(request), row, sent.label))


def _told(row: TextLabel) -> Label:
    names = ("kind", "text_id", "label", "told", "confidence", "words", "corrected", "corrected_at")
    return Label(id=row.pk, account=row.account_id, corrected_by=person(row.corrected_by),
                 **{name: getattr(row, name) for name in names})  # fmt: skip
