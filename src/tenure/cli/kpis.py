"""`tenure kpi`, `tenure kpis`, `tenure movements` and `tenure freeze`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

import click

from tenure.cli.tabular import FORMATS, shown
from tenure.core.conditions import ConditionError
from tenure.core.periods import Period, months
from tenure.engine import answers, freezing, publication
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.metrics import KPIS, Result

_Command = TypeVar("_Command", bound=Callable[..., None])
_DAY = click.DateTime(["%Y-%m-%d"])
_MISTAKES = (NothingPublished, answers.UnknownKpi, answers.NotComplete, ConditionError, TooSlow, freezing.CannotFreeze)


class Wrong(click.ClickException):
    """A question that cannot be answered: a sentence and exit code 2."""

    exit_code = 2


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (*_MISTAKES, ValueError) as error:
        raise Wrong(str(error.args[0]) if error.args else str(error)) from None


def _who(command: _Command) -> _Command:
    """What is counted, among whom, and how it is printed."""
    options = [
        click.option(
            "--unit",
            type=click.Choice(["parent", "account"]),
            default="parent",
            show_default=True,
            help="Count ultimate parents, or accounts.",
        ),
        click.option(
            "--segment", default="", metavar="EXPR", help="""Such as 'segment = "Enterprise" and arr >= 9000'."""
        ),
        click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("kpi_id", metavar="ID")
@click.option("--from", "start", type=_DAY, help="First day of the period.")
@click.option("--to", "end", type=_DAY, help="The day after the last day of the period.")
@click.option("--as-of", type=_DAY, help="Last day of a period of --window. The last complete day unless given.")
@click.option("--window", help="Length of the period: 30d, 4w, 12m, 1q, 1y. The number's usual one unless given.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A choice of this number. Repeatable.")
@click.option("--rows", is_flag=True, help="Print the rows that sum to the number as well.")
@click.option("--left-out", is_flag=True, help="Print who is not in the number and why.")
@_who
def kpi(
    kpi_id: str,
    start: datetime | None,
    end: datetime | None,
    as_of: datetime | None,
    window: str | None,
    params: tuple[str, ...],
    rows: bool,
    left_out: bool,
    unit: Any,
    segment: str,
    form: str,
) -> None:
    """Print one number: numerator, denominator, value, status, period and the choices it was computed with.

    Ratios are fractions, money is in minor units of the reporting currency, and what is unknown is empty, never 0.
    `tenure kpis` lists the ids.

    \b
    tenure kpi nrr --as-of 2026-10-31 --window 12m
    tenure kpi logo_churn_rate --from 2026-10-01 --to 2026-11-01 --unit account --rows
    tenure kpi expansion_activation_rate --param offering=analytics --segment 'region in (EMEA, APAC)'
    """
    with _sentences():
        declared = answers.declared(kpi_id)
        period, known = _period(start, end, as_of, window or declared.window)
        asked: dict[str, Any] = {"unit": unit, "segment": segment, "params": _params(params), "as_of": known}
        found = answers.answer(kpi_id, period, **asked)
        listing = partial(answers.rows, kpi_id, period, limit=None, **asked)
        listed = list(listing().rows) if rows else []
        listed += list(listing(left_out=True).rows) if left_out else []
    _print_one(found, listed, rows or left_out, form)


@click.command()
@click.option("--compute", is_flag=True, help="Print what each number is, over its usual window.")
@click.option("--as-of", type=_DAY, help="With --compute: the day. The last complete one unless given.")
@_who
def kpis(compute: bool, as_of: datetime | None, unit: Any, segment: str, form: str) -> None:
    """List all numbers with their definitions, or compute them all.

    A number that needs a choice, such as which feature, is listed and not computed: ask `tenure kpi ID --param ...`.
    """
    if not compute:
        click.echo(shown([_definition(kpi_id) for kpi_id in KPIS], form))
        return
    with _sentences():
        day = as_of.date() if as_of else publication.current().as_of
        known = [kpi for kpi in KPIS.values() if all(param.default is not None for param in kpi.params)]
        found = [answers.answer(kpi.id, Period.trailing(day, kpi.window), unit=unit, segment=segment) for kpi in known]
    click.echo(shown([_flat(result) for result in found], form))


@click.command()
@click.option("--from", "start", type=_DAY, required=True, help="First day.")
@click.option("--to", "end", type=_DAY, required=True, help="The day after the last day.")
@click.option("--by", type=click.Choice(["month", "period"]), default="month", show_default=True)
@_who
def movements(start: datetime, end: datetime, by: str, unit: Any, segment: str, form: str) -> None:
    """Print the MRR bridge: opening, new, expansion, contraction, churn and the rest, closing, exchange rates, logos.

    Amounts are minor units of the reporting currency at the opening's exchange rates; losses are negative. Categories
    do not add up over months: only the net does, so a quarter is asked with --by period.
    """
    with _sentences():
        whole = Period(start.date(), end.date())
        periods = list(months(whole.start, whole.end)) if by == "month" else [whole]
        bridges = answers.bridges(periods, unit=unit, segment=segment)
    click.echo(shown([_bridge(bridge) for bridge in bridges], form))


@click.command()
@click.argument("month", type=click.DateTime(["%Y-%m"]), metavar="MONTH")
@click.option("--restate", is_flag=True, help="Make a new edition of a month that is frozen already.")
@click.option("--reason", default="", help="Why it is restated; shown beside the figures.")
@click.option("--check", is_flag=True, help="Only print which figures differ now from the frozen ones.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def freeze(month: datetime, restate: bool, reason: str, check: bool, form: str) -> None:
    """Freeze the numbers of a closed month, such as 2026-10, or restate it.

    A frozen figure never changes. When facts of the month are corrected later, a restatement with its reason makes a
    new edition, and both stay visible.
    """
    with _sentences():
        if check:
            found = [_difference(difference) for difference in freezing.differences(month.date())]
            click.echo(shown(found, form) if found else f"{month:%Y-%m}: every figure is as it was frozen.")
            return
        frozen = freezing.freeze(month.date(), restate=restate, reason=reason)
    click.echo(f"{month:%Y-%m} is frozen: edition {frozen.edition}, {frozen.figures.count()} figures.")


def _period(
    start: datetime | None, end: datetime | None, as_of: datetime | None, window: str
) -> tuple[Period, date | None]:
    """The period, and the day by which cohorts have matured: for a past period everything known now."""
    if bool(start) != bool(end) or (start and as_of):
        raise Wrong("Give --from and --to together, or --as-of with --window.")
    latest = publication.current().as_of
    if start and end:
        return Period(start.date(), end.date()), latest
    return Period.trailing(as_of.date() if as_of else latest, window), None


def _params(given: tuple[str, ...]) -> dict[str, str | int]:
    wrong = [item for item in given if "=" not in item]
    if wrong:
        raise Wrong(f"--param {wrong[0]} must be NAME=VALUE.")
    return {name: value for name, _, value in (item.partition("=") for item in given)}


def _print_one(found: Result, listed: list[dict[str, Any]], with_rows: bool, form: str) -> None:
    if form == "json":
        one = found.as_dict()
        click.echo(shown(one | {"rows": listed} if with_rows else one, form))
    elif form == "csv":
        click.echo(shown(listed if with_rows else [_flat(found)], form))
    else:
        click.echo("\n".join(f"{name:<20} {'' if value is None else value}" for name, value in _flat(found).items()))
        if with_rows:
            click.echo("\n" + shown(listed, form))


def _flat(found: Result) -> dict[str, Any]:
    one = found.as_dict()
    period = one.pop("period")
    params = " ".join(f"{name}={value}" for name, value in one.pop("params").items())
    return {**one, "from": period["from"], "to_excl": period["to_excl"], "params": params}


def _definition(kpi_id: str) -> dict[str, Any]:
    kpi = KPIS[kpi_id]
    return {
        "kpi": kpi.id,
        "name": kpi.name,
        "unit": kpi.unit,
        "good": kpi.good,
        "window": kpi.window,
        "params": " ".join(kpi.takes),
        "formula": kpi.formula,
    }


def _bridge(bridge: Any) -> dict[str, Any]:
    amounts = {name: movement.amount for name, movement in bridge.movements.items()}
    units = {f"{name}_units": movement.units for name, movement in bridge.movements.items()}
    return {
        "from": bridge.period.start.isoformat(),
        "to_excl": bridge.period.end.isoformat(),
        "opening": bridge.opening,
        **amounts,
        "closing": bridge.closing,
        "fx": bridge.fx,
        "reported": bridge.reported,
        "currency": bridge.currency,
        **units,
        "logos_opening": bridge.logos_opening,
        "logos_new": bridge.logos_new,
        "logos_back": bridge.logos_back,
        "logos_lost": bridge.logos_lost,
        "logos_closing": bridge.logos_closing,
        "missing_rate": bridge.missing_rate,
    }


def _difference(found: freezing.Difference) -> dict[str, Any]:
    return {
        "kpi": found.kpi.id,
        "unit": found.unit,
        "frozen": f"{found.frozen.numerator}/{found.frozen.denominator}",
        "frozen_value": found.frozen.value,
        "now": f"{found.now.numerator}/{found.now.denominator}",
        "now_value": found.now.value,
    }
