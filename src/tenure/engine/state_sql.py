"""The current values of every account as one query over a publication: one row an account, columns of AccountState.

Money and status come from the movements of the last twelve months, so that a list of accounts cannot disagree with the
numbers. `{movements}` and `{first_paid}` are their statements, `{as_of}` the day, `{usage}` whether there are events.
"""

WEEKS = 20
_WEEK = "coalesce(sum(delta) FILTER (w = 7 AND week >= {back}), 0)::BIGINT"

# The running sum of steps up to the end of week k back is the sum over buckets k and older.
_USAGE = """
    user_moves AS (
        SELECT account_id, "window" AS w, least({oldest}, (DATE '{as_of}' - day) // 7) AS week,
               DATE '{as_of}' - day >= 30 AS earlier, sum(delta) AS delta
        FROM active_user_steps WHERE day <= DATE '{as_of}' GROUP BY ALL),
    user_levels AS (
        SELECT account_id, sum(delta) FILTER (w = 7) AS d7, sum(delta) FILTER (w = 30) AS d30,
               coalesce(sum(delta) FILTER (w = 30 AND earlier), 0) AS d30_before, [{weeks}] AS usage_weeks
        FROM user_moves GROUP BY ALL),
    feature_levels AS (
        SELECT account_id, sum(delta) AS features, max(day) - 30 AS last_gone
        FROM active_feature_steps WHERE day <= DATE '{as_of}' GROUP BY ALL),
    recent AS (
        SELECT account_id, max(day) AS day FROM account_feature_day
        WHERE day > DATE '{as_of}' - 30 AND day <= DATE '{as_of}' GROUP BY ALL)"""

_FACTS = """
    seats AS (SELECT account_id, sum(delta) AS seats FROM seat_steps WHERE day <= DATE '{as_of}' GROUP BY ALL),
    entitled AS (
        SELECT account_id, count(DISTINCT feature) AS features FROM entitlements
        WHERE coalesce(start_date <= DATE '{as_of}', true) AND coalesce(end_date_excl > DATE '{as_of}', true)
        GROUP BY ALL),
    touched AS (
        SELECT account_id, max(occurred_on) AS day FROM touchpoints WHERE occurred_on <= DATE '{as_of}' GROUP BY ALL),
    open AS (
        SELECT account_id, count(*) AS tickets FROM tickets
        WHERE opened_on <= DATE '{as_of}'
          AND CASE WHEN solved_on IS NULL THEN status NOT IN ('solved', 'closed') ELSE solved_on > DATE '{as_of}' END
        GROUP BY ALL),
    answered AS (
        SELECT account_id, arg_max(score, (responded_on, user_id)) AS score FROM surveys
        WHERE type = 'nps' AND responded_on <= DATE '{as_of}' GROUP BY ALL),
    held AS (
        SELECT * FROM subscriptions WHERE start_date <= DATE '{as_of}'
          AND coalesce(end_date_excl > DATE '{as_of}', true) AND status IN ('active', 'past_due', 'trialing')),
    holdings AS (
        SELECT account_id, list_sort(list(DISTINCT plan_id) FILTER (plan_id <> '')) AS plans,
               list_sort(list(DISTINCT product_id) FILTER (product_id <> '')) AS products,
               bool_or(status = 'trialing') AS trialing, min(end_date_excl) AS ends_on
        FROM held GROUP BY ALL),
    due AS (
        SELECT account_id, min(term_end_on) AS day FROM renewals
        WHERE decision = 'pending' AND term_end_on > DATE '{as_of}' GROUP BY ALL),
    parents AS (
        SELECT account_id, any_value(parent_id) AS parent_id FROM ultimate_parents
        WHERE coalesce(valid_from <= DATE '{as_of}', true) AND coalesce(valid_to_excl > DATE '{as_of}', true)
        GROUP BY ALL)"""

