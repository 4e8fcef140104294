"""How each fact table is made from the operational tables: SQL of DuckDB over copies of them.

The columns are those of metrics.tables. `raw.*` are the copies, `tests` the ids of test accounts, whose rows are left
out of everything (rule R8); `climbed` and `held` come from hierarchy.py and attribute_history.py. `{zone}` and
`{currency}` stand for the reporting ones.
"""

from dataclasses import dataclass

from tenure.engine import goal_sql

TESTS = "test accounts"  # a source that changes only when an account becomes a test account or stops being one
_ACCOUNT = "customers.Account"


@dataclass(frozen=True, slots=True)
class FactSql:
    """One fact table. `sources` are the models it reads; a change of `version` makes it anew everywhere."""

    name: str
    sources: tuple[str, ...]
    select: str
    order: str
    version: int = 1


def _of_kept(name: str, model: str, table: str, columns: str, *, where: str = "true", order: str = "1, 2") -> FactSql:
    """A table whose rows belong to an account."""
    select = f"SELECT {columns} FROM raw.{table} t ANTI JOIN tests ON tests.id = t.account_id WHERE {where}"
    return FactSql(name, (TESTS, model), select, order)


# Months in one billing interval as a fraction num/den, exact (edge case E1); half away from zero (rule R6).
_MONTHLY = """
    CASE WHEN price_minor < 0 THEN -1 ELSE 1 END * ((2 * abs(price_minor)::HUGEINT * per_year + 12 * interval_count)
    // (24 * interval_count))"""
_PER_YEAR = "CASE billing_interval WHEN 'day' THEN 365 WHEN 'week' THEN 52 WHEN 'year' THEN 1 ELSE 12 END"
_TERM_DAYS = "CASE billing_interval WHEN 'day' THEN 1 WHEN 'week' THEN 7 WHEN 'year' THEN 365 ELSE 30 END"

_SUBSCRIPTIONS = f"""
    SELECT id AS subscription_row_id, subscription_id, account_id, product_id, plan_id, plan_rank, seats,
           ({_TERM_DAYS} * interval_count)::BIGINT AS term_days, ({_MONTHLY})::BIGINT AS price_mrr_minor,
           mrr_minor, currency, status, start_date, end_date_excl, scheduled_resume_date
    FROM (SELECT t.* REPLACE (coalesce(t.plan_rank, plan.rank) AS plan_rank,
                              greatest(interval_count, 1) AS interval_count),
                 {_PER_YEAR} AS per_year
          FROM raw.customers_subscription t LEFT JOIN raw.customers_plan plan ON plan.id = nullif(t.plan_id, '')
          ANTI JOIN tests ON tests.id = t.account_id
          WHERE recurring AND billing_interval <> 'one_off')"""

_FX_RATES = """
    SELECT currency, rate_date AS valid_from, lead(rate_date) OVER (PARTITION BY currency ORDER BY rate_date)
           AS valid_to_excl, rate_to_reporting AS rate
    FROM raw.customers_fxrate WHERE currency <> {currency}
    UNION ALL SELECT {currency}, NULL, NULL, 1"""

_ATTRIBUTES = """
    SELECT account_id, attribute, value, valid_from, valid_to_excl FROM held
    ANTI JOIN tests ON tests.id = held.account_id
    UNION ALL
    SELECT id, attribute, value, NULL, NULL FROM (
        UNPIVOT (SELECT id, segment, region, country, industry, tier, motion, channel,
                        CASE WHEN do_not_ask THEN '1' ELSE '' END AS do_not_ask
                 FROM raw.customers_account a ANTI JOIN changed ON changed.id = a.id WHERE NOT is_test)
        ON COLUMNS(* EXCLUDE id) INTO NAME attribute VALUE value) WHERE value <> ''
    UNION ALL
    SELECT account_id, 'owner', csm_id, start_date, least(end_date_excl, next) FROM (
        SELECT *, lead(start_date) OVER (PARTITION BY account_id ORDER BY start_date, id) AS next
        FROM raw.customers_assignment) a
    ANTI JOIN tests ON tests.id = a.account_id WHERE start_date < coalesce(least(end_date_excl, next), 'infinity'::DATE)
    UNION ALL
    SELECT account.id, 'owner', person.email, NULL, NULL FROM raw.customers_account account
    JOIN raw.company_user person ON person.id = account.owner_id
    ANTI JOIN raw.customers_assignment a ON a.account_id = account.id WHERE NOT account.is_test"""

