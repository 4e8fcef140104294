"""The whole company as files: roster, stories, rows, and at last everybody's usage."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from tenure.demo import caring, commerce, judging, referring, working
from tenure.demo.calendar import Calendar, number
from tenure.demo.crowd import Crowd
from tenure.demo.dice import Dice
from tenure.demo.files import Files, Row
from tenure.demo.people import Care, Team, contacts, team, user_rows
from tenure.demo.roster import Entry, roster
from tenure.demo.story import Story
from tenure.demo.telling import tell
from tenure.demo.usage import Stream
from tenure.demo.valuing import customer_value

SEED = 18
UTC = ZoneInfo("UTC")
# Events for each day of an account at which people and seats are as life has them; more events bring more people too.
_USUAL = 1_000_000 / (400 * 1095)
# Subscription rows of an account, and their days, in a company of three years.
_ROWS, _ROW_DAYS = 4.2, 960.0

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How large a company, and until when. The same size and end give the same files."""

    end: date
    accounts: int = 400
    events: int = 1_000_000
    years: int = 3
    usage_days: int | None = None
    zone: ZoneInfo = UTC
    seed: int = SEED
    subscriptions: int | None = None  # about how many rows; as many as there are changes if not given

    @property
    def calendar(self) -> Calendar:
        return Calendar(number(self.end), self.years, self.usage_days, self.zone)

    @property
    def crowd(self) -> float:
        """How many times the usual number of seats: most of a flood of events comes from more people."""
        days = self.usage_days or self.years * 365
        return float(max(1.0, (self.events / (self.accounts * days) / _USUAL) ** 0.7))

    @property
    def longest_row(self) -> int | None:
        """Days after which a subscription row is cut, so that there are as many as asked for."""
        wanted, usual = (self.subscriptions or 0) / self.accounts, _ROWS * self.years / 3
        # The last piece of a row is half as long as the others, on average.
        return max(1, round(_ROW_DAYS * self.years / 3 / (wanted - usual / 2))) if wanted > usual else None


def silent(sentence: str) -> None:
    """Say nothing."""


def write(size: Size, folder: Path, *, csv: bool = False, progress: Progress = silent) -> dict[str, int]:
    """Write one file a canonical table into the folder; the number of rows by table."""
    calendar = size.calendar
    crowd = Crowd(calendar, size.accounts)
    care = Care.of(size.accounts, calendar)
    with Files(folder, csv=csv) as files:
        commerce.catalogue(files)
        files.add_all("fx_rates", commerce.fx_rates(size.seed, calendar))
        files.add_all("csms", care.rows())
        files.add_all("review_cadences", caring.cadences())
        entries = roster(size.accounts, size.seed, calendar)
        for entry in entries:
            _account(size, files, calendar, crowd, care, entry)
            if entry.index and entry.index % math.ceil(size.accounts / 4) == 0:
                progress(f"{entry.index:,} of {size.accounts:,} accounts told.")
        _usage(size, files, crowd, progress)
        return files.counts


def _usage(size: Size, files: Files, crowd: Crowd, progress: Progress) -> None:
    stream = Stream(crowd.close(), size.events, size.seed)
    for done, events in enumerate(stream.days()):
        files.add_arrow("usage_events", events)
        if done and done % 200 == 0:
            progress(f"{files.counts['usage_events']:,} events written.")


def _account(size: Size, files: Files, calendar: Calendar, crowd: Crowd, care: Care, entry: Entry) -> None:
    story = tell(entry, size.seed, calendar, size.crowd)
    people = team(story, size.seed, calendar)
    dice = Dice(size.seed, 7, entry.index)
    owners = care.assignments(story, dice, calendar)
    talked = contacts(story, people, dice, calendar)
    files.add("accounts", _entry_row(entry, calendar, owners))
    if entry.parent is not None and entry.joined_parent <= calendar.end:
        files.add("account_hierarchy", _parent_row(entry))
    for csm, start, end in owners:
        files.add(
            "csm_assignments",
            {"account_id": entry.id, "csm_id": csm, "start_date": start, "end_date_excl": calendar.known(end)},
        )
    files.add_all("contacts", talked)
    files.add_all("users", user_rows(story, people, dice, calendar))
    files.add_all("subscriptions", commerce.subscriptions(story, calendar, size.longest_row))
    files.add_all("entitlements", commerce.entitlements(story, calendar))
    files.add_all("opportunities", commerce.opportunities(story, calendar, dice))
    for renewal, forecasts in commerce.renewals(story, calendar, dice):
        files.add("renewals", renewal)
        files.add_all("renewal_forecasts", forecasts)
    files.add_all("touchpoints", working.touchpoints(story, calendar, dice, talked, owners))
    files.add_all("tickets", working.tickets(story, calendar, dice, talked))
    files.add_all("pulses", judging.pulses(story, calendar, size.seed, owners))
    _lifecycle(files, calendar, story, dice, people)
    crowd.add(story, people, size.seed)


def _lifecycle(files: Files, calendar: Calendar, story: Story, dice: Dice, people: Team) -> None:
    started = caring.onboarding(story, calendar, dice)
    files.add_all("onboardings", [started] if started else [])
    files.add_all("milestones", caring.milestones(story, people, calendar, dice))
    for plan, goals in caring.plans(story, calendar, dice):
        files.add("success_plans", plan)
        files.add_all("goals", goals)
        files.add_all("goal_values", (row for goal in goals for row in caring.measured(goal, calendar)))
    files.add_all("reviews", caring.reviews(story, calendar, dice))
    files.add_all("surveys", caring.surveys(story, people, calendar, dice))
    files.add_all("referral_events", referring.referral_events(story, people, calendar, dice))
    files.add_all("referrals", referring.referrals(story, calendar, dice))
    files.add_all("advocacy_acts", referring.advocacy_acts(story, calendar, dice))
    files.add_all("customer_value", customer_value(story, calendar, dice))


def _entry_row(entry: Entry, calendar: Calendar, owners: list[tuple[str, int, int | None]]) -> Row:
    referred = entry.referrer is not None and entry.paid is not None and entry.paid <= calendar.end
    return {
        "account_id": entry.id,
        "name": entry.name,
        "domain": entry.domain,
        "segment": entry.segment,
        "region": entry.region,
        "country": entry.country,
        "industry": entry.industry,
        "tier": entry.tier,
        "motion": entry.motion,
        "channel": entry.channel,
        "is_test": entry.is_test,
        "do_not_ask": entry.do_not_ask,
        "created_on": entry.created,
        "referred_by_account_id": entry.referrer.id if entry.referrer is not None and referred else None,
        "referral_attributed_on": entry.paid if referred else None,
        "owner_email": owners[-1][0] if owners else None,
    }


def _parent_row(entry: Entry) -> Row:
    parent = entry.parent.id if entry.parent else None
    return {"account_id": entry.id, "parent_account_id": parent, "valid_from": entry.joined_parent}
