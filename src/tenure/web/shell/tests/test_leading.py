"""A form never leads to another site, nor to an address that is none."""

import pytest

from tenure.web.leading import own_page


@pytest.mark.parametrize("sent", ["/accounts/?view=mine", "/my-day/", "/accounts/a%2Fb/"])
def test_a_page_of_ours_is_led_to(sent: str) -> None:
    assert own_page(sent, "tasks:page") == sent


@pytest.mark.parametrize(
    "sent",
    ["", "tasks", "https://elsewhere.example/", "//elsewhere.example/", "/\\\\elsewhere.example",
     "///elsewhere.example", "javascript:alert(1)", "/\n/elsewhere.example", "\t//elsewhere.example"],
)  # fmt: skip
def test_anything_else_leads_where_it_would_without(sent: str) -> None:
    assert own_page(sent, "tasks:page") == "/tasks/"
