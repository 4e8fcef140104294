"""Tags and filters of every page; they only hand over to `web.format` and `web.shell.marks`."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tenure.web import format as words
from tenure.web.shell import marks

register = template.Library()

register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.shape, name="shape")
register.simple_tag(marks.status, name="status")
register.simple_tag(marks.bar, name="bar")
register.filter("number", words.number)
register.filter("money", words.money)
register.filter("money_short", words.money_short)
register.filter("percent", words.percent)
register.filter("points", words.points)
register.filter("signed", words.signed)
register.filter("day", words.day)
register.filter("late", words.late)


@register.filter
def plain(word: str) -> str:
    """executive_sponsor as people write it."""
    return word.replace("_", " ")


@register.filter
def control(field: BoundField) -> SafeString:
    """A form's field in our look, marked when it is wrong."""
    kind = getattr(field.field.widget, "input_type", "")
    style = (
        "form-check-input" if kind in {"checkbox", "radio"} else "form-select" if kind == "select" else "form-control"
    )
    wrong = {"aria-invalid": "true"} if field.errors else {}
    return field.as_widget(attrs={"class": f"{style} is-invalid" if wrong else style, "placeholder": "", **wrong})


@register.simple_tag
def spark(values: Sequence[float | int | None], band: str = "info", target: float | None = None) -> SafeString:
    return marks.spark(values, band, target)


@register.simple_tag
def avatar(name: str, kind: str = "account") -> SafeString:
    """A square with initials for an account, a round one for a person."""
    round_class = " tn-av-p" if kind == "person" else ""
    letters = words.initials(name) if kind == "person" else words.initials(name)[:1]
    return format_html(
        '<span class="tn-av{}" data-c="{}" aria-hidden="true">{}</span>', round_class, words.tone(name), letters
    )


@register.simple_tag
def prov(shown: str, as_of: date | datetime | str, source: str) -> SafeString:
    """A value that says on hover and on focus how old it is and where it came from."""
    when = as_of if isinstance(as_of, str) else words.day(as_of)
    return format_html(
        '<span class="tn-prov" tabindex="0">{}<span class="tn-pop" role="tooltip"><span>As of</span><span>{}</span>'
        "<span>From</span><span>{}</span></span></span>",
        shown, when, source,
    )  # fmt: skip


@register.simple_tag
def delta(shown: str, good: bool | None = None) -> SafeString:
    """A change, green when it is good for the customer or for us, red when it is bad."""
    direction = "" if good is None else "up" if good else "down"
    return format_html('<span class="tn-delta" data-dir="{}">{}</span>', direction, shown)
