"""What accounts bring with them: their owner, their parent, and the history of their attributes."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone

from tenure.company.models import Role, User
from tenure.customers.models import Account, AccountParent
from tenure.ingest.checks import CHECKED, add_problems
from tenure.ingest.files import ROW
from tenure.ingest.quoting import name, texts
from tenure.ingest.staging import Staging
from tenure.ingest.storing import SAID, Stored
from tenure.journal.models import Change

VERB = "account.imported"


def check_owners(staging: Staging) -> None:
    """An owner is a person's e-mail address."""
    bad = [email for email in _emails(staging) if not _is_email(email)]
    if bad:
        sentence = "'owner_email: “' || owner_email || '” is not an e-mail address. Write it as ana@example.com.'"
        rows = f"SELECT {ROW}, {sentence} FROM {CHECKED} WHERE lower(trim(owner_email)) IN ({texts(bad)})"
        add_problems(staging, "bad_text", "owner_email", rows)


def resolve_owners(staging: Staging, *, create: bool) -> list[str]:
    """Give the accepted rows `owner_id`. People who are not known get a sign-in without a password.

    Returns sentences about them: nobody's book is lost because an account was not made in time.
    """
    emails = _emails(staging, accepted=True)
    known = dict(User.objects.values_list("email", "pk"))
    missing = [email for email in emails if email not in known]
    if create:
        for email in missing:
            known[email] = User.objects.create_user(email, role=Role.CSM).pk
    staging.fill("owners", ["email", "id"], ((e, str(known[e])) for e in emails if e in known))
    staging.run(f"ALTER TABLE {CHECKED} ADD COLUMN owner_id BIGINT")
    staging.run(f"UPDATE {CHECKED} SET owner_id = o.id::BIGINT FROM owners o WHERE o.email = lower(trim(owner_email))")
    sentence = "{} owns accounts but was not known: added as customer success manager, without a password."
    return [sentence.format(email) for email in missing]


def owner_column() -> Stored:
    return Stored("owner_id", Account._meta.get_field("owner"))


def _emails(staging: Staging, *, accepted: bool = False) -> list[str]:
    fine = " AND len(problems) = 0" if accepted else ""
    rows = staging.rows(
        f"SELECT DISTINCT lower(trim(owner_email)) AS e FROM {CHECKED} WHERE trim(owner_email) <> ''{fine} ORDER BY e"
    )
    return [row[0] for row in rows]


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


class Journal:
    """Writes one change for each account whose attributes differ, so that yesterday's values stay known."""

    def __init__(self, staging: Staging, columns: Sequence[Stored], who: User | None) -> None:
        self.staging, self.who = staging, who
        self.columns = [column for column in columns if not column.only_new and column.column != SAID]
        self.at = timezone.now()

    def record(self, ids: list[str]) -> None:
        """One change for each of these accounts; call it before they are written."""
        if ids:
            Change.objects.bulk_create([self._change(*row) for row in self._pairs(ids) if row[1] != row[2]])

    def _pairs(self, ids: list[str]) -> list[tuple[str, list[Any], list[Any]]]:
        before = ", ".join(f"TRY_CAST(s.{name(c.field.attname)} AS {c.type})::VARCHAR" for c in self.columns)
        after = ", ".join(f"({c.value})::VARCHAR" for c in self.columns)
        return self.staging.rows(
            f"SELECT c.id, [{before}], [{after}] FROM {CHECKED} c JOIN stored s ON s.id = c.id "
            f"WHERE len(c.problems) = 0 AND c.id IN ({texts(ids)}) ORDER BY c.{ROW}"
        )

    def _change(self, key: str, before: list[Any], after: list[Any]) -> Change:
        differ = [i for i in range(len(self.columns)) if before[i] != after[i]]
        return Change(
            at=self.at,
            actor=self.who,
            origin="import",
            verb=VERB,
            subject_type=Account._meta.label_lower,
            subject_id=key,
            account_id=key,
            before={self._label(i): self._plain(i, before[i]) for i in differ},
            after={self._label(i): self._plain(i, after[i]) for i in differ},
        )

    def _label(self, i: int) -> str:
        return self.columns[i].field.name

    def _plain(self, i: int, value: str | None) -> Any:
        if value is None or not isinstance(self.columns[i].field, models.BooleanField | models.ForeignKey):
            return value
        if isinstance(self.columns[i].field, models.BooleanField):
            return value == "true"
        return User.objects.filter(pk=int(value)).values_list("email", flat=True).first() or ""


def write_parents(staging: Staging, source: str) -> list[str]:
    """Make `parent_account_id` the parent since ever, where the hierarchy of an account has no dates of its own."""
    select = f"SELECT account_id, parent_account_id FROM {CHECKED} WHERE len(problems) = 0 ORDER BY {ROW}"
    dated = set(AccountParent.objects.exclude(valid_from=None, valid_to_excl=None).values_list("account_id", flat=True))
    left = 0
    for batch in staging.batches(select, 2_000):
        wanted = {child: parent for child, parent in batch if child not in dated}
        left += sum(1 for child, parent in batch if child in dated and parent)
        with transaction.atomic():
            _set_parents(wanted, source)
    if not left:
        return []
    return [f"{left} accounts have a dated hierarchy: their parent_account_id was left aside."]


def _set_parents(wanted: dict[str, str | None], source: str) -> None:
    stored = AccountParent.objects.filter(account_id__in=list(wanted), valid_from=None, valid_to_excl=None)
    now = {row.account_id: row for row in stored}
    gone = [row.pk for child, row in now.items() if row.parent_account_id != wanted[child]]
    fresh = [
        AccountParent(id=f"{child}|{parent}|", account_id=child, parent_account_id=parent, source=source)
        for child, parent in wanted.items()
        if parent and (child not in now or now[child].pk in gone)
    ]
    AccountParent.objects.filter(pk__in=gone).delete()
    AccountParent.objects.bulk_create(fresh)
