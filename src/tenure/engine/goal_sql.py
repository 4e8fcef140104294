"""How goals and what was measured of them become facts: SQL of DuckDB, as in fact_sql."""

SOURCES = ("planning.Goal", "planning.GoalValue", "planning.SuccessPlan")
# A value that came in with its goal has no date of its own: it counts from the day the goal fell due, was verified or
# came in, whichever was first. One that was measured on a day counts from that day.
GOAL_VALUES = """
    SELECT goal_id, value_on, value FROM raw.planning_goalvalue measured
    JOIN raw.planning_goal goal ON goal.id = measured.goal_id
    JOIN raw.planning_successplan plan ON plan.id = goal.plan_id
    ANTI JOIN tests ON tests.id = plan.account_id
    UNION ALL
    SELECT goal.id, least(goal.due_on, goal.customer_verified_on,
                          timezone({zone}, goal.loaded_at AT TIME ZONE 'UTC')::DATE), goal.actual
    FROM raw.planning_goal goal JOIN raw.planning_successplan plan ON plan.id = goal.plan_id
    ANTI JOIN tests ON tests.id = plan.account_id
    ANTI JOIN raw.planning_goalvalue measured ON measured.goal_id = goal.id
    WHERE goal.actual IS NOT NULL"""
GOALS = f"""
    WITH attained AS (
        SELECT goal.id, min(value_on) AS attained_on FROM ({GOAL_VALUES}) AS known
        JOIN raw.planning_goal goal ON goal.id = known.goal_id
        WHERE CASE WHEN goal.target >= goal.baseline THEN value >= goal.target ELSE value <= goal.target END
        GROUP BY goal.id)
    SELECT goal.id AS goal_id, goal.plan_id, plan.account_id, goal.due_on, goal.baseline, goal.target,
           goal.customer_verified_on AS verified_on, attained_on,
           CASE WHEN goal.status <> 'open' THEN coalesce(goal.closed_on, least(goal.due_on, goal.customer_verified_on),
               DATE '1900-01-01') END AS ended_on,
           (goal.status = 'cancelled')::BIGINT AS cancelled
    FROM raw.planning_goal goal JOIN raw.planning_successplan plan ON plan.id = goal.plan_id
    ANTI JOIN tests ON tests.id = plan.account_id LEFT JOIN attained ON attained.id = goal.id"""
