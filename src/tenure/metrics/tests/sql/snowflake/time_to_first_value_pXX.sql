SELECT
  "t21"."unit_id",
  IFF(CAST(NULL AS VARCHAR) IS NULL, "t21"."days", CAST(NULL AS BIGINT)) AS "numerator",
  IFF(
    CAST(NULL AS VARCHAR) IS NULL,
    IFF("t21"."unit_id" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t21"."started_on",
  "t21"."reached_on",
  "t21"."days",
  "t21"."rank",
  "t21"."cohort"
FROM (
  SELECT
    "t20"."unit_id",
    "t20"."started_on",
    "t20"."reached_on",
    "t20"."days",
    (
      ROW_NUMBER() OVER (
        ORDER BY IFF("t20"."days" IS NULL, 1, 0) ASC, "t20"."days" ASC, "t20"."unit_id" ASC
      ) - 1
    ) + 1 AS "rank",
    COUNT(*) OVER (ORDER BY NULL ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "cohort"
  FROM (
    SELECT
      "t19"."unit_id",
      "t19"."started_on",
      "t19"."reached_on",
      IFF(
        DATEDIFF(DAY, "t19"."started_on", "t19"."reached_on") < 0,
        0,
        DATEDIFF(DAY, "t19"."started_on", "t19"."reached_on")
      ) AS "days"
    FROM (
      SELECT
        "t18"."unit_id",
        "t18"."started_on",
        "t15"."reached_on"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t14"."unit_id",
            "t14"."first_paid" AS "started_on"
          FROM (
            SELECT
              "t12"."unit_id",
              MIN("t12"."first_paid") AS "first_paid"
            FROM (
              SELECT
                "t10"."account_id",
                "t10"."first_paid",
                COALESCE("t9"."parent_id", "t10"."account_id") AS "unit_id"
              FROM (
                SELECT
                  "t4"."account_id",
                  MIN("t4"."start_date") AS "first_paid"
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
                ) AS "t4"
                GROUP BY
                  1
              ) AS "t10"
              LEFT OUTER JOIN (
                SELECT
                  "t6"."account_id",
                  "t6"."parent_id"
                FROM (
                  SELECT
                    *
                  FROM "ultimate_parents" AS "t2"
                  WHERE
                    (
                      (
                        "t2"."valid_from" IS NULL
                      )
                      OR (
                        "t2"."valid_from" <= DATE '2025-12-31'
                      )
                    )
                    AND (
                      (
                        "t2"."valid_to_excl" IS NULL
                      )
                      OR (
                        "t2"."valid_to_excl" > DATE '2025-12-31'
                      )
                    )
                ) AS "t6"
              ) AS "t9"
                ON "t10"."account_id" = "t9"."account_id"
            ) AS "t12"
            GROUP BY
              1
          ) AS "t14"
        ) AS "t16"
        WHERE
          "t16"."started_on" > DATE '2024-12-31'
          AND "t16"."started_on" <= DATE '2025-12-31'
      ) AS "t18"
      LEFT OUTER JOIN (
        SELECT
          "t11"."unit_id",
          MIN("t11"."reached_on") AS "reached_on"
        FROM (
          SELECT
            "t5"."account_id",
            "t5"."user_id",
            "t5"."milestone",
            "t5"."reached_at",
            "t5"."reached_on",
            COALESCE("t9"."parent_id", "t5"."account_id") AS "unit_id"
          FROM (
            SELECT
              *
            FROM "milestones" AS "t0"
            WHERE
              "t0"."milestone" = 'first_value' AND "t0"."reached_on" <= DATE '2025-12-31'
          ) AS "t5"
          LEFT OUTER JOIN (
            SELECT
              "t6"."account_id",
              "t6"."parent_id"
            FROM (
              SELECT
                *
              FROM "ultimate_parents" AS "t2"
              WHERE
                (
                  (
                    "t2"."valid_from" IS NULL
                  )
                  OR (
                    "t2"."valid_from" <= DATE '2025-12-31'
                  )
                )
                AND (
                  (
                    "t2"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t2"."valid_to_excl" > DATE '2025-12-31'
                  )
                )
            ) AS "t6"
          ) AS "t9"
            ON "t5"."account_id" = "t9"."account_id"
        ) AS "t11"
        GROUP BY
          1
      ) AS "t15"
        ON "t18"."unit_id" = "t15"."unit_id"
    ) AS "t19"
  ) AS "t20"
) AS "t21"
