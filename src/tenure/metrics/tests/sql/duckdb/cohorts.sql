WITH "t8" AS (
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
), "t37" AS (
  SELECT
    "t36"."unit_id",
    "t36"."month",
    CAST(CAST(SUM(
      CASE
        WHEN "t36"."rate" IS NOT NULL
        THEN CAST(CAST(ROUND(CAST("t36"."minor" AS DECIMAL(17, 0)) * "t36"."rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
        ELSE 0
      END
    ) AS DECIMAL(38, 0)) AS BIGINT) AS "value",
    MAX(CASE WHEN "t36"."rate" IS NULL THEN 1 ELSE 0 END) AS "no_rate"
  FROM (
    SELECT
      "t35"."unit_id",
      "t35"."account_id",
      "t35"."currency",
      "t35"."base_day",
      "t35"."month",
      "t35"."minor",
      "t33"."rate"
    FROM (
      SELECT
        "t31"."unit_id",
        "t31"."account_id",
        "t31"."currency",
        "t31"."base_day",
        "t31"."month",
        CAST(CAST(SUM("t31"."mrr_minor") AS DECIMAL(38, 0)) AS BIGINT) AS "minor"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t21"."unit_id",
            "t21"."account_id",
            "t21"."currency",
            "t21"."mrr_minor",
            "t25"."base_day",
            (
              (
                EXTRACT(year FROM "t21"."start_date") * 12
              ) + EXTRACT(month FROM "t21"."start_date")
            ) - "t25"."month_0" AS "starts",
            (
              (
                EXTRACT(year FROM "t21"."end_date_excl") * 12
              ) + EXTRACT(month FROM "t21"."end_date_excl")
            ) - "t25"."month_0" AS "ends",
            "t12"."month"
          FROM (
            SELECT
              "t13"."subscription_row_id",
              "t13"."subscription_id",
              "t13"."account_id",
              "t13"."product_id",
              "t13"."plan_id",
              "t13"."plan_rank",
              "t13"."seats",
              "t13"."term_days",
              "t13"."price_mrr_minor",
              "t13"."mrr_minor",
              "t13"."currency",
              "t13"."status",
              "t13"."start_date",
              "t13"."end_date_excl",
              "t13"."scheduled_resume_date",
              COALESCE("t15"."parent_id", "t13"."account_id") AS "unit_id"
            FROM "t8" AS "t13"
            LEFT OUTER JOIN (
              SELECT
                "t9"."account_id",
                "t9"."parent_id"
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
              ) AS "t9"
            ) AS "t15"
              ON "t13"."account_id" = "t15"."account_id"
          ) AS "t21"
          INNER JOIN (
            SELECT
              "t23"."unit_id",
              "t23"."first_paid",
              CAST(CAST(DATE_TRUNC('QUARTER', "t23"."first_paid") AS TIMESTAMP) AS DATE) AS "quarter",
              (
                EXTRACT(year FROM "t23"."first_paid") * 12
              ) + EXTRACT(month FROM "t23"."first_paid") AS "month_0",
              CAST(CAST((
                DATE_TRUNC('MONTH', "t23"."first_paid") + INTERVAL '1' MONTH
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "base_day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t20"."unit_id",
                  MIN("t20"."first_paid") AS "first_paid"
                FROM (
                  SELECT
                    "t17"."account_id",
                    "t17"."first_paid",
                    COALESCE("t15"."parent_id", "t17"."account_id") AS "unit_id"
                  FROM (
                    SELECT
                      "t11"."account_id",
                      MIN("t11"."start_date") AS "first_paid"
                    FROM "t8" AS "t11"
                    GROUP BY
                      1
                  ) AS "t17"
                  LEFT OUTER JOIN (
                    SELECT
                      "t9"."account_id",
                      "t9"."parent_id"
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
                    ) AS "t9"
                  ) AS "t15"
                    ON "t17"."account_id" = "t15"."account_id"
                ) AS "t20"
                GROUP BY
                  1
              ) AS "t22"
              WHERE
                "t22"."first_paid" > DATE '2024-12-31'
                AND "t22"."first_paid" <= DATE '2025-12-31'
            ) AS "t23"
          ) AS "t25"
            ON "t21"."unit_id" = "t25"."unit_id"
          CROSS JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  0 AS "month"
              ) AS "t3"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    0 AS "month"
                ) AS "t3"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    3 AS "month"
                ) AS "t4"
              ) AS "t6"
            ) AS "t7"
          ) AS "t12"
        ) AS "t29"
        WHERE
          "t29"."starts" <= "t29"."month"
          AND (
            (
              "t29"."ends" IS NULL
            ) OR (
              "t29"."ends" > "t29"."month"
            )
          )
      ) AS "t31"
      GROUP BY
        1,
        2,
        3,
        4,
        5
    ) AS "t35"
    LEFT OUTER JOIN (
      SELECT
        "t30"."currency",
        "t30"."base_day",
        "t30"."rate"
      FROM (
        SELECT
          "t28"."base_day",
          "t5"."currency",
          "t5"."valid_from",
          "t5"."valid_to_excl",
          "t5"."rate"
        FROM (
          SELECT DISTINCT
            "t25"."base_day"
          FROM (
            SELECT
              "t23"."unit_id",
              "t23"."first_paid",
              CAST(CAST(DATE_TRUNC('QUARTER', "t23"."first_paid") AS TIMESTAMP) AS DATE) AS "quarter",
              (
                EXTRACT(year FROM "t23"."first_paid") * 12
              ) + EXTRACT(month FROM "t23"."first_paid") AS "month_0",
              CAST(CAST((
                DATE_TRUNC('MONTH', "t23"."first_paid") + INTERVAL '1' MONTH
              ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "base_day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t20"."unit_id",
                  MIN("t20"."first_paid") AS "first_paid"
                FROM (
                  SELECT
                    "t17"."account_id",
                    "t17"."first_paid",
                    COALESCE("t15"."parent_id", "t17"."account_id") AS "unit_id"
                  FROM (
                    SELECT
                      "t11"."account_id",
                      MIN("t11"."start_date") AS "first_paid"
                    FROM "t8" AS "t11"
                    GROUP BY
                      1
                  ) AS "t17"
                  LEFT OUTER JOIN (
                    SELECT
                      "t9"."account_id",
                      "t9"."parent_id"
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
                    ) AS "t9"
                  ) AS "t15"
                    ON "t17"."account_id" = "t15"."account_id"
                ) AS "t20"
                GROUP BY
                  1
              ) AS "t22"
              WHERE
                "t22"."first_paid" > DATE '2024-12-31'
                AND "t22"."first_paid" <= DATE '2025-12-31'
            ) AS "t23"
          ) AS "t25"
        ) AS "t28"
        CROSS JOIN "fx_rates" AS "t5"
      ) AS "t30"
      WHERE
        (
          (
            "t30"."valid_from" IS NULL
          ) OR (
            "t30"."valid_from" <= "t30"."base_day"
          )
        )
        AND (
          (
            "t30"."valid_to_excl" IS NULL
          )
          OR (
            "t30"."valid_to_excl" > "t30"."base_day"
          )
        )
    ) AS "t33"
      ON "t35"."currency" = "t33"."currency" AND "t35"."base_day" = "t33"."base_day"
  ) AS "t36"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t45"."quarter",
    "t45"."month",
    CAST(CAST(SUM("t45"."value") AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
    CAST(CAST(SUM("t45"."base") AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
    COUNT(*) AS "units",
    CAST(CAST(SUM("t45"."no_rate") AS DECIMAL(38, 0)) AS BIGINT) AS "no_rate"
  FROM (
    SELECT
      "t44"."quarter",
      "t44"."month",
      "t44"."base",
      "t44"."no_rate",
      COALESCE("t39"."value", 0) AS "value"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t26"."unit_id",
          "t26"."first_paid",
          "t26"."quarter",
          "t26"."month_0",
          "t26"."base_day",
          "t41"."base",
          "t41"."no_rate",
          "t12"."month"
        FROM (
          SELECT
            "t23"."unit_id",
            "t23"."first_paid",
            CAST(CAST(DATE_TRUNC('QUARTER', "t23"."first_paid") AS TIMESTAMP) AS DATE) AS "quarter",
            (
              EXTRACT(year FROM "t23"."first_paid") * 12
            ) + EXTRACT(month FROM "t23"."first_paid") AS "month_0",
            CAST(CAST((
              DATE_TRUNC('MONTH', "t23"."first_paid") + INTERVAL '1' MONTH
            ) - INTERVAL '1' DAY AS TIMESTAMP) AS DATE) AS "base_day"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t20"."unit_id",
                MIN("t20"."first_paid") AS "first_paid"
              FROM (
                SELECT
                  "t17"."account_id",
                  "t17"."first_paid",
                  COALESCE("t15"."parent_id", "t17"."account_id") AS "unit_id"
                FROM (
                  SELECT
                    "t11"."account_id",
                    MIN("t11"."start_date") AS "first_paid"
                  FROM "t8" AS "t11"
                  GROUP BY
                    1
                ) AS "t17"
                LEFT OUTER JOIN (
                  SELECT
                    "t9"."account_id",
                    "t9"."parent_id"
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
                  ) AS "t9"
                ) AS "t15"
                  ON "t17"."account_id" = "t15"."account_id"
              ) AS "t20"
              GROUP BY
                1
            ) AS "t22"
            WHERE
              "t22"."first_paid" > DATE '2024-12-31'
              AND "t22"."first_paid" <= DATE '2025-12-31'
          ) AS "t23"
        ) AS "t26"
        INNER JOIN (
          SELECT
            "t38"."unit_id",
            "t38"."value" AS "base",
            "t38"."no_rate"
          FROM "t37" AS "t38"
          WHERE
            "t38"."month" = 0
        ) AS "t41"
          ON "t26"."unit_id" = "t41"."unit_id"
        CROSS JOIN (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                0 AS "month"
            ) AS "t3"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  0 AS "month"
              ) AS "t3"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  3 AS "month"
              ) AS "t4"
            ) AS "t6"
          ) AS "t7"
        ) AS "t12"
      ) AS "t42"
      WHERE
        (
          (
            EXTRACT(year FROM "t42"."quarter") * 12
          ) + EXTRACT(month FROM "t42"."quarter") + 2 + "t42"."month"
        ) <= (
          (
            (
              EXTRACT(year FROM DATE '2026-01-01') * 12
            ) + EXTRACT(month FROM DATE '2026-01-01')
          ) - 1
        )
    ) AS "t44"
    LEFT OUTER JOIN "t37" AS "t39"
      ON "t44"."unit_id" = "t39"."unit_id" AND "t44"."month" = "t39"."month"
  ) AS "t45"
  GROUP BY
    1,
    2
) AS "t46"
ORDER BY
  "t46"."quarter" ASC,
  "t46"."month" ASC
