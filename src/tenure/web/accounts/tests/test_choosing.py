"""The values that the add-a-filter pop-over offers."""

from typing import Any

from tenure.company.models import User


def test_known_values_are_counted_again_when_an_account_comes(sign_in: Any, vera: User, make_account: Any) -> None:
    browser = sign_in(vera)
    for number in (1, 2):
        make_account(f"N{number}", region="EMEA")
        known = browser.get("/accounts/filter/?field=region").context["known"]
        assert [(value.value, value.count) for value in known] == [("EMEA", number)]