_STATE = """
    WITH moved AS ({movements}), paid AS ({first_paid}), {usage_tables}, {fact_tables},
    joined AS (
        SELECT a.account_id, paid.first_paid,
               coalesce(pays_closing, 0) = 1 AS pays, coalesce(paused_closing, 0) = 1 AS paused,
               CASE WHEN moved.unit_id IS NULL THEN 0 ELSE reported END AS mrr,
               CASE WHEN moved.unit_id IS NULL THEN 0 ELSE moved.amount END AS change,
               seats.seats, coalesce(d7, {none}) AS d7, coalesce(d30, {none}) AS d30,
               coalesce(d30_before, {none}) AS d30_before, coalesce(feature_levels.features, {none}) AS used,
               entitled.features AS entitled,
               coalesce(usage_weeks,
                        CASE WHEN {none} IS NULL THEN [] ELSE list_transform(range({count}), lambda k: 0) END) AS weeks,
               coalesce(recent.day, last_gone) AS last_event, touched.day AS touched, coalesce(due.day,
               CASE WHEN ends_on > DATE '{as_of}' THEN ends_on END) AS renewal, coalesce(tickets, 0) AS tickets,
               answered.score, plans, products, coalesce(trialing, false) AS trialing, parent_id
        FROM accounts a
        LEFT JOIN moved ON moved.unit_id = a.account_id LEFT JOIN paid ON paid.unit_id = a.account_id
        LEFT JOIN seats USING (account_id) LEFT JOIN user_levels USING (account_id)
        LEFT JOIN feature_levels USING (account_id)
        LEFT JOIN entitled USING (account_id) LEFT JOIN recent USING (account_id)
        LEFT JOIN touched USING (account_id) LEFT JOIN due USING (account_id) LEFT JOIN open USING (account_id)
        LEFT JOIN answered USING (account_id) LEFT JOIN holdings USING (account_id)
        LEFT JOIN parents USING (account_id))
    SELECT account_id, DATE '{as_of}' AS as_of,
           CASE WHEN pays THEN 'customer' WHEN paused THEN 'paused' WHEN first_paid <= DATE '{as_of}' THEN 'lapsed'
                WHEN trialing THEN 'trial' ELSE 'prospect' END AS status,
           CASE WHEN first_paid <= DATE '{as_of}' THEN first_paid END AS customer_since,
           mrr::BIGINT AS mrr_minor, (12 * mrr)::BIGINT AS arr_minor, change::BIGINT AS mrr_change_12m_minor,
           seats::BIGINT AS seats, d7::BIGINT AS active_users_7d, d30::BIGINT AS active_users_30d,
           d30_before::BIGINT AS active_users_30d_before,
           CASE WHEN seats > 0 THEN d30 / seats::DOUBLE END AS utilisation,
           CASE WHEN d30_before > 0 THEN d30 / d30_before::DOUBLE - 1 END AS usage_trend,
           used::BIGINT AS features_used_30d, entitled::BIGINT AS features_entitled,
           to_json(weeks)::VARCHAR AS usage_weeks, last_event AS last_event_on, touched AS last_touch_on,
           renewal AS renewal_on, tickets::BIGINT AS open_tickets, score::BIGINT AS nps,
           to_json(coalesce(plans, []))::VARCHAR AS plan_ids, to_json(coalesce(products, []))::VARCHAR AS product_ids,
           coalesce(parent_id, account_id) AS parent_id
    FROM joined"""


def state_sql(*, as_of: str, movements: str, first_paid: str, any_events: bool) -> str:
    """The query; without any events in the lake nothing is known about usage, which is not the same as none."""
    weeks = [_WEEK.format(back=back) for back in range(WEEKS - 1, -1, -1)]
    return _STATE.format(
        as_of=as_of,
        movements=movements,
        first_paid=first_paid,
        usage_tables=_USAGE.format(as_of=as_of, oldest=WEEKS - 1, weeks=", ".join(weeks)),
        fact_tables=_FACTS.format(as_of=as_of),
        none="0" if any_events else "NULL",
        count=WEEKS,
    )
