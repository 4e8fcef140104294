"""Who the customers are: one light record an account, told before any story, because stories point at each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tenure.demo.calendar import Calendar
from tenure.demo.dice import Dice
from tenure.demo.names import TRADES, CompanyNames, domain

SEGMENTS = (("SMB", 0.55), ("Mid-market", 0.31), ("Enterprise", 0.14))
_REGIONS = (("North America", 0.46), ("Europe", 0.36), ("Asia Pacific", 0.12), ("Latin America", 0.06))
_COUNTRIES = {
    "North America": (("United States", 0.82), ("Canada", 0.18)),
    "Europe": (
        ("Germany", 0.24), ("France", 0.2), ("Netherlands", 0.14), ("Spain", 0.12), ("Ireland", 0.1), ("Sweden", 0.1),
        ("Italy", 0.1),
    ),
    "Asia Pacific": (("Australia", 0.4), ("Singapore", 0.3), ("Japan", 0.3)),
    "Latin America": (("Brazil", 0.55), ("Mexico", 0.3), ("Chile", 0.15)),
}  # fmt: skip
_PLACES = {
    "North America": ("Americas", "Canada", "West", "East"),
    "Europe": ("Europe", "Nordics", "Iberia", "Benelux"),
    "Asia Pacific": ("Pacific", "Japan", "Asia"),
    "Latin America": ("Brasil", "Andes", "México"),
}
_MOTIONS = {
    "SMB": (("product_led", 0.65), ("hybrid", 0.2), ("sales_led", 0.15)),
    "Mid-market": (("sales_led", 0.5), ("hybrid", 0.35), ("product_led", 0.15)),
    "Enterprise": (("sales_led", 0.8), ("hybrid", 0.2)),
}
_TIERS = {
    "SMB": (("Standard", 0.9), ("Growth", 0.1)),
    "Mid-market": (("Growth", 0.75), ("Strategic", 0.1), ("Standard", 0.15)),
    "Enterprise": (("Strategic", 0.6), ("Growth", 0.4)),
}
_CHANNELS = {
    "sales_led": (("Outbound", 0.45), ("Inbound", 0.3), ("Partner", 0.25)),
    "product_led": (("Self-serve", 0.8), ("Inbound", 0.2)),
    "hybrid": (("Inbound", 0.5), ("Self-serve", 0.3), ("Partner", 0.2)),
}
_DAUGHTERS = 0.09  # of all accounts belong to a parent
_REFERRED = 0.13


@dataclass(slots=True)
class Entry:
    """An account as the world knows it, and the few dates that other accounts' stories need."""

    index: int
    id: str
    name: str
    segment: str
    region: str
    country: str
    industry: str
    tier: str
    motion: str
    channel: str
    created: int
    paid: int | None  # first paid day; none for those who looked and did not buy
    is_test: bool = False
    do_not_ask: bool = False
    parent: "Entry | None" = None
    joined_parent: int = 0
    referrer: "Entry | None" = None
    referred: "list[Entry]" = field(default_factory=list)

    @property
    def currency(self) -> str:
        return "EUR" if self.region == "Europe" else "USD"

    @property
    def domain(self) -> str:
        return domain(self.name)


def roster(accounts: int, seed: int, calendar: Calendar) -> list[Entry]:
    """`accounts` entries in the order in which they came."""
    dice, names = Dice(seed, 1), CompanyNames()
    days = sorted(_arrival(dice, calendar) for _ in range(accounts))
    width = max(4, len(str(accounts)))
    entries: list[Entry] = []
    groups: list[Entry] = []
    for index, created in enumerate(days):
        entry = _entry(dice, names, index, f"A{index + 1:0{width}}", created, groups)
        entry.referrer = _referrer(dice, entry, entries)
        entries.append(entry)
        if entry.segment != "SMB" and entry.parent is None and entry.paid is not None and dice.chance(0.35):
            groups.append(entry)
    _mark_test(entries)
    return entries


def _arrival(dice: Dice, calendar: Calendar) -> int:
    """Nearly half were there before the first day; the others come, ever more of them, until yesterday."""
    span = calendar.end - calendar.first
    if dice.chance(0.46):
        return calendar.first - 1 - int(dice.skewed(1.3) * 700)
    return calendar.first + int(dice.skewed(0.9) * (span - 1))


def _entry(dice: Dice, names: CompanyNames, index: int, id: str, created: int, groups: Sequence[Entry]) -> Entry:
    parent = dice.pick(groups) if groups and dice.chance(_DAUGHTERS) else None
    segment = dice.weighted(SEGMENTS)
    region = dice.weighted(_REGIONS)
    industry = parent.industry if parent else dice.pick(tuple(TRADES))
    motion = "sales_led" if parent else dice.weighted(_MOTIONS[segment])
    acquired = parent is not None and dice.chance(0.3)
    branch = parent is not None and not acquired
    return Entry(
        index=index,
        id=id,
        name=names.branch(dice, parent.name, _PLACES[region]) if parent and branch else names.new(dice, industry),
        segment=segment,
        region=region,
        country=dice.weighted(_COUNTRIES[region]),
        industry=industry,
        tier=dice.weighted(_TIERS[segment]),
        motion=motion,
        channel=dice.weighted(_CHANNELS[motion]),
        created=created,
        paid=_paid(dice, created, motion),
        do_not_ask=dice.chance(0.04),
        parent=parent,
        joined_parent=created + (dice.between(120, 500) if acquired else 0),
    )


def _paid(dice: Dice, created: int, motion: str) -> int | None:
    """Trials last 14 or 30 days; a sale takes weeks. Some look and do not buy."""
    if motion == "product_led":
        return None if dice.chance(0.07) else created + (14 if dice.chance(0.6) else 30)
    return None if dice.chance(0.02) else created + dice.between(10, 75)


def _referrer(dice: Dice, entry: Entry, earlier: Sequence[Entry]) -> Entry | None:
    wanted = dice.chance(_REFERRED)
    if not wanted or entry.paid is None or entry.parent or len(earlier) < 20:
        return None
    referrer = dice.pick(earlier)
    if referrer.paid is None or referrer.paid > entry.created - 45 or referrer.do_not_ask:
        return None
    entry.channel = "Referral"
    referrer.referred.append(entry)
    return referrer


def _mark_test(entries: Sequence[Entry]) -> None:
    """One account is our own: it must not be seen in any number."""
    plain = [e for e in entries if e.parent is None and not e.referred and e.referrer is None and e.segment == "SMB"]
    if len(entries) < 10 or not plain:
        return
    plain[0].is_test = True
    plain[0].name = "Fernwell Sandbox"
