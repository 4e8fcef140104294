"""Derived tables equal the slow and obvious computation, and heal whatever happens to them."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
import time_machine

from tenure.company.models import settings_row
from tenure.core.periods import DAY, Period, local_date
from tenure.customers.models import Account, Entitlement, Milestone, Offering, ProductUser
from tenure.engine import answers, lake, publication, reading
from tenure.engine.models import Fill
from tenure.engine.refresh import refresh

# The clocks of New York change on 8 March.
NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
FIRST = datetime(2026, 2, 1, tzinfo=UTC)
TABLES = ("user_feature_day", "user_day", "account_feature_day", "active_user_steps", "active_feature_steps",
          "mrr_steps", "seat_steps", "offering_reached", "attributes", "ultimate_parents")  # fmt: skip
Event = tuple[str, str, str, str, datetime]  # account, user, feature, event, instant


def random_events(seed: int, count: int = 400) -> list[Event]:
    """Sparse enough that windows open and close, with users of two accounts under one name, and nobody's events."""
    chance = random.Random(seed)
    return [
        (
            chance.choice(["a", "b", "test"]),
            chance.choice(["u1", "u2", "u3", "internal", ""]),
            chance.choice(["f1", "f2", "f3"]),
            chance.choice(["used", "used", "viewed"]),
            FIRST + timedelta(minutes=chance.randrange(45 * 24 * 60)),
        )
        for _ in range(count)
    ]


def load(events: list[Event], version: int) -> None:
    columns = list(zip(*events, strict=True))
    names = ("account_id", "user_id", "feature", "event", "ts")
    table = pa.table(dict(zip(names, [list(c) for c in columns], strict=True)))
    ids = [f"{version}-{n}" for n in range(len(events))]
    table = table.append_column("event_id", pa.array(ids)).append_column("qty", pa.array([1.0] * len(events)))
    lake.append(table, source="test", version=version)


def counted(events: list[Event], zone: ZoneInfo) -> list[tuple[date, str, str, str]]:
    """(day, account, user, feature) of the events that count."""
    return [
        (local_date(ts, zone), account, user, feature)
        for account, user, feature, event, ts in events
        if account != "test" and user != "internal" and event != "viewed"
    ]


def slow_level(seen: set[tuple[date, str, str]], account: str, day: date, window: int) -> int:
    """Distinct things seen on [day - window + 1, day], the obvious way."""
    first = day - (window - 1) * DAY
    return len({thing for on, who, thing in seen if who == account and first <= on <= day})


def slow_reached(rolled: dict[tuple[date, str, str, str], int]) -> set[tuple[str, str, date]]:
    """The first day on which two users of an account have each had four events of f1."""
    had: dict[tuple[str, str], int] = defaultdict(int)
    reached: dict[str, date] = {}
    for (day, account, user, feature), events in sorted(rolled.items()):
        if feature == "f1" and user:
            had[(account, user)] += events
        if sum(1 for (who, _), count in had.items() if who == account and count >= 4) >= 2:
            reached.setdefault(account, day)
    return {("by_events", account, day) for account, day in reached.items()}


def levels(table: str, window: int, until: date) -> dict[tuple[str, date], int]:
    rows = reading.query(f'SELECT account_id, day, delta FROM {table} WHERE "window" = {window} ORDER BY day')
    steps: dict[tuple[str, date], int] = defaultdict(int)
    for row in rows:
        steps[(row["account_id"], row["day"])] += row["delta"]
    found, day = {}, FIRST.date() - DAY
    running = {"a": 0, "b": 0}
    while day <= until:
        for account in running:
            running[account] += steps.get((account, day), 0)
            found[(account, day)] = running[account]
        day += DAY
    return found


def contents() -> dict[str, list[tuple[Any, ...]]]:
    return {t: [tuple(r.values()) for r in reading.query(f"SELECT * FROM {t} ORDER BY ALL")] for t in TABLES}


