"""Upserts: created, changed, unchanged; what is not in the file stays; changes of accounts are in the journal."""

from datetime import date
from decimal import Decimal

from tenure.company.models import User
from tenure.customers.models import Account, AccountParent, FxRate, Milestone, Plan, Subscription
from tenure.feedback.models import SurveyResponse
from tenure.ingest.models import ImportRun
from tenure.ingest.tests.conftest import Bring, counts
from tenure.journal.models import Change

_FOLDER: dict[str, str | bytes] = {
    "accounts.csv": "account_id,name,owner_email,parent_account_id,do_not_ask,created_on\n"
    "A1,Acme,Ana@Example.com,,0,2024-01-01\nA2,Beta,ana@example.com,A1,1,\n",
    "fx_rates.csv": "currency,rate_date,rate_to_reporting\nEUR,2024-01-01,1.1000000000\nEUR,2024-02-01,1.05\n",
    "plans.csv": "plan_id,product_id,name,rank\nbasic,P1,Basic,1\nfree,P1,,\n",
    "subscriptions.csv": "subscription_row_id,subscription_id,account_id,price_minor,discount_percent,currency,"
    "start_date,end_date_excl\n1,s1,A1,12000,12.5,eur,2024-01-01,2024-06-01\n2,s1,A1,12000,,EUR,2024-06-01,\n",
    "milestones.csv": "account_id,user_id,milestone,reached_at\nA1,,first_value,2024-01-05T10:00:00.25Z\n",
    "surveys.csv": "response_id,account_id,type,score,responded_on,comment\n"
    'r1,A1,nps,9,2024-01-01," kept, as it is "\nr2,A1,nps,,,\n',
    "users.csv": "user_id,account_id,created_at,is_internal\nu1,A1,2024-01-01T00:00:00Z,no\n",
}


def test_the_same_folder_twice_changes_nothing(bring: Bring) -> None:
    first = bring(_FOLDER)
    assert all(counts(r.outcome)[1:] == (0, 0, 0) for r in first.values())
    loaded = [
        list(m.objects.order_by("pk").values()) for m in (Account, Subscription, FxRate, Milestone, AccountParent)
    ]
    again = bring(_FOLDER)
    assert {r.file: counts(r.outcome) for r in again.values()} == {
        r.file: (0, 0, counts(r.outcome)[0], 0) for r in first.values()
    }
    assert loaded == [
        list(m.objects.order_by("pk").values()) for m in (Account, Subscription, FxRate, Milestone, AccountParent)
    ]
    assert not Change.objects.filter(verb="account.imported").exists()
    assert ImportRun.objects.filter(state="done").count() == 2 * len(_FOLDER)


def test_values_arrive_as_the_model_means_them(bring: Bring) -> None:
    bring(_FOLDER)
    assert FxRate.objects.get(pk="EUR|2024-02-01").rate_to_reporting == Decimal("1.05")
    first = Subscription.objects.get(pk="1")
    assert (first.currency, first.mrr_minor, first.discount_percent) == ("EUR", 10500, Decimal("12.5"))
    assert (first.start_date, first.end_date_excl, first.status) == (date(2024, 1, 1), date(2024, 6, 1), "active")
    assert Milestone.objects.get(pk="A1||first_value").reached_at.isoformat() == "2024-01-05T10:00:00.250000+00:00"
    assert SurveyResponse.objects.get(pk="r1").comment == " kept, as it is "
    assert SurveyResponse.objects.get(pk="r2").score is None
    assert Plan.objects.get(pk="free").rank == 0
    beta = Account.objects.get(pk="A2")
    assert (beta.do_not_ask, beta.created_on, beta.segment) == (True, None, "")
    assert AccountParent.objects.get().pk == "A2|A1|"


def test_an_owner_nobody_knows_is_added_without_a_password(bring: Bring) -> None:
    result = bring(_FOLDER)["accounts.csv"]
    ana = User.objects.get()
    assert (ana.email, ana.role, ana.has_usable_password()) == ("ana@example.com", "csm", False)
    assert set(Account.objects.values_list("owner__email", flat=True)) == {"ana@example.com"}
    assert result.outcome
    assert result.outcome.notes == [
        "ana@example.com owns accounts but was not known: added as customer success manager, without a password."
    ]


def test_a_change_of_an_account_is_in_the_journal_with_what_differs(bring: Bring, lea: User) -> None:
    bring(_FOLDER)
    text = "account_id,name,owner_email,parent_account_id,do_not_ask,created_on\nA1,Acme,bo@example.com,,1,2024-01-01\n"
    result = bring({"accounts.csv": text}, who=lea)["accounts.csv"]
    assert counts(result.outcome) == (0, 1, 0, 0)
    change = Change.objects.get(verb="account.imported")
    assert (change.verb, change.subject_id, change.account_id, change.origin) == (
        "account.imported",
        "A1",
        "A1",
        "import",
    )
    assert change.actor == lea
    assert change.before == {"owner": "ana@example.com", "do_not_ask": False}
    assert change.after == {"owner": "bo@example.com", "do_not_ask": True}


def test_columns_that_a_file_lacks_keep_their_value(bring: Bring) -> None:
    bring(_FOLDER)
    assert counts(bring({"accounts.csv": "account_id,segment\nA1,Enterprise\nA9,SMB\n"})["accounts.csv"].outcome) == (
        1,
        1,
        0,
        0,
    )
    acme = Account.objects.get(pk="A1")
    assert (acme.name, acme.segment, acme.owner and acme.owner.email) == ("Acme", "Enterprise", "ana@example.com")
    assert Account.objects.get(pk="A9").name == "A9"


def test_a_parent_that_changes_or_goes_away_is_followed(bring: Bring) -> None:
    text = "account_id,parent_account_id\nA1,\nA2,A1\nA3,\n"
    bring({"accounts.csv": text})
    bring({"accounts.csv": text.replace("A2,A1", "A2,A3")})
    assert list(AccountParent.objects.values_list("account_id", "parent_account_id")) == [("A2", "A3")]
    bring({"accounts.csv": text.replace("A2,A1", "A2,")})
    assert not AccountParent.objects.exists()


def test_a_dated_hierarchy_is_left_alone(bring: Bring) -> None:
    bring(
        {
            "accounts.csv": "account_id\nA1\nA2\nA3\n",
            "account_hierarchy.csv": "account_id,parent_account_id,valid_from\nA2,A1,2024-01-01\n",
        }
    )
    outcome = bring({"accounts.csv": "account_id,parent_account_id\nA2,A3\n"})["accounts.csv"].outcome
    assert outcome
    assert outcome.notes == ["1 accounts have a dated hierarchy: their parent_account_id was left aside."]
    assert AccountParent.objects.get().parent_account_id == "A1"


def test_a_trial_writes_nothing_and_knows_what_would_be_there(bring: Bring) -> None:
    result = bring(_FOLDER, dry_run=True)
    assert {r.file: counts(r.outcome)[0] for r in result.values()} == {
        r.file: r.outcome.rows for r in result.values() if r.outcome
    }
    assert not Account.objects.exists()
    assert not ImportRun.objects.exists()
    assert not User.objects.exists()
