"""Words of the definitions page."""

from django import template

from tenure.web.kpis.choices import label
from tenure.web.kpis.numbers import window_text

register = template.Library()
register.filter("window_words", window_text)
register.filter("choice_words", label)