def assert_true(events: list[Event], zone: ZoneInfo) -> None:
    """The roll-up, the steps and what was reached say what the events say."""
    today = local_date(datetime.now(UTC), zone)
    rolled: dict[tuple[date, str, str, str], int] = defaultdict(int)
    for key in counted(events, zone):
        rolled[key] += 1
    found = reading.query("SELECT day, account_id, user_id, feature, events FROM user_feature_day")
    assert {tuple(r.values())[:4]: r["events"] for r in found} == rolled
    users = {(day, account, user) for day, account, user, _ in rolled if user}
    features = {(day, account, feature) for day, account, _, feature in rolled}
    for table, window, seen in [
        ("active_user_steps", 7, users), ("active_user_steps", 30, users), ("active_feature_steps", 30, features),
    ]:  # fmt: skip
        for (account, day), level in levels(table, window, today).items():
            assert level == slow_level(seen, account, day, window), (table, window, account, day)
    reached = reading.query("SELECT * FROM offering_reached WHERE offering_id = 'by_events'")
    assert {tuple(r.values()) for r in reached} == slow_reached(rolled)


@pytest.fixture
def facts(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> None:
    for key in ("a", "b", "test"):
        account(key, is_test=key == "test", segment="Big")
        pays(key, "2025-01-01", None, 100, seats=3)
    Offering.objects.create(id="by_events", name="E", feature="f1", min_events=4, min_users=2)
    ProductUser.objects.create(id="internal", account_id="a", is_internal=True)
    ProductUser.objects.create(id="internal-b", account_id="b", is_internal=False)
    company = settings_row()
    company.not_core_events = ["viewed"]
    company.save()


@pytest.mark.parametrize("zone_name", ["UTC", "America/New_York"])
def test_usage_and_steps_equal_the_obvious_computation_and_heal(facts: None, zone_name: str) -> None:
    zone, seed = ZoneInfo(zone_name), sum(map(ord, zone_name))
    company = settings_row()
    company.time_zone = zone_name
    company.save()
    internal_b = ProductUser(id="b-staff", account_id="b", is_internal=True)
    events = [e for e in random_events(seed) if not (e[0] == "b" and e[1] == "internal")]
    with time_machine.travel(NOW, tick=False):
        load(events, 1)
        assert refresh().days > 100
        assert_true(events, zone)
        before = contents()
        _break_things()
        assert refresh().days > 0
        assert contents() == before
        late = [("b", "late", "f1", "used", FIRST + timedelta(days=3, hours=2))]
        load(late, 2)
        report = refresh()
        assert 0 < report.days < 80
        assert_true(events + late, zone)
        lake.compact(at_least=2)
        again = refresh()
        assert (again.days, again.changed) == (0, False)
        internal_b.save()
        assert refresh().days == 0  # nobody has seen them use the product
        assert_true(events + late, zone)


def _rolled() -> set[tuple[str, str]]:
    return set(Fill.objects.filter(table="user_day").values_list("part", "input_hash"))


# A UTC day reaches into two days of New York.
@pytest.mark.parametrize(("zone_name", "back"), [("UTC", [0]), ("America/New_York", [0, 1])])
def test_only_days_with_events_of_those_who_no_longer_count_are_made_again(
    facts: None, zone_name: str, back: list[int]
) -> None:
    zone = ZoneInfo(zone_name)
    company = settings_row()
    company.time_zone = zone_name
    company.save()
    others = [event for event in random_events(3) if event[:2] != ("b", "internal")]
    theirs = [("b", "staff", "f1", "used", FIRST + timedelta(days=n, hours=17)) for n in (2, 40)]
    with time_machine.travel(NOW, tick=False):
        load(others + theirs, 1)
        refresh()
        before = _rolled()
        staff = ProductUser.objects.create(id="staff", account_id="b", is_internal=True)
        refresh()
        assert_true(others, zone)
        again = {day for day, _ in before - _rolled()}
        assert again == {str(event[4].date() - n * DAY) for event in theirs for n in back}
        staff.delete()
        refresh()
        assert _rolled() == before
        assert_true(others + theirs, zone)
        Account.objects.filter(id="b").update(is_test=True)
        refresh()
        assert_true([event for event in others if event[0] != "b"], zone)


@pytest.mark.parametrize("zone_name", ["UTC", "America/New_York"])
def test_today_counts_as_far_as_it_is_known(facts: None, zone_name: str) -> None:
    """Days pass and events come in; the running day is there from its first event on and always exact."""
    zone = ZoneInfo(zone_name)
    company = settings_row()
    company.time_zone = zone_name
    company.save()
    theirs = [event for event in random_events(7) if event[:2] != ("b", "internal")]  # who is internal at a only
    events = sorted(theirs, key=lambda event: event[4])
    noon = datetime(2026, 3, 6, 12, tzinfo=UTC)
    known = 0
    for version, clock in enumerate([noon, noon + timedelta(hours=9), *(noon + n * DAY for n in (1, 3, 4))], 1):
        now = sum(1 for event in events if event[4] < clock)
        load(events[known:now], version)
        known = now
        with time_machine.travel(clock, tick=False):
            assert refresh().changed
            assert refresh().changed is False
            assert_true(events[:known], zone)
            published = publication.current()
        today = local_date(clock, zone)
        assert (published.as_of, published.today) == (today - DAY, today)
        assert published.fresh_until == events[known - 1][4]
        assert local_date(events[known - 1][4], zone) == today
    users = {(account, user) for on, account, user, _ in counted(events[:known], zone) if on == today and user}
    assert answers.answer("mau", Period(today, today + DAY)).numerator == len(users) > 0
    with pytest.raises(answers.NotComplete, match=f"known so far for {today}"):
        answers.answer("mau", Period(today, today + 2 * DAY))


def _break_things() -> None:
    """What may happen to derived files and their marks."""
    derived = lake.folder().parents[1] / "derived"
    shutil.rmtree(derived / "user_day")
    shutil.rmtree(derived / "mrr_steps")
    for path in sorted((derived / "active_user_steps").rglob("*.parquet"))[::3]:
        path.unlink()
    Fill.objects.filter(table="user_feature_day", part__lt="2026-02-10").delete()
    Fill.objects.filter(table="attributes").update(state=Fill.State.STARTED)


def test_a_changed_zone_moves_days_and_back(facts: None) -> None:
    events = [("a", "u1", "f1", "used", FIRST + timedelta(days=5, hours=2))]
    load(events, 1)
    with time_machine.travel(NOW, tick=False):
        refresh()
        assert_true(events, ZoneInfo("UTC"))
        company = settings_row()
        company.time_zone = "America/New_York"
        company.save()
        refresh()
        assert_true(events, ZoneInfo("America/New_York"))
        assert Fill.objects.get(table="user_day", part="2026-02-06").rows == 0


def test_seats_fall_back_to_entitlements_and_offerings_are_reached(
    facts: None, account: Callable[..., Any], pays: Callable[..., Any]
) -> None:
    account("c")
    pays("c", "2025-01-01", None, 100)
    for n, (feature, seats, start, end) in enumerate(
        [("f1", 5, None, "2026-01-10"), ("f2", 8, "2026-01-05", "2026-02-01"), ("f3", 2, "2026-01-20", None)]
    ):
        Entitlement.objects.create(
            id=f"e{n}", account_id="c", feature=feature, seats=seats,
            start_date=start and date.fromisoformat(start), end_date_excl=end and date.fromisoformat(end),
        )  # fmt: skip
    Offering.objects.filter(id="by_events").update(min_events=2)
    Offering.objects.create(id="by_both", name="B", feature="f1", min_events=99, milestone="won")
    Milestone.objects.create(id="m", account_id="b", milestone="won", reached_at=FIRST + timedelta(days=2))
    on = [FIRST + timedelta(days=n) for n in range(10)]
    used = [("u1", "f1", 0), ("u1", "f1", 1), ("u2", "f1", 2), ("u2", "f2", 3), ("u2", "f1", 4), ("", "f1", 1)]
    load([("a", user, feature, "used", on[n]) for user, feature, n in used], 1)
    with time_machine.travel(NOW, tick=False):
        refresh()
    steps = reading.query("SELECT day, delta FROM seat_steps WHERE account_id = 'c' ORDER BY day")
    assert [tuple(r.values()) for r in steps] == [
        (date(1900, 1, 1), 5), (date(2026, 1, 5), 3), (date(2026, 2, 1), -6),
    ]  # fmt: skip
    assert {tuple(r.values()) for r in reading.query("SELECT * FROM offering_reached")} == {
        ("by_events", "a", date(2026, 2, 5)), ("by_both", "b", date(2026, 2, 3)),
    }  # fmt: skip


REFRESH = """
import django
django.setup()
from tenure.engine.refresh import refresh
print("ready", flush=True)
refresh()
"""


@pytest.fixture
def installation(tmp_path: Path, migrated_file: Path) -> dict[str, str]:
    """A data folder with a database of its own, as another process sees it."""
    # An embedded database of their own, whatever the tests run on.
    environment = {**os.environ, "TENURE_HOME": str(tmp_path), "DATABASE_URL": "",
                   "DJANGO_SETTINGS_MODULE": "tenure.config.settings"}  # fmt: skip
    shutil.copy(migrated_file, tmp_path)
    _run(environment, "import django; django.setup()\n" + FILL_INSTALLATION)
    return environment


FILL_INSTALLATION = """
from datetime import UTC, date, datetime, timedelta
import pyarrow as pa
from tenure.customers.models import *
from tenure.engine import lake
Account.objects.bulk_create(Account(id=f"a{n}", name=f"A {n}", segment="Big") for n in range(50))
Subscription.objects.bulk_create(Subscription(id=f"s{n}", subscription_id=f"s{n}", account_id=f"a{n}", price_minor=100,
    mrr_minor=100, currency="USD", start_date=date(2025, 1, 1)) for n in range(50))
FxRate.objects.create(id="e", currency="EUR", rate_date=date(2025, 1, 1), rate_to_reporting="1.0845000001")
n = 3000
lake.append(pa.table({"event_id": [str(i) for i in range(n)], "account_id": [f"a{i % 50}" for i in range(n)],
    "user_id": [f"u{i % 7}" for i in range(n)], "feature": [f"f{i % 3}" for i in range(n)], "event": ["e"] * n,
    "qty": [1.0] * n, "ts": [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=31 * i) for i in range(n)]}),
    source="s", version=1)
"""
REPORT = """
import sys
import django
django.setup()
from tenure.engine import operational
operational._WORTH_A_PROCESS = int(sys.argv[1])
from tenure.customers.models import AccountState
from tenure.engine import reading
from tenure.engine.refresh import refresh
refresh()
assert not refresh().changed
tables = ("user_feature_day", "active_user_steps", "active_feature_steps", "mrr_steps", "fx_rates")
for table in tables:
    whole = "md5(string_agg(t::VARCHAR, ';' ORDER BY t::VARCHAR))"
    print(reading.query(f"SELECT count(*) AS n, {whole} AS h FROM {table} t"))
print(sorted(AccountState.objects.values_list("account_id", "mrr_minor", "active_users_30d")))
"""


def _run(environment: dict[str, str], code: str, worth_a_process: int = 10**9) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, str(worth_a_process)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_killed_anywhere_it_ends_the_same_and_two_at_once_wait(installation: dict[str, str], tmp_path: Path) -> None:
    home = Path(installation["TENURE_HOME"])
    for after in (0.1, 0.4, 0.8):
        with subprocess.Popen(
            [sys.executable, "-c", REFRESH], env=installation, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            time.sleep(after)
            process.send_signal(signal.SIGKILL)
    two = [subprocess.Popen([sys.executable, "-c", REFRESH], env=installation) for _ in range(2)]
    assert [process.wait(120) for process in two] == [0, 0]
    healed = _run(installation, REPORT, worth_a_process=0)
    shutil.rmtree(home / "derived")
    shutil.rmtree(home / "published")
    assert _run(installation, REPORT) == healed
    assert "'n': 50" in healed
