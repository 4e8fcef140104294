WITH "t4" AS (
  SELECT
    *
  FROM "subscriptions" AS "t0"
  WHERE
    "t0"."status" IN ('active', 'past_due')
    AND "t0"."mrr_minor" > 0
    AND (
      (
        "t0"."end_date_excl" IS NULL
      )
      OR (
        "t0"."end_date_excl" > "t0"."start_date"
      )
    )
)
SELECT
  "t37"."unit_id",
  CASE
    WHEN CAST(NULL AS VARCHAR) IS NULL
    THEN "t37"."pays_closing"
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CAST(NULL AS VARCHAR) IS NULL
    THEN CASE WHEN "t37"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t37"."first_paid",
  "t37"."closing",
  "t37"."category",
  "t37"."logo_opening",
  "t37"."pays_closing"
FROM (
  SELECT
    "t26"."unit_id",
    "t26"."first_paid",
    "t36"."closing",
    "t36"."category",
    COALESCE("t36"."logo_opening", 0) AS "logo_opening",
    COALESCE("t36"."pays_closing", 0) AS "pays_closing"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t21"."unit_id",
        MIN("t21"."first_paid") AS "first_paid"
      FROM (
        SELECT
          "t15"."account_id",
          "t15"."first_paid",
          COALESCE("t18"."parent_id", "t15"."account_id") AS "unit_id"
        FROM (
          SELECT
            "t8"."account_id",
            MIN("t8"."start_date") AS "first_paid"
          FROM "t4" AS "t8"
          GROUP BY
            1
        ) AS "t15"
        LEFT OUTER JOIN (
          SELECT
            "t11"."account_id",
            "t11"."parent_id"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM "ultimate_parents" AS "t1"
              WHERE
                "t1"."parent_id" <> "t1"."account_id"
            ) AS "t3"
            WHERE
              (
                (
                  "t3"."valid_from" IS NULL
                )
                OR (
                  "t3"."valid_from" <= DATE '2025-12-31'
                )
              )
              AND (
                (
                  "t3"."valid_to_excl" IS NULL
                )
                OR (
                  "t3"."valid_to_excl" > DATE '2025-12-31'
                )
              )
          ) AS "t11"
        ) AS "t18"
          ON "t15"."account_id" = "t18"."account_id"
      ) AS "t21"
      GROUP BY
        1
    ) AS "t23"
    WHERE
      "t23"."first_paid" <= DATE '2024-12-31'
  ) AS "t26"
  LEFT OUTER JOIN (
    SELECT
      "t34"."unit_id",
      "t34"."opening",
      "t34"."closing",
      "t34"."reported",
      "t34"."pays_opening",
      "t34"."pays_closing",
      "t34"."paused_opening",
      "t34"."paused_closing",
      "t34"."first_paid",
      "t34"."amount",
      "t34"."fx",
      CASE
        WHEN (
          "t34"."opening" IS NULL
        ) OR (
          "t34"."closing" IS NULL
        )
        THEN CAST(NULL AS VARCHAR)
        WHEN "t34"."opening" = "t34"."closing"
        THEN 'none'
        WHEN (
          "t34"."opening" = 0
        ) AND (
          "t34"."first_paid" > DATE '2024-12-31'
        )
        THEN 'new'
        WHEN (
          "t34"."opening" = 0
        ) AND (
          "t34"."paused_opening" = 1
        )
        THEN 'resume'
        WHEN "t34"."opening" = 0
        THEN 'reactivation'
        WHEN (
          "t34"."closing" = 0
        ) AND (
          "t34"."paused_closing" = 1
        )
        THEN 'pause'
        WHEN "t34"."closing" = 0
        THEN 'churn'
        WHEN "t34"."closing" > "t34"."opening"
        THEN 'expansion'
        ELSE 'contraction'
      END AS "category",
      "t34"."pays_opening" + "t34"."paused_opening" AS "logo_opening",
      "t34"."pays_closing" + "t34"."paused_closing" AS "logo_closing"
    FROM (
      SELECT
        "t33"."unit_id",
        "t33"."opening",
        "t33"."closing",
        "t33"."reported",
        "t33"."pays_opening",
        "t33"."pays_closing",
        "t33"."paused_opening" * (
          1 - "t33"."pays_opening"
        ) AS "paused_opening",
        "t33"."paused_closing" * (
          1 - "t33"."pays_closing"
        ) AS "paused_closing",
        "t33"."first_paid",
        "t33"."closing" - "t33"."opening" AS "amount",
        "t33"."reported" - "t33"."closing" AS "fx"
      FROM (
        SELECT
          "t32"."unit_id",
          CASE
            WHEN MAX(
              CASE
                WHEN (
                  "t32"."n_opening" > 0
                ) AND (
                  "t32"."opening_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t32"."n_opening" > 0
                THEN CASE
                  WHEN "t32"."opening_rate" = 1
                  THEN "t32"."n_opening"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t32"."n_opening" AS DECIMAL(17, 0)) * "t32"."opening_rate" AS DECIMAL),
                    0
                  ) AS DECIMAL(20, 0)) AS BIGINT)
                END
                ELSE 0
              END
            ) AS BIGINT)
          END AS "opening",
          CASE
            WHEN MAX(
              CASE
                WHEN (
                  "t32"."n_closing" > 0
                ) AND (
                  "t32"."opening_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t32"."n_closing" > 0
                THEN CASE
                  WHEN "t32"."opening_rate" = 1
                  THEN "t32"."n_closing"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t32"."n_closing" AS DECIMAL(17, 0)) * "t32"."opening_rate" AS DECIMAL),
                    0
                  ) AS DECIMAL(20, 0)) AS BIGINT)
                END
                ELSE 0
              END
            ) AS BIGINT)
          END AS "closing",
          CASE
            WHEN MAX(
              CASE
                WHEN (
                  "t32"."n_closing" > 0
                ) AND (
                  "t32"."closing_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t32"."n_closing" > 0
                THEN CASE
                  WHEN "t32"."closing_rate" = 1
                  THEN "t32"."n_closing"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t32"."n_closing" AS DECIMAL(17, 0)) * "t32"."closing_rate" AS DECIMAL),
                    0
                  ) AS DECIMAL(20, 0)) AS BIGINT)
                END
                ELSE 0
              END
            ) AS BIGINT)
          END AS "reported",
          MAX(CASE WHEN "t32"."n_opening" > 0 THEN 1 ELSE 0 END) AS "pays_opening",
          MAX(CASE WHEN "t32"."n_closing" > 0 THEN 1 ELSE 0 END) AS "pays_closing",
          MAX("t32"."paused_opening") AS "paused_opening",
          MAX("t32"."paused_closing") AS "paused_closing",
          MIN("t32"."first_paid") AS "first_paid"
        FROM (
          SELECT
            "t31"."account_id",
            "t31"."currency",
            "t31"."n_opening",
            "t31"."n_closing",
            "t31"."first_paid",
            "t31"."paused_opening",
            "t31"."paused_closing",
            COALESCE("t18"."parent_id", "t31"."account_id") AS "unit_id",
            "t12"."opening_rate",
            "t13"."closing_rate"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t19"."account_id",
                "t19"."currency",
                "t19"."n_0" AS "n_opening",
                "t19"."n_1" AS "n_closing",
                "t19"."first_paid",
                0 AS "paused_opening",
                0 AS "paused_closing"
              FROM (
                SELECT
                  "t8"."account_id",
                  "t8"."currency",
                  CAST(SUM(
                    CASE
                      WHEN (
                        "t8"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t8"."end_date_excl" IS NULL
                        )
                        OR (
                          "t8"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      THEN "t8"."mrr_minor"
                      ELSE 0
                    END
                  ) AS BIGINT) AS "n_0",
                  CAST(SUM(
                    CASE
                      WHEN (
                        "t8"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t8"."end_date_excl" IS NULL
                        )
                        OR (
                          "t8"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      THEN "t8"."mrr_minor"
                      ELSE 0
                    END
                  ) AS BIGINT) AS "n_1",
                  MIN("t8"."start_date") AS "first_paid"
                FROM "t4" AS "t8"
                GROUP BY
                  1,
                  2
              ) AS "t19"
            ) AS "t22"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t28"."account_id",
                '' AS "currency",
                0 AS "n_opening",
                0 AS "n_closing",
                CAST(NULL AS DATE) AS "first_paid",
                "t28"."paused_opening",
                "t28"."paused_closing"
              FROM (
                SELECT
                  "t27"."account_id",
                  MAX(
                    CASE
                      WHEN (
                        "t27"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t27"."end_date_excl" IS NULL
                        )
                        OR (
                          "t27"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      AND (
                        "t27"."scheduled_resume_date" >= DATE '2024-12-31'
                      )
                      THEN 1
                      ELSE 0
                    END
                  ) AS "paused_opening",
                  MAX(
                    CASE
                      WHEN (
                        "t27"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t27"."end_date_excl" IS NULL
                        )
                        OR (
                          "t27"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      AND (
                        "t27"."scheduled_resume_date" >= DATE '2025-12-31'
                      )
                      THEN 1
                      ELSE 0
                    END
                  ) AS "paused_closing"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t20"."account_id",
                      "t20"."start_date",
                      "t20"."end_date_excl",
                      "t20"."scheduled_resume_date"
                    FROM (
                      SELECT
                        "t17"."subscription_row_id",
                        "t17"."subscription_id",
                        "t17"."account_id",
                        "t17"."product_id",
                        "t17"."plan_id",
                        "t17"."plan_rank",
                        "t17"."seats",
                        "t17"."term_days",
                        "t17"."price_mrr_minor",
                        "t17"."mrr_minor",
                        "t17"."currency",
                        "t17"."status",
                        "t17"."start_date",
                        "t17"."end_date_excl",
                        "t17"."scheduled_resume_date",
                        "t17"."begins",
                        MAX("t17"."begins") OVER (
                          PARTITION BY "t17"."subscription_id"
                          ORDER BY "t17"."start_date" ASC, "t17"."subscription_row_id" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "began"
                      FROM (
                        SELECT
                          "t5"."subscription_row_id",
                          "t5"."subscription_id",
                          "t5"."account_id",
                          "t5"."product_id",
                          "t5"."plan_id",
                          "t5"."plan_rank",
                          "t5"."seats",
                          "t5"."term_days",
                          "t5"."price_mrr_minor",
                          "t5"."mrr_minor",
                          "t5"."currency",
                          "t5"."status",
                          "t5"."start_date",
                          "t5"."end_date_excl",
                          "t5"."scheduled_resume_date",
                          CASE
                            WHEN LAG("t5"."end_date_excl") OVER (
                              PARTITION BY "t5"."subscription_id"
                              ORDER BY "t5"."start_date" ASC, "t5"."subscription_row_id" ASC
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ) = "t5"."start_date"
                            THEN CAST(NULL AS DATE)
                            ELSE "t5"."start_date"
                          END AS "begins"
                        FROM (
                          SELECT
                            *
                          FROM "subscriptions" AS "t0"
                          WHERE
                            "t0"."status" = 'paused'
                            AND (
                              (
                                "t0"."end_date_excl" IS NULL
                              )
                              OR (
                                "t0"."end_date_excl" > "t0"."start_date"
                              )
                            )
                        ) AS "t5"
                      ) AS "t17"
                    ) AS "t20"
                    WHERE
                      "t20"."scheduled_resume_date" IS NOT NULL
                      AND "t20"."scheduled_resume_date" <= (
                        "t20"."began" + INTERVAL '90 DAY'
                      )
                  ) AS "t24"
                  WHERE
                    (
                      (
                        "t24"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t24"."end_date_excl" IS NULL
                        )
                        OR (
                          "t24"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      AND (
                        "t24"."scheduled_resume_date" >= DATE '2024-12-31'
                      )
                    )
                    OR (
                      (
                        "t24"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t24"."end_date_excl" IS NULL
                        )
                        OR (
                          "t24"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      AND (
                        "t24"."scheduled_resume_date" >= DATE '2025-12-31'
                      )
                    )
                ) AS "t27"
                GROUP BY
                  1
              ) AS "t28"
            ) AS "t29"
          ) AS "t31"
          LEFT OUTER JOIN (
            SELECT
              "t11"."account_id",
              "t11"."parent_id"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM "ultimate_parents" AS "t1"
                WHERE
                  "t1"."parent_id" <> "t1"."account_id"
              ) AS "t3"
              WHERE
                (
                  (
                    "t3"."valid_from" IS NULL
                  )
                  OR (
                    "t3"."valid_from" <= DATE '2025-12-31'
                  )
                )
                AND (
                  (
                    "t3"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t3"."valid_to_excl" > DATE '2025-12-31'
                  )
                )
            ) AS "t11"
          ) AS "t18"
            ON "t31"."account_id" = "t18"."account_id"
          LEFT OUTER JOIN (
            SELECT
              "t6"."currency",
              "t6"."rate" AS "opening_rate"
            FROM (
              SELECT
                *
              FROM "fx_rates" AS "t2"
              WHERE
                (
                  (
                    "t2"."valid_from" IS NULL
                  )
                  OR (
                    "t2"."valid_from" <= DATE '2024-12-31'
                  )
                )
                AND (
                  (
                    "t2"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t2"."valid_to_excl" > DATE '2024-12-31'
                  )
                )
            ) AS "t6"
          ) AS "t12"
            ON "t31"."currency" = "t12"."currency"
          LEFT OUTER JOIN (
            SELECT
              "t7"."currency",
              "t7"."rate" AS "closing_rate"
            FROM (
              SELECT
                *
              FROM "fx_rates" AS "t2"
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
            ) AS "t7"
          ) AS "t13"
            ON "t31"."currency" = "t13"."currency"
        ) AS "t32"
        GROUP BY
          1
      ) AS "t33"
      WHERE
        (
          "t33"."pays_opening" = 1
        )
        OR (
          "t33"."pays_closing" = 1
        )
        OR (
          "t33"."paused_opening" = 1
        )
        OR (
          "t33"."paused_closing" = 1
        )
    ) AS "t34"
  ) AS "t36"
    ON "t26"."unit_id" = "t36"."unit_id"
) AS "t37"
WHERE
  "t37"."logo_opening" = 0