_PARENTS = """
    SELECT account_id, parent_id, valid_from, valid_to_excl FROM climbed
    ANTI JOIN tests ON tests.id = climbed.account_id
    UNION ALL
    SELECT id, id, NULL, NULL FROM raw.customers_account account
    ANTI JOIN climbed ON climbed.account_id = account.id WHERE NOT is_test"""

# How each text sounded, for 90 days from the day it was written. Until the day a person corrected it, it counts as the
# model read it, where that leans to no side or is sure; from then on as the person says.
_TONES = """
    WITH said AS (
        SELECT t.account_id, t.kind, t.told, t.confidence, t.corrected,
               CASE WHEN t.corrected <> '' THEN timezone({zone}, t.corrected_at AT TIME ZONE 'UTC')::DATE
               END AS corrected_on,
               coalesce(survey.responded_on, timezone({zone}, coalesce(touchpoint.occurred_at, ticket.opened_at)
                        AT TIME ZONE 'UTC')::DATE) AS said_on
        FROM raw.feedback_textlabel t
        LEFT JOIN raw.feedback_surveyresponse survey ON t.kind = 'survey' AND survey.id = t.text_id
        LEFT JOIN raw.work_touchpoint touchpoint ON t.kind = 'touchpoint' AND touchpoint.id = t.text_id
        LEFT JOIN raw.work_ticket ticket ON t.kind = 'ticket' AND ticket.id = t.text_id
        ANTI JOIN tests ON tests.id = t.account_id),
    heard AS (
        SELECT account_id, kind, told AS tone, said_on,
               least(coalesce(corrected_on, said_on + 90), said_on + 90) AS until
        FROM said WHERE confidence >= 0.5 OR (told = 'neutral' AND confidence > 0)
        UNION ALL
        SELECT account_id, kind, corrected, greatest(said_on, corrected_on), said_on + 90
        FROM said WHERE corrected <> '')
    SELECT account_id, kind, tone, CASE tone WHEN 'positive' THEN 1 WHEN 'negative' THEN -1 ELSE 0 END AS value,
           said_on, until
    FROM heard WHERE said_on < until"""

