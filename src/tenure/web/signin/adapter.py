"""Nobody signs up by themselves: people are invited. Whoever guesses is slowed down by where they are."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from tenure.company.limits import address_of


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)
