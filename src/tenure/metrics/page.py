"""docs/numbers.md: the catalogue as a page, made from the declarations so that it cannot say something else."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from tenure.metrics.catalogue import KPIS
from tenure.metrics.kpi import Kpi
from tenure.metrics.params import Param

SECTIONS: Final = {
    "6.A": "The headline numbers and their companions",
    "6.B": "Recurring revenue and customers",
    "6.C": "Onboarding, value, adoption",
    "6.D": "Sentiment, health, reviews, goals, renewals",
}
_GOOD: Final = {"up": "rising is good", "down": "falling is good", "none": "neither rising nor falling is good"}
_RULES: Final = """\
# The numbers

Every number is computed from dated facts, as of any day, and opens to the rows that sum to it. This page is written by
the declarations themselves: `python -m tenure.metrics.page > docs/numbers.md`.

## Rules of every number

- **Result.** Numerator and denominator are exact; they are divided once, at the end. Segments are combined by summing
  numerators and denominators, never by averaging ratios.
- **Null is not zero.** Nothing to divide by: null, status `no_base`. A cohort whose window has not elapsed: null,
  `immature`. A currency without exchange rate: null, `missing_rate`. A quantile beyond what has happened: null,
  `not_reached`.
- **Days.** An instant belongs to the local date of the reporting time zone. A row counts on a day when it started on or
  before it and ends after it. Periods are half-open; the opening is the end of the day before, the closing the end
  of the last day, so that the opening of a period is the closing of the one before.
- **Money** is in minor units, rounded half away from zero once per subscription row and once per account and currency.
  Movements, retention and downgrades compare both ends at the rates of the opening day; what rates did is a line of its
  own.
- **Units** are ultimate parents under the hierarchy of the closing day, or accounts. A unit pays when its MRR is above
  zero. A customer (a logo) pays, or is on a pause whose resume date is at most 90 days after it began and has not
  passed; on the resume date itself the pause still holds.
- **Segments** hold on the opening day: attributes of the unit's own account, measures of all its accounts.
- **Left out** everywhere: test accounts, internal users, events that are not core.

## Movements

A unit's opening and closing MRR, at opening rates, give one movement, by the first test that holds: *none* (equal),
*new* (never paid before), *resume* (was on a valid pause), *reactivation* (had paid before), *pause* (is on a valid
pause), *churn* (pays nothing), *expansion*, *contraction*. Subtypes say why: a product added, removed or swapped,
then the tier, then seats, then a longer term (*term_extension*: every line that fell has a longer term), then a
discount that began or ended at an unchanged list price, then the price; churn is *to_free*, *non_payment* (the last
paid row was past due) or *cancelled*. The *activity view* nets every day instead of the two ends; no rate is made
of it.
"""


def page() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _RULES.rstrip()
    by_section = sorted(KPIS.values(), key=lambda kpi: kpi.section)
    for section, kpis in groupby(by_section, key=lambda kpi: kpi.section):
        yield f"\n## {SECTIONS[section]}"
        for kpi in kpis:
            yield from _number(kpi)


def _number(kpi: Kpi) -> Iterator[str]:
    yield f"\n### {kpi.name}\n\n`{kpi.id}` · {kpi.sentence}\n"
    yield f"- Formula: {kpi.formula.rstrip('.')}."
    yield f"- {kpi.unit.capitalize()}, {_GOOD[kpi.good]}; one row per {kpi.grain}; usual window {kpi.window};"
    yield f"  version {kpi.version}; from {kpi.source}."
    for param in kpi.params:
        yield f"- `{param.name}`: {param.sentence}{_choice(param)}"


def _choice(param: Param) -> str:
    choices = f" One of {', '.join(param.choices)}." if param.choices else ""
    return choices + (" Must be given." if param.default is None else f" Default: {param.default}.")


if __name__ == "__main__":
    print(page(), end="")
