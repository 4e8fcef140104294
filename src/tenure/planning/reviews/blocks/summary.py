"""The whole in four figures, and one sentence."""

from tenure.core import words
from tenure.engine import account as engine
from tenure.planning.reviews.blocks import objectives, usage, value
from tenure.planning.reviews.exhibits import Facts, Figure, Value
from tenure.planning.reviews.ground import Ground


def facts(ground: Ground) -> Facts:
    goals = objectives.shown(ground)
    figures = [
        ground.figure("People in 30 days", "active"),
        ground.figure("Licences in use", "utilisation", "ratio"),
        Figure(label="Objectives reached", value=Value(amount=sum(one.reached for one in goals) if goals else None),
               note=f"of {len(goals)}" if goals else "none is agreed"),
        _worth(ground),
    ]  # fmt: skip
    return ground.facts(
        lead=_lead(ground), figures=tuple(figures), sources=("usage events", "success plan", "value realised"),
    )  # fmt: skip


def _lead(ground: Ground) -> str:
    money = engine.mrr_history(
        ground.account.pk, ground.as_of, ground.company.currency, ground.company.longest_pause_days
    )
    said = usage.lead(ground) if ground.now("active") is not None else ""
    since = f"With us since {money.first_paid:%B %Y}. " if money.first_paid else ""
    return f"{since}{said}".strip()


def _worth(ground: Ground) -> Figure:
    rows = value.known(ground)
    if not rows:
        return Figure(label="Value realised", value=Value(unit="money"), note="not measured yet")
    last = rows[-1]
    currency = last.currency or ground.company.currency
    cost = words.money_short(last.total_cost_minor, currency)
    return Figure(label=f"Value realised, {last.period}", note=f"for {cost}",
                  value=Value(amount=last.realised_value_minor, unit="money", currency=currency))  # fmt: skip
