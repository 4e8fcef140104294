SELECT
  "t22"."unit_id",
  IFF(CAST(NULL AS VARCHAR) IS NULL, "t22"."days", CAST(NULL AS BIGINT)) AS "numerator",
  IFF(
    CAST(NULL AS VARCHAR) IS NULL,
    IFF("t22"."unit_id" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t22"."started_on",
  "t22"."reached_on",
  "t22"."days",
  "t22"."rank",
  "t22"."cohort"
FROM (
  SELECT
    "t21"."unit_id",
    "t21"."started_on",
    "t21"."reached_on",
    "t21"."days",
    (
      ROW_NUMBER() OVER (
        ORDER BY IFF("t21"."days" IS NULL, 1, 0) ASC, "t21"."days" ASC, "t21"."unit_id" ASC
      ) - 1
    ) + 1 AS "rank",
    COUNT(*) OVER (ORDER BY NULL ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "cohort"
  FROM (
    SELECT
      "t20"."unit_id",
      "t20"."started_on",
      "t20"."reached_on",
      IFF(
        DATEDIFF(DAY, "t20"."started_on", "t20"."reached_on") < 0,
        0,
        DATEDIFF(DAY, "t20"."started_on", "t20"."reached_on")
      ) AS "days"
    FROM (
      SELECT
        "t19"."unit_id",
        "t19"."started_on",
        "t16"."reached_on"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t15"."unit_id",
            "t15"."first_paid" AS "started_on"
          FROM (
            SELECT
              "t13"."unit_id",
              MIN("t13"."first_paid") AS "first_paid"
            FROM (
              SELECT
                "t9"."account_id",
                "t9"."first_paid",
                COALESCE("t11"."parent_id", "t9"."account_id") AS "unit_id"
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
              ) AS "t9"
              LEFT OUTER JOIN (
                SELECT
                  "t8"."account_id",
                  "t8"."parent_id"
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
                ) AS "t8"
              ) AS "t11"
                ON "t9"."account_id" = "t11"."account_id"
            ) AS "t13"
            GROUP BY
              1
          ) AS "t15"
        ) AS "t17"
        WHERE
          "t17"."started_on" > DATE '2024-12-31'
          AND "t17"."started_on" <= DATE '2025-12-31'
      ) AS "t19"
      LEFT OUTER JOIN (
        SELECT
          "t12"."unit_id",
          MIN("t12"."reached_on") AS "reached_on"
        FROM (
          SELECT
            "t6"."account_id",
            "t6"."user_id",
            "t6"."milestone",
            "t6"."reached_at",
            "t6"."reached_on",
            COALESCE("t11"."parent_id", "t6"."account_id") AS "unit_id"
          FROM (
            SELECT
              *
            FROM "milestones" AS "t0"
            WHERE
              "t0"."milestone" = 'first_value' AND "t0"."reached_on" <= DATE '2025-12-31'
          ) AS "t6"
          LEFT OUTER JOIN (
            SELECT
              "t8"."account_id",
              "t8"."parent_id"
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
            ) AS "t8"
          ) AS "t11"
            ON "t6"."account_id" = "t11"."account_id"
        ) AS "t12"
        GROUP BY
          1
      ) AS "t16"
        ON "t19"."unit_id" = "t16"."unit_id"
    ) AS "t20"
  ) AS "t21"
) AS "t22"
