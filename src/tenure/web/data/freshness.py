"""How old the facts and what is derived from them are, table by table."""

from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db import connection
from django.db.models import Max, Sum
from django.utils.dateparse import parse_datetime
from django.utils.timezone import make_aware

from tenure.core.registry import fact_tables
from tenure.engine import lake, publication
from tenure.engine.models import Fill
from tenure.ingest.models import ImportRun, State


@dataclass(frozen=True, slots=True)
class Facts:
    """A canonical table: how many rows imports brought, when it last changed, until which day its events reach."""

    table: str
    sentence: str
    imported: int
    changed_at: datetime | None
    reaches: date | None = None

    @property
    def title(self) -> str:
        return _title(self.table)


# What derived tables hold, for people; one without an entry is a copy of the facts of that name.
_WORDS = {
    "user_feature_day": "Usage of a feature by a person, a day",
    "user_day": "Usage by a person, a day",
    "account_feature_day": "Usage of a feature by an account, a day",
    "active_user_steps": "How many people are active",
    "active_feature_steps": "How many features are in use",
    "mrr_steps": "How recurring revenue changes",
    "seat_steps": "How paid seats change",
    "offering_reached": "Who has reached an offering",
    "attributes": "What accounts were like, and when",
    "offering_totals": "How much an offering was used, a month",
    "account_state": "What accounts are like today",
    "excluded": "Whose usage does not count",
    "excluded_days": "On which days usage does not count",
    "ultimate_parents": "Which company an account belongs to, and when",
}


@dataclass(frozen=True, slots=True)
class Derived:
    table: str
    rows: int
    filled_to: date | None
    made_at: datetime
    whole: bool  # false: a run that made it was killed, the next one does it again

    @property
    def words(self) -> str:
        return _WORDS.get(self.table, "")

    @property
    def title(self) -> str:
        return self.words or _title(self.table)


def _title(table: str) -> str:
    return table.replace("_", " ").capitalize().replace("Csm", "CSM").replace("Fx", "FX")


def facts() -> list[Facts]:
    """Canonical tables that hold anything, in the order in which they need each other."""
    changed, brought = _last_changes(), _brought()
    filled = [t for t in fact_tables().values() if changed.get(t.name)]
    found = [Facts(t.name, t.sentence, brought.get(t.name, (0, None))[0], changed[t.name]) for t in filled]
    if events := lake.files():
        table = fact_tables()["usage_events"]
        rows, at = brought.get(table.name, (0, None))
        found.append(Facts(table.name, table.sentence, rows, at, max(file.day for file in events)))
    return found


def _brought() -> dict[str, tuple[int, datetime | None]]:
    """New rows that imports brought into each table, and when the last one ended."""
    done = ImportRun.objects.filter(state=State.DONE).order_by().values("table")
    found = done.annotate(rows=Sum("created"), at=Max("finished_at"))
    return {row["table"]: (row["rows"], row["at"]) for row in found}


def _last_changes() -> dict[str, datetime | None]:
    """One statement for all tables: the page must not ask twenty times."""
    models = {t.name: apps.get_model(t.model) for t in fact_tables().values() if t.model}
    parts = [
        f"SELECT '{name}', CAST(MAX(loaded_at) AS text) FROM \"{model._meta.db_table}\""
        for name, model in models.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {name: _moment(text) for name, text in cursor.fetchall()}


def _moment(text: str | None) -> datetime | None:
    found = parse_datetime(text) if text else None
    return make_aware(found) if found and found.tzinfo is None else found


def derived() -> list[Derived]:
    tables = Fill.objects.exclude(table="refresh")  # the mark of a whole run
    rows = tables.values("table").annotate(rows=Sum("rows"), to=Max("part"), at=Max("at")).order_by("table")
    killed = set(Fill.objects.filter(state=Fill.State.STARTED).values_list("table", flat=True))
    return [Derived(r["table"], r["rows"], _day(r["to"]), r["at"], r["table"] not in killed) for r in rows]


def _day(part: str) -> date | None:
    return date.fromisoformat(part) if part else None


def published() -> publication.Publication | None:
    try:
        return publication.current()
    except publication.NothingPublished:
        return None