FACTS: tuple[FactSql, ...] = (
    FactSql(
        "accounts",
        (TESTS, _ACCOUNT),
        "SELECT id AS account_id, name, created_on, nullif(referred_by_account_id, '') AS referred_by_account_id, "
        "referral_attributed_on FROM raw.customers_account WHERE NOT is_test",
        "account_id",
    ),
    FactSql("ultimate_parents", (TESTS, _ACCOUNT, "customers.AccountParent"), _PARENTS, "account_id, valid_from"),
    FactSql(
        "attributes",
        (TESTS, _ACCOUNT, "customers.Assignment", "company.User", "journal.Change"),
        _ATTRIBUTES,
        "attribute, account_id, valid_from",
    ),
    _of_kept(
        "users",
        "customers.ProductUser",
        "customers_productuser",
        "id AS user_id, account_id, created_at, timezone({zone}, created_at AT TIME ZONE 'UTC')::DATE AS created_on, "
        "deactivated_on",
        where="NOT is_internal",
        order="account_id, user_id",
    ),
    FactSql(
        "subscriptions",
        (TESTS, "customers.Subscription", "customers.Plan"),
        _SUBSCRIPTIONS,
        "account_id, start_date, subscription_row_id",
    ),
    FactSql("fx_rates", ("customers.FxRate",), _FX_RATES, "currency, valid_from"),
    _of_kept(
        "entitlements",
        "customers.Entitlement",
        "customers_entitlement",
        "account_id, product_id, feature, seats, start_date, end_date_excl",
        order="account_id, feature, start_date",
    ),
    _of_kept(
        "onboardings",
        "onboarding.Onboarding",
        "onboarding_onboarding",
        "id AS onboarding_id, account_id, started_on, completed_on, cancelled_on",
        order="account_id, started_on",
    ),
    _of_kept(
        "milestones",
        "customers.Milestone",
        "customers_milestone",
        "account_id, user_id, milestone, reached_at, "
        "timezone({zone}, reached_at AT TIME ZONE 'UTC')::DATE AS reached_on",
        order="account_id, milestone, reached_at",
    ),
    FactSql(
        "offering_plans",
        ("customers.OfferingPlan",),
        "SELECT offering_id, plan_id FROM raw.customers_offeringplan",
        "offering_id, plan_id",
    ),
    _of_kept(
        "referral_events",
        "advocacy.ReferralEvent",
        "advocacy_referralevent",
        "id AS event_id, account_id, user_id, event, channel, "
        "timezone({zone}, occurred_at AT TIME ZONE 'UTC')::DATE AS occurred_on",
        order="account_id, occurred_on",
    ),
    # Not yet read by a metric: what the current state of an account is made from, and names.
    FactSql(
        "offerings",
        ("customers.Offering",),
        "SELECT id AS offering_id, name, milestone, feature, min_events, min_users FROM raw.customers_offering",
        "offering_id",
    ),
    FactSql(
        "touchpoints",
        (TESTS, "work.Touchpoint", "customers.Contact"),
        "SELECT t.account_id, t.kind, t.contact_id, coalesce(c.role, '') AS role, "
        "timezone({zone}, t.occurred_at AT TIME ZONE 'UTC')::DATE AS occurred_on FROM raw.work_touchpoint t "
        "ANTI JOIN tests ON tests.id = t.account_id LEFT JOIN raw.customers_contact c ON c.id = t.contact_id",
        "account_id, occurred_on",
    ),
    _of_kept(
        "tickets",
        "work.Ticket",
        "work_ticket",
        "account_id, timezone({zone}, opened_at AT TIME ZONE 'UTC')::DATE AS opened_on, "
        "timezone({zone}, solved_at AT TIME ZONE 'UTC')::DATE AS solved_on, status, priority, escalated, "
        "epoch(first_answered_at - opened_at) / 3600 AS answer_hours",
    ),
    _of_kept(
        "surveys",
        "feedback.SurveyResponse",
        "feedback_surveyresponse",
        "account_id, type, user_id, responded_on, score, scale_min, scale_max",
        where="responded_on IS NOT NULL AND score IS NOT NULL",
    ),
    # A decision without a date is taken to be as old as the term's end.
    _of_kept(
        "renewals",
        "retention.Renewal",
        "retention_renewal",
        "account_id, term_end_on, decision, CASE WHEN decision <> 'pending' THEN coalesce(signed_on, term_end_on) END "
        "AS decided_on",
        order="1, 2",
    ),
    _of_kept(
        "contacts",
        "customers.Contact",
        "customers_contact",
        "id AS contact_id, account_id, role, created_on, left_on",
        order="account_id, contact_id",
    ),
    _of_kept(
        "reviews",
        "planning.Review",
        "planning_review",
        "id AS review_id, account_id, due_on, CASE WHEN status = 'held' THEN held_on END AS held_on, "
        "(customer_attended AND status = 'held')::BIGINT AS attended",
        order="account_id, due_on, held_on, review_id",
    ),
    FactSql(
        "review_cadences", ("planning.ReviewCadence",), "SELECT id AS tier, days FROM raw.planning_reviewcadence", "1"
    ),
    _of_kept(
        "success_plans",
        "planning.SuccessPlan",
        "planning_successplan",
        "id AS plan_id, account_id, started_on, closed_on",
        order="account_id, plan_id",
    ),
    FactSql("goals", (TESTS, *goal_sql.SOURCES), goal_sql.GOALS, "account_id, due_on, goal_id", version=2),
    FactSql("goal_values", (TESTS, *goal_sql.SOURCES), goal_sql.GOAL_VALUES, "goal_id, value_on"),
    _of_kept(
        "pulses",
        "health.Pulse",
        "health_pulse",
        "account_id, lower(csm_id) AS csm_id, score, given_at, "
        "timezone({zone}, given_at AT TIME ZONE 'UTC')::DATE AS given_on",
        order="account_id, given_at, score",
    ),
    FactSql(
        "tones",
        (TESTS, "feedback.TextLabel", "feedback.SurveyResponse", "work.Touchpoint", "work.Ticket"),
        _TONES,
        "account_id, said_on, until, kind, tone",
    ),
    # Whose events do not count.
    FactSql(
        "excluded",
        (TESTS, "customers.ProductUser"),
        "SELECT id AS account_id, NULL AS user_id FROM tests "
        "UNION ALL SELECT account_id, id FROM raw.customers_productuser WHERE is_internal",
        "account_id, user_id",
    ),
)
