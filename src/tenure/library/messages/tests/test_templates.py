"""Templates, their merge fields, and what becomes of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenure.library import messages
from tenure.library.messages import FIELDS, BadTemplate, fill, unknown_fields, write
from tenure.library.shipping import _load

VALUES = {name: field.example for name, field in FIELDS.items()}
SHIPPED = _load(messages.__path__[0], "shipped.yaml")


def template(**changes: object) -> dict[str, object]:
    return {"id": "mine", "name": "Mine", "subject": "Hello", "body": "Hello {{ contact.first_name }}"} | changes


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one["id"])
def test_each_shipped_template_is_written_whole_for_an_account_of_which_all_is_known(one: dict[str, object]) -> None:
    made = messages.read(one)
    written = write(made.body, VALUES)
    assert written.missing == ()
    assert "{{" not in written.html + written.text + fill(made.subject, VALUES)[0]
    assert len(written.text.split()) < 170, "short mails are read"
    assert made.purpose


def test_each_that_comes_with_tenure_is_of_its_own() -> None:
    assert len({one["id"] for one in SHIPPED}) == len({one["subject"] for one in SHIPPED}) == len(SHIPPED) >= 12


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ contact.firstname }}", "did you mean {{ contact.first_name }}?"),
        ("{{ Account Name }}", "did you mean {{ account.name }}?"),
        ("{{ renewal_date }}", "did you mean {{ account.renewal_date }}?"),
        ("{{ owner.__class__ }}", "is no merge field"),
        ("{{ account.name|upper }}", "did you mean {{ account.name }}?"),
        ("{{ account.name", "“{{” stands alone"),
        ("{% if x %}", "“{%” stands alone"),
        ("{{}}", "is no merge field"),
    ],
)
def test_what_is_no_field_is_said_with_the_nearest_that_is(text: str, sentence: str) -> None:
    with pytest.raises(BadTemplate, match="Body: ") as refused:
        messages.read(template(body=text))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": "Two\nlines"}, "subject"),
        ({"id": "No Key"}, "id"),
        ({"body": ""}, "body"),
        ({"colour": "red"}, "colour"),
        ({"body": "[go](https://x.org/{{ account.name }})"}, "in the address of a link"),
        ({"audience": "The Boss"}, "audience"),
    ],
)
def test_a_wrong_template_is_refused_with_the_field(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        messages.read(template(**changes))
    assert sentence in str(refused.value)


def test_a_value_is_never_taken_for_markup() -> None:
    evil = VALUES | {"contact.first_name": "*Ada* [x](https://evil.example) <b>&", "account.name": "`{{ owner.name }}`"}
    written = write("Hello **{{ contact.first_name }}** of {{ account.name }}", evil)
    assert "<strong>*Ada* [x](https://evil.example) &lt;b&gt;&amp;</strong>" in written.html
    assert "of `{{ owner.name }}`" in written.html
    assert written.text == "Hello *Ada* [x](https://evil.example) <b>& of `{{ owner.name }}`\n"


def test_html_scripts_and_pictures_of_the_writer_do_not_get_in() -> None:
    html = write("<script>x()</script> ![p](https://e.example/p.png) [j](javascript:x())", VALUES).html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_what_is_missing_is_named_once_in_order() -> None:
    written = write("{{ contact.first_name }}, {{ account.seats }}, {{ contact.first_name }}", {"account.seats": "0"})
    assert written.missing == ("contact.first_name",)
    assert fill("{{ account.seats }} of {{ owner.name }}", {"account.seats": "0"}) == (
        "0 of [owner.name]", ["owner.name"],
    )  # fmt: skip


def test_only_links_of_the_web_lead_through_us() -> None:
    html = write("[a](https://a.example/?x=1&y=2) [b](mailto:b@b.example)", VALUES, link=lambda url: "https://t/1").html
    assert 'href="https://t/1"' in html
    assert 'href="mailto:b@b.example"' in html
    assert "a.example" not in html


def test_the_plain_part_reads_like_a_mail() -> None:
    body = (
        "# Plan\n\nSee [the page](https://a.example).\n\n1. One\n   - inner\n2. Two\n\n> said\n\n- [ ] no\n\nBye\nAda"
    )
    assert write(body, VALUES).text == (
        "Plan\n\nSee the page (https://a.example).\n\n1. One\n  - inner\n\n2. Two\n\n> said\n\n- [ ] no\n\nBye\nAda\n"
    )


@given(some.text(max_size=300))
def test_any_text_can_be_written_or_is_refused_and_never_keeps_a_private_mark(text: str) -> None:
    written = write(text, VALUES)
    assert not any("\ue000" <= letter <= "\uf8ff" for letter in written.html + written.text)
    assert all(sentence for sentence in unknown_fields(text))
