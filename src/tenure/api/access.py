"""Who asks: the person behind a bearer token. A session's cookie is never enough: no page elsewhere can ask."""

from typing import Final

from django.http import Http404, HttpRequest
from ninja.security import HttpBearer

from tenure.api.problems import Refusal
from tenure.company.limits import MINUTE, too_many
from tenure.company.roles import may
from tenure.tokens import verbs
from tenure.tokens.models import Token

MOST_FAILURES: Final = 30  # a minute, from one address
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="Tenure"'}


class Bearer(HttpBearer):
    """Lets in who has the permission; for what changes something, only with a token that may write.

    A token that is in force always gets in: only what is turned away counts as a failure and is slowed down.
    """

    def __init__(self, permission: str, writes: bool) -> None:
        super().__init__()
        self.permission, self.writes = permission, writes

    def __call__(self, request: HttpRequest) -> Token:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise Refusal(401, "Send a token: Authorization: Bearer TOKEN.", "header.Authorization", _CHALLENGE)
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        found = verbs.read(token)
        if found is None:
            _slow_down(request)
            raise Refusal(401, "This token is not in force: it is unknown, expired or revoked.",
                          "header.Authorization", _CHALLENGE)  # fmt: skip
        if not may(found.user, self.permission):
            raise Http404
        if self.writes and not found.may_write:
            raise Refusal(403, "This token may only read; make one that may write.", "header.Authorization")
        request.user = found.user
        return found


def _slow_down(request: HttpRequest) -> None:
    if too_many(request, "token", MOST_FAILURES):
        raise Refusal(429, "Too many requests with a token that is not in force; wait a minute.",
                      "header.Authorization", {"Retry-After": str(MINUTE.seconds)})  # fmt: skip
