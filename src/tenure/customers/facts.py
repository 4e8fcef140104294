"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))
_SUBSCRIPTION_STATUS = ("trialing", "active", "past_due", "paused", "cancelled")

ACCOUNTS = FactTable(
    "accounts",
    "customers.Account",
    ("account_id",),
    "Companies: customers, prospects and former customers.",
    (
        Column("account_id", required=True, synonyms=("id", "account", "customer_id", "company_id")),
        Column("name", synonyms=("account_name", "company", "company_name", "customer"), help="The id if empty."),
        Column("domain", synonyms=("website", "company_domain")),
        Column("segment", synonyms=("customer_segment",)),
        Column("region", synonyms=("geography", "geo", "territory")),
        Column("country", synonyms=("billing_country",)),
        Column("industry"),
        Column("tier"),
        Column("motion", choices=("sales_led", "product_led", "hybrid")),
        Column("channel"),
        Column("is_test", Kind.FLAG, default="0"),
        Column("do_not_ask", Kind.FLAG, default="0"),
        Column("created_on", Kind.DATE, synonyms=("created_at", "signup_date", "created", "created_date")),
        Column("referred_by_account_id", synonyms=("referred_by",)),
        Column("referral_attributed_on", Kind.DATE, synonyms=("referral_attributed_at",)),
        Column("owner_email", synonyms=("owner", "csm", "csm_email"), help="E-mail of the person who owns it."),
        Column("parent_account_id", synonyms=("parent_id", "parent"), help="Parent since ever; see account_hierarchy."),
    ),
)
ACCOUNT_HIERARCHY = FactTable(
    "account_hierarchy",
    "customers.AccountParent",
    ("account_id", "parent_account_id", "valid_from"),
    "Which account belonged to which parent, and when.",
    (
        _ACCOUNT,
        Column("parent_account_id", required=True, refers="accounts", synonyms=("parent_id",)),
        Column("valid_from", Kind.DATE),
        Column("valid_to_excl", Kind.DATE, synonyms=("valid_to",)),
    ),
    spans=(("valid_from", "valid_to_excl"),),
    one_at_a_time=("account_id", "valid_from", "valid_to_excl"),
)
ASSIGNMENTS = FactTable(
    "csm_assignments",
    "customers.Assignment",
    ("account_id", "csm_id", "start_date"),
    "Who looked after which account, and when.",
    (
        _ACCOUNT,
        Column("csm_id", required=True, synonyms=("csm", "owner", "owner_email")),
        Column("start_date", Kind.DATE, required=True),
        Column("end_date_excl", Kind.DATE, synonyms=("end_date",)),
    ),
    spans=(("start_date", "end_date_excl"),),
)
CSMS = FactTable(
    "csms",
    "customers.Csm",
    ("csm_id",),
    "Customer success managers and how much of them there is.",
    (
        Column("csm_id", required=True, synonyms=("csm", "csm_email", "email"), help="As in csm_assignments."),
        Column("name"),
        Column("fte", Kind.DECIMAL, default="1", help="1 is full-time."),
    ),
)
CONTACTS = FactTable(
    "contacts",
    "customers.Contact",
    ("contact_id",),
    "People at an account whom we talk to.",
    (
        Column("contact_id", required=True, synonyms=("id", "contact")),
        _ACCOUNT,
        Column("name", synonyms=("full_name", "contact_name")),
        Column("email", synonyms=("email_address",)),
        Column("phone"),
        Column("title", synonyms=("job_title",)),
        Column("role"),
        Column("user_id"),
        Column("created_on", Kind.DATE, synonyms=("created_at", "created_date")),
        Column("left_on", Kind.DATE),
    ),
    spans=(("created_on", "left_on"),),
)
USERS = FactTable(
    "users",
    "customers.ProductUser",
    ("user_id",),
    "Named users of the product.",
    (
        Column("user_id", required=True, synonyms=("id", "user")),
        _ACCOUNT,
        Column("name", synonyms=("full_name",)),
        Column("email"),
        Column("role"),
        Column("created_at", Kind.INSTANT, synonyms=("created_on", "signed_up_at", "created_date")),
        Column("deactivated_on", Kind.DATE),
        Column("is_internal", Kind.FLAG, default="0"),
    ),
)
PRODUCTS = FactTable(
    "products",
    "customers.Product",
    ("product_id",),
    "What we sell.",
    (
        Column("product_id", required=True, synonyms=("id",)),
        Column("name", required=True, synonyms=("product_name",)),
    ),
)
PLANS = FactTable(
    "plans",
    "customers.Plan",
    ("plan_id",),
    "Tiers of a product; a higher rank is a higher tier.",
    (
        Column("plan_id", required=True, synonyms=("id",)),
        Column("product_id", synonyms=("product",)),
        Column("name", synonyms=("plan_name", "nickname")),
        Column("rank", Kind.INTEGER, synonyms=("plan_rank",), default="0"),
    ),
)
SUBSCRIPTIONS = FactTable(
    "subscriptions",
    "customers.Subscription",
    ("subscription_row_id",),
    "One row is an interval in which nothing about a subscription changes; any change closes a row and opens one.",
    (
        Column("subscription_row_id", required=True, synonyms=("id", "row_id")),
        Column("subscription_id", synonyms=("subscription",), help="The account and product if empty."),
        _ACCOUNT,
        Column("product_id", synonyms=("product",)),
        Column("plan_id", synonyms=("plan",)),
        Column("plan_rank", Kind.INTEGER),
        Column("seats", Kind.INTEGER, synonyms=("quantity", "licenses", "licences")),
        Column(
            "billing_interval",
            synonyms=("interval",),
            choices=("day", "week", "month", "year", "one_off"),
            default="month",
        ),
        Column("interval_count", Kind.INTEGER, default="1"),
        Column("price_minor", Kind.MONEY, help="Price of one billing interval in minor units, before discounts."),
        Column("discount_minor", Kind.MONEY, default="0", help="Recurring discount of one billing interval."),
        Column("discount_percent", Kind.DECIMAL, default="0", help="Recurring discount in percent, 0 to 100."),
        Column("mrr_minor", Kind.MONEY, synonyms=("mrr",), help="Computed from the price; taken as is without one."),
        Column("currency", Kind.CURRENCY, required=True),
        Column("recurring", Kind.FLAG, default="1"),
        Column("status", choices=_SUBSCRIPTION_STATUS, default="active"),
        Column("start_date", Kind.DATE, required=True, synonyms=("start_ts_utc", "start", "started_on", "starts_on")),
        Column("end_date_excl", Kind.DATE, synonyms=("end_ts_utc", "end_date", "end", "ended_on", "ends_on")),
        Column("scheduled_resume_date", Kind.DATE, synonyms=("resume_date",)),
    ),
    spans=(("start_date", "end_date_excl"),),
    one_at_a_time=("subscription_id", "start_date", "end_date_excl"),
)
ENTITLEMENTS = FactTable(
    "entitlements",
    "customers.Entitlement",
    ("account_id", "feature", "start_date"),
    "Which features an account has bought, for how many seats, and when.",
    (
        _ACCOUNT,
        Column("product_id"),
        Column("feature", required=True),
        Column("seats", Kind.INTEGER),
        Column("start_date", Kind.DATE),
        Column("end_date_excl", Kind.DATE, synonyms=("end_date",)),
    ),
    spans=(("start_date", "end_date_excl"),),
)
FX_RATES = FactTable(
    "fx_rates",
    "customers.FxRate",
    ("currency", "rate_date"),
    "Exchange rates to the reporting currency; a rate holds until the next.",
    (
        Column("currency", Kind.CURRENCY, required=True),
        Column("rate_date", Kind.DATE, required=True, synonyms=("date",)),
        Column("rate_to_reporting", Kind.DECIMAL, required=True, synonyms=("rate",)),
    ),
)
MILESTONES = FactTable(
    "milestones",
    "customers.Milestone",
    ("account_id", "user_id", "milestone"),
    "First value, activation, the threshold of an offering: when an account or a user first reached it.",
    (
        _ACCOUNT,
        Column("user_id"),
        Column("milestone", required=True),
        Column("reached_at", Kind.INSTANT, required=True, synonyms=("reached_on",)),
    ),
)
OFFERINGS = FactTable(
    "offerings",
    "customers.Offering",
    ("offering_id",),
    "Products, features or services whose uptake can lead to an expansion.",
    (
        Column("offering_id", required=True, synonyms=("id", "offering")),
        Column("name", required=True),
        Column("milestone"),
        Column("feature"),
        Column("min_events", Kind.INTEGER, default="3"),
        Column("min_users", Kind.INTEGER, default="1"),
    ),
)
OFFERING_PLANS = FactTable(
    "offering_plans",
    "customers.OfferingPlan",
    ("offering_id", "plan_id"),
    "Plans whose accounts may take up an offering.",
    (Column("offering_id", required=True, refers="offerings"), Column("plan_id", required=True)),
)
OPPORTUNITIES = FactTable(
    "opportunities",
    "customers.Opportunity",
    ("opp_id",),
    "Deals with existing customers.",
    (
        Column("opp_id", required=True, synonyms=("id", "opportunity_id", "deal_id")),
        _ACCOUNT,
        Column("name"),
        Column("type", choices=("upsell", "cross_sell", "renewal", "new")),
        Column("source_team", synonyms=("source",), choices=("cs", "sales", "product")),
        Column("product_id"),
        Column("amount_minor", Kind.MONEY, synonyms=("amount",)),
        Column("currency", Kind.CURRENCY),
        Column("created_on", Kind.DATE, required=True, synonyms=("created_at", "created_date")),
        Column("cs_decision", choices=("pending", "accepted", "rejected")),
        Column("stage", choices=("open", "won", "lost", "closed"), default="open"),
        Column("closed_on", Kind.DATE, synonyms=("close_date",)),
    ),
)

TABLES = (
    ACCOUNTS,
    ACCOUNT_HIERARCHY,
    ASSIGNMENTS,
    CSMS,
    CONTACTS,
    USERS,
    PRODUCTS,
    PLANS,
    SUBSCRIPTIONS,
    ENTITLEMENTS,
    FX_RATES,
    MILESTONES,
    OFFERINGS,
    OFFERING_PLANS,
    OPPORTUNITIES,
)
