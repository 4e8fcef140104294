"""How well the learned risk foretells who leaves, on public histories, with folds that share no account."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from benchmarks import churn_data
from benchmarks.ground import Ground
from benchmarks.line import Line, seconds
from tenure.metrics.learning import Examples, fit, folds
from tenure.metrics.proof import Cases, Comparison, TooFew, Verdict, area, brier, compare, longest_silence, same_for_all

NAME = "proof"
SEED = 42
AIMS = {"telco": 0.845, "oulad 30": 0.71, "oulad 60": 0.74, "oulad 90": 0.77, "oulad 120": 0.81, "crm": 0.80}
TELCO_BRIER = 0.136


@dataclass(frozen=True, slots=True)
class Tried:
    """`area` and `brier` are means over all folds; `compared` judges the first pass with baselines of the same rows."""

    area: float
    brier: float
    compared: Comparison | TooFew
    seconds: float


def run(ground: Ground) -> Iterator[Line]:
    """The same at every scale; nothing when the data sets are not there."""
    if not churn_data.DATA.is_dir():
        return
    yield _line("telco", "telco, 7,043 customers, 5 x 2 folds", tried(churn_data.telco(), passes=2), TELCO_BRIER)
    for day in churn_data.OULAD_DAYS:
        yield _line(f"oulad {day}", f"oulad, clicks up to day {day}", tried(churn_data.oulad(day)))
    yield _line("crm", "crm, 12,467 account-months, churn in 3 months", tried(churn_data.crm()))
    for name, examples in (
        ("telco", churn_data.telco()),
        ("oulad, day 60", churn_data.oulad(60)),
        ("crm", churn_data.crm()),
    ):
        yield _shuffled(name, examples)


def tried(examples: Examples, passes: int = 1) -> Tried:
    """Five folds of accounts, as often as told, each time dealt anew; each is foretold from the other four."""
    started, areas, briers, first = time.process_time(), [], [], None
    for number in range(passes):
        said, fold = unseen(examples, SEED + number)
        for part in range(fold.max() + 1):
            out = fold == part
            areas.append(area(said[out], examples.happened[out]))
            briers.append(brier(said[out], examples.happened[out]))
        first = said if first is None else first
    taken = time.process_time() - started
    compared = compare(Cases.of(first, examples.happened, examples.account), baselines(examples))
    return Tried(float(np.mean(areas)), float(np.mean(briers)), compared, taken / passes)


def unseen(examples: Examples, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The probability of each row by a risk that has not seen its account, and the row's fold."""
    fold, said = folds(examples.happened, examples.account, 5, seed), np.empty(len(examples))
    for part in range(5):
        said[fold == part] = fit(examples.only(fold != part)).predict(examples.x[fold == part])
    return said, fold


def baselines(examples: Examples) -> Mapping[str, np.ndarray]:
    rate = same_for_all(float(examples.happened.mean()), len(examples))
    if "days_since" not in examples.measures:
        return {"the rate": rate}
    return {"days since the last event": longest_silence(examples.column("days_since")), "the rate": rate}


def shuffled(examples: Examples, seed: int = SEED) -> Examples:
    """The same with the outcomes dealt out anew: nothing foretells them."""
    return replace(examples, happened=np.random.default_rng(seed).permutation(examples.happened))


def _line(name: str, what: str, found: Tried, most: float | None = None) -> Line:
    assert isinstance(found.compared, Comparison)
    own, aim = found.compared.area, AIMS[name]
    rival, best = max(found.compared.baselines.items(), key=lambda item: item[1].value)
    measured = (
        f"area {found.area:.3f} ({own.low:.3f} to {own.high:.3f}), Brier {found.brier:.4f}, {seconds(found.seconds)}"
    )
    met = found.area >= aim and (most is None or found.brier <= most)
    wanted = f"at least {aim}" + ("" if most is None else f", Brier at most {most}")
    return Line(
        NAME, what, measured, f"{rival}: {best.value:.3f} ({best.low:.3f} to {best.high:.3f})", aim=wanted, met=met
    )


def _shuffled(name: str, examples: Examples) -> Line:
    found = tried(shuffled(examples)).compared
    assert isinstance(found, Comparison)
    measured = f"area {found.area.value:.3f} ({found.area.low:.3f} to {found.area.high:.3f}): {found.verdict}"
    return Line(NAME, f"{name}, shuffled outcomes", measured, aim="no signal", met=found.verdict is Verdict.NO_SIGNAL)
