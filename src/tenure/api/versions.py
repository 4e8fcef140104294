"""Two people at once: what is replaced must be what was read."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Header

from tenure.api.problems import Refusal

IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=100)]


def give(response: HttpResponse, etag: str) -> None:
    response["ETag"] = f'"{etag}"'


def hold(given: str | None, etag: str) -> None:
    """Refuse what was made from another version than the one that is there."""
    if given is None:
        raise Refusal(428, f'This replaces something: send If-Match with the etag you read, now "{etag}".',
                      "header.If-Match")  # fmt: skip
    if given.strip().removeprefix("W/").strip('"') != etag:
        raise Refusal(412, f'Somebody changed it in the meantime, it is "{etag}" now; read it again.',
                      "header.If-Match")  # fmt: skip
