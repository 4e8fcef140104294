SELECT
  "t23"."unit_id",
  CASE WHEN CAST(NULL AS TEXT) IS NULL THEN "t23"."days" ELSE CAST(NULL AS BIGINT) END AS "numerator",
  CASE
    WHEN CAST(NULL AS TEXT) IS NULL
    THEN CASE WHEN "t23"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CAST(NULL AS TEXT) AS "reason",
  "t23"."started_on",
  "t23"."reached_on",
  "t23"."days",
  "t23"."rank",
  "t23"."cohort"
FROM (
  SELECT
    "t22"."unit_id",
    "t22"."started_on",
    "t22"."reached_on",
    "t22"."days",
    (
      ROW_NUMBER() OVER (
        ORDER BY CASE WHEN "t22"."days" IS NULL THEN 1 ELSE 0 END ASC, "t22"."days" ASC, "t22"."unit_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1
    ) + 1 AS "rank",
    COUNT(*) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "cohort"
  FROM (
    SELECT
      "t21"."unit_id",
      "t21"."started_on",
      "t21"."reached_on",
      CASE
        WHEN DATE_DIFF('DAY', "t21"."started_on", "t21"."reached_on") < 0
        THEN 0
        ELSE DATE_DIFF('DAY', "t21"."started_on", "t21"."reached_on")
      END AS "days"
    FROM (
      SELECT
        "t20"."unit_id",
        "t20"."started_on",
        "t17"."reached_on"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t16"."unit_id",
            "t16"."first_paid" AS "started_on"
          FROM (
            SELECT
              "t14"."unit_id",
              MIN("t14"."first_paid") AS "first_paid"
            FROM (
              SELECT
                "t10"."account_id",
                "t10"."first_paid",
                COALESCE("t12"."parent_id", "t10"."account_id") AS "unit_id"
              FROM (
                SELECT
                  "t5"."account_id",
                  MIN("t5"."start_date") AS "first_paid"
                FROM (
                  SELECT
                    *
                  FROM "subscriptions" AS "t1"
                  WHERE
                    "t1"."status" IN ('active', 'past_due')
                    AND "t1"."mrr_minor" > 0
                    AND (
                      (
                        "t1"."end_date_excl" IS NULL
                      )
                      OR (
                        "t1"."end_date_excl" > "t1"."start_date"
                      )
                    )
                ) AS "t5"
                GROUP BY
                  1
              ) AS "t10"
              LEFT OUTER JOIN (
                SELECT
                  "t9"."account_id",
                  "t9"."parent_id"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM "ultimate_parents" AS "t2"
                    WHERE
                      "t2"."parent_id" <> "t2"."account_id"
                  ) AS "t4"
                  WHERE
                    (
                      (
                        "t4"."valid_from" IS NULL
                      )
                      OR (
                        "t4"."valid_from" <= DATE '2025-12-31'
                      )
                    )
                    AND (
                      (
                        "t4"."valid_to_excl" IS NULL
                      )
                      OR (
                        "t4"."valid_to_excl" > DATE '2025-12-31'
                      )
                    )
                ) AS "t9"
              ) AS "t12"
                ON "t10"."account_id" = "t12"."account_id"
            ) AS "t14"
            GROUP BY
              1
          ) AS "t16"
        ) AS "t18"
        WHERE
          "t18"."started_on" > DATE '2024-12-31'
          AND "t18"."started_on" <= DATE '2025-12-31'
      ) AS "t20"
      LEFT OUTER JOIN (
        SELECT
          "t13"."unit_id",
          MIN("t13"."realised_on") AS "reached_on"
        FROM (
          SELECT
            "t7"."goal_id",
            "t7"."plan_id",
            "t7"."account_id",
            "t7"."due_on",
            "t7"."baseline",
            "t7"."target",
            "t7"."verified_on",
            "t7"."attained_on",
            "t7"."ended_on",
            "t7"."cancelled",
            "t7"."realised_on",
            COALESCE("t12"."parent_id", "t7"."account_id") AS "unit_id"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t0"."goal_id",
                "t0"."plan_id",
                "t0"."account_id",
                "t0"."due_on",
                "t0"."baseline",
                "t0"."target",
                "t0"."verified_on",
                "t0"."attained_on",
                "t0"."ended_on",
                "t0"."cancelled",
                GREATEST("t0"."attained_on", "t0"."verified_on") AS "realised_on"
              FROM "goals" AS "t0"
            ) AS "t3"
            WHERE
              "t3"."attained_on" IS NOT NULL
              AND "t3"."verified_on" IS NOT NULL
              AND "t3"."realised_on" <= DATE '2025-12-31'
          ) AS "t7"
          LEFT OUTER JOIN (
            SELECT
              "t9"."account_id",
              "t9"."parent_id"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM "ultimate_parents" AS "t2"
                WHERE
                  "t2"."parent_id" <> "t2"."account_id"
              ) AS "t4"
              WHERE
                (
                  (
                    "t4"."valid_from" IS NULL
                  )
                  OR (
                    "t4"."valid_from" <= DATE '2025-12-31'
                  )
                )
                AND (
                  (
                    "t4"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t4"."valid_to_excl" > DATE '2025-12-31'
                  )
                )
            ) AS "t9"
          ) AS "t12"
            ON "t7"."account_id" = "t12"."account_id"
        ) AS "t13"
        GROUP BY
          1
      ) AS "t17"
        ON "t20"."unit_id" = "t17"."unit_id"
    ) AS "t21"
  ) AS "t22"
) AS "t23"
