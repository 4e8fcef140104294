WITH "t2" AS (
  SELECT
    *
  FROM "goal_values" AS "t1"
  WHERE
    "t1"."value_on" <= DATE '2025-12-31'
)
SELECT
  "t12"."goal_id" AS "unit_id",
  CASE
    WHEN CASE
      WHEN (
        "t12"."target" IS NOT NULL
      ) AND (
        "t12"."baseline" IS NOT NULL
      )
      THEN CAST(NULL AS VARCHAR)
      ELSE 'it has no baseline or no target'
    END IS NULL
    THEN CASE
      WHEN (
        "t12"."attained" = 1
      ) AND (
        "t12"."verified_on" IS NOT NULL
      )
      THEN 1
      ELSE 0
    END
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CASE
      WHEN (
        "t12"."target" IS NOT NULL
      ) AND (
        "t12"."baseline" IS NOT NULL
      )
      THEN CAST(NULL AS VARCHAR)
      ELSE 'it has no baseline or no target'
    END IS NULL
    THEN CASE WHEN "t12"."goal_id" IS NOT NULL THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CASE
    WHEN (
      "t12"."target" IS NOT NULL
    ) AND (
      "t12"."baseline" IS NOT NULL
    )
    THEN CAST(NULL AS VARCHAR)
    ELSE 'it has no baseline or no target'
  END AS "reason",
  "t12"."goal_id",
  "t12"."plan_id",
  "t12"."account_id",
  "t12"."due_on",
  "t12"."baseline",
  "t12"."target",
  "t12"."verified_on",
  "t12"."attained_on",
  "t12"."ended_on",
  "t12"."cancelled",
  "t12"."value",
  "t12"."attained",
  "t12"."progress"
FROM (
  SELECT
    "t11"."goal_id",
    "t11"."plan_id",
    "t11"."account_id",
    "t11"."due_on",
    "t11"."baseline",
    "t11"."target",
    CASE
      WHEN "t11"."verified_on" <= DATE '2025-12-31'
      THEN "t11"."verified_on"
      ELSE CAST(NULL AS DATE)
    END AS "verified_on",
    "t11"."attained_on",
    "t11"."ended_on",
    "t11"."cancelled",
    "t11"."value",
    CASE
      WHEN CASE
        WHEN "t11"."target" >= "t11"."baseline"
        THEN "t11"."value" >= "t11"."target"
        ELSE "t11"."value" <= "t11"."target"
      END
      THEN 1
      ELSE 0
    END AS "attained",
    COALESCE(
      CASE
        WHEN CAST(ROUND(
          CAST((
            CAST("t11"."value" - "t11"."baseline" AS DOUBLE PRECISION) * 1000000
          ) AS DOUBLE PRECISION) / NULLIF(CAST("t11"."target" - "t11"."baseline" AS DOUBLE PRECISION), 0)
        ) AS BIGINT) > 1000000
        THEN 1000000
        ELSE CASE
          WHEN CAST(ROUND(
            CAST((
              CAST("t11"."value" - "t11"."baseline" AS DOUBLE PRECISION) * 1000000
            ) AS DOUBLE PRECISION) / NULLIF(CAST("t11"."target" - "t11"."baseline" AS DOUBLE PRECISION), 0)
          ) AS BIGINT) < 0
          THEN 0
          ELSE CAST(ROUND(
            CAST((
              CAST("t11"."value" - "t11"."baseline" AS DOUBLE PRECISION) * 1000000
            ) AS DOUBLE PRECISION) / NULLIF(CAST("t11"."target" - "t11"."baseline" AS DOUBLE PRECISION), 0)
          ) AS BIGINT)
        END
      END,
      CASE
        WHEN CASE
          WHEN "t11"."target" >= "t11"."baseline"
          THEN "t11"."value" >= "t11"."target"
          ELSE "t11"."value" <= "t11"."target"
        END
        THEN 1
        ELSE 0
      END * 1000000
    ) AS "progress"
  FROM (
    SELECT
      "t6"."goal_id",
      "t6"."plan_id",
      "t6"."account_id",
      "t6"."due_on",
      "t6"."baseline",
      "t6"."target",
      "t6"."verified_on",
      "t6"."attained_on",
      "t6"."ended_on",
      "t6"."cancelled",
      "t10"."value"
    FROM (
      SELECT
        *
      FROM "goals" AS "t0"
      WHERE
        "t0"."due_on" > DATE '2024-12-31'
        AND "t0"."due_on" <= DATE '2025-12-31'
        AND NOT (
          COALESCE(
            (
              "t0"."cancelled" = 1
            ) AND (
              "t0"."ended_on" <= DATE '2025-12-31'
            ),
            FALSE
          )
        )
    ) AS "t6"
    LEFT OUTER JOIN (
      SELECT
        "t8"."goal_id",
        "t4"."value"
      FROM (
        SELECT
          "t3"."goal_id",
          MAX("t3"."value_on") AS "value_on"
        FROM "t2" AS "t3"
        GROUP BY
          1
      ) AS "t8"
      INNER JOIN "t2" AS "t4"
        ON "t8"."goal_id" = "t4"."goal_id" AND "t8"."value_on" = "t4"."value_on"
    ) AS "t10"
      ON "t6"."goal_id" = "t10"."goal_id"
  ) AS "t11"
) AS "t12"
