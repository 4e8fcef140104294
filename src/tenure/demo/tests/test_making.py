"""The demo made in a data folder, twice, and set aside."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from tenure.company.models import Role, User, settings_row
from tenure.customers.models import Account, AccountState, Segment, Subscription
from tenure.demo import making, staff, state
from tenure.demo.company import Size
from tenure.engine import keeping, kpi_values, publication
from tenure.engine.models import KpiValue
from tenure.health.models import Risk
from tenure.ingest.models import ImportRun, QuarantinedRow
from tenure.library.models import Document
from tenure.metrics import KPIS
from tenure.planning.models import Review, ReviewFeedback
from tenure.work.models import Task, Touchpoint

YESTERDAY = timezone.now().date() - timedelta(days=1)
SIZE = Size(YESTERDAY, accounts=30, events=1_500, years=1, usage_days=5)
DEMO = state.Demo(YESTERDAY, 30, 1_500)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers to be kept: two of them, to be quick."""
    monkeypatch.setattr(keeping, "KPIS", {kpi_id: KPIS[kpi_id] for kpi_id in ("nrr", "mrr")})


def counts() -> dict[str, int]:
    models = (Account, Subscription, User, Touchpoint, Segment, Task, Risk, Document)
    return {model.__name__: model._default_manager.count() for model in models}


def test_a_demo_is_made_and_making_it_again_changes_nothing(home: Path, db: None, said: list[str]) -> None:
    making.make(SIZE, said.append)
    assert state.read() == DEMO.finished()
    assert publication.current().as_of == YESTERDAY
    assert Account.objects.count() == 30
    assert AccountState.objects.filter(mrr_minor__gt=0).count() > 10
    assert not QuarantinedRow.objects.exists()
    assert settings_row().not_core_events == ["page_viewed"]
    assert {user.role for user in User.objects.all()} == {Role.ADMINISTRATOR, Role.LEAD, Role.CSM, Role.VIEWER}
    assert authenticate(email=staff.ADMINISTRATOR, password=state.password())
    assert Segment.objects.filter(shared=True).count() == 3
    assert [one.title for one in Document.objects.filter(author__email=staff.LEAD).order_by("pk")] == [
        "Urgent tickets", "Hours to first answer", "Standard", "Usage halved", "Enterprise, sales-led",
        "Product-led, self-serve", "Feature recommendation", "Renewal review", "Guided start",
    ]  # fmt: skip
    assert "Computing everything derived." in said
    assert kpi_values.is_complete("parent")
    assert KpiValue.objects.count() == 2 * len(kpi_values.days(YESTERDAY))

    assert Account.objects.filter(owner__email=staff.ADMINISTRATOR).exists(), "who looks has a book"
    assert set(Task.objects.values_list("state", flat=True)) >= {"open", "done"}

    held = Review.objects.exclude(shared_at=None).get(status="held")
    assert held.blocks.exists()
    assert ReviewFeedback.objects.filter(review=held).exists()

    before = counts()
    making.make(SIZE, said.append)
    assert counts() == before
    last = ImportRun.objects.filter(batch=ImportRun.objects.latest("pk").batch)
    assert {(run.created, run.changed) for run in last} == {(0, 0)}


def test_killed_before_the_import_it_starts_over_with_the_files_it_has(
    home: Path, db: None, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, "bring_in", killed)
        with pytest.raises(KeyboardInterrupt):
            making.make(SIZE, said.append)
    assert state.read() == DEMO
    written = sorted(path.stat().st_mtime_ns for path in making.files(SIZE, said.append).iterdir())
    making.make(SIZE, said.append)
    assert sorted(path.stat().st_mtime_ns for path in making.files(SIZE, said.append).iterdir()) == written
    assert state.read() == DEMO.finished()


def test_half_written_files_are_written_anew(home: Path, said: list[str]) -> None:
    draft = home / "demo" / f"{YESTERDAY}-30-1500.draft"
    draft.mkdir(parents=True)
    (draft / "accounts.parquet").write_text("half")
    (draft / "left over").write_text("from another version")
    folder = making.files(SIZE, said.append)
    assert not draft.exists()
    assert (folder / "accounts.parquet").read_bytes()[:4] == b"PAR1"
    assert not (folder / "left over").exists()


def test_a_refused_row_is_a_fault_that_is_told(home: Path, db: None, said: list[str]) -> None:
    folder = home / "demo" / f"{YESTERDAY}-30-1500"
    folder.mkdir(parents=True)
    (folder / "subscriptions.csv").write_text(
        "subscription_row_id,account_id,price_minor,currency,start_date\ns1,nobody,100,USD,2026-01-01\n"
    )
    with pytest.raises(making.NotMade, match=r"subscriptions.csv of the demo was not accepted: 1 rows"):
        making.make(SIZE, said.append)


def test_the_password_is_kept_for_this_user_alone(home: Path) -> None:
    assert state.password() == state.password()
    assert len(state.password()) >= 10
    assert (home / "demo_password").stat().st_mode & 0o777 == 0o600


def test_another_company_in_the_folder_is_noticed(home: Path, db: None) -> None:
    assert not making.holds_other_data()
    Account.objects.create(id="a", name="Ours")
    assert making.holds_other_data()
    state.write(DEMO)
    assert not making.holds_other_data()


def test_an_old_demo_is_set_aside_whole(home: Path) -> None:
    state.write(DEMO.finished())
    password = state.password()
    (home / "secret_key").write_text("secret")
    (home / "tenure.sqlite3").write_text("rows")
    (home / "lake").mkdir()
    (home / "lake" / "events").write_text("events")
    aside = state.set_aside(DEMO)
    assert state.read() is None
    assert (aside / "tenure.sqlite3").read_text() == "rows"
    assert (aside / "lake" / "events").read_text() == "events"
    assert (aside / "secret_key").read_text() == (home / "secret_key").read_text() == "secret"
    assert (aside / "demo.json").exists()
    assert state.password() == password
    state.write(DEMO)
    assert state.set_aside(DEMO) != aside
