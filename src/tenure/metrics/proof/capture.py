"""Capture curve: had one looked after the worst part of the accounts, how much of what happened would be in it."""

from dataclasses import dataclass

import numpy as np

from tenure.metrics.proof.cases import Cases, Floats, TooFew, too_few


@dataclass(frozen=True, slots=True)
class Capture:
    """At each of `shares` of the accounts, worst first: the share of events in it, and of the value they took away."""

    shares: Floats
    events: Floats
    value: Floats

    def at(self, share: float) -> tuple[float, float]:
        """Events and value caught in the worst share of accounts."""
        return float(np.interp(share, self.shares, self.events)), float(np.interp(share, self.shares, self.value))

    def sentence(self, share: float = 0.1) -> str:
        events, value = self.at(share)
        return f"The worst {share:.0%} held {events:.0%} of those it happened to, and {value:.0%} of their value."


def capture(cases: Cases) -> Capture | TooFew:
    """One point for each different risk. Accounts of equal risk come in no order, so between points the line is
    straight: that is the mean over all orders.
    """
    told = cases.told()
    if few := too_few(told):
        return few
    shares, events, value = capture_line(told)
    return Capture(shares, events, value)


def capture_line(cases: Cases) -> tuple[Floats, Floats, Floats]:
    """Shares of accounts, events and value, each from 0 to 1. All 0 where nothing was there to be caught."""
    _, places = np.unique(-cases.risk, return_inverse=True)
    weights = (np.ones(len(cases)), cases.happened, np.where(cases.happened, cases.value, 0.0))
    shares, events, value = (_running(np.bincount(places, weight).astype(np.float64)) for weight in weights)
    return shares, events, value


def _running(counts: Floats) -> Floats:
    total = counts.sum()
    return np.concatenate([[0.0], np.cumsum(counts) / total if total else np.zeros(len(counts))])
