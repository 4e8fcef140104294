SELECT
  "t28"."unit_id",
  IFF(
    CASE
      WHEN "t28"."pays_closing" = 0
      THEN 'not paying at the closing'
      WHEN "t28"."reported" IS NULL
      THEN 'no exchange rate for a currency it pays in'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL,
    "t28"."reported" * 1,
    CAST(NULL AS BIGINT)
  ) AS "numerator",
  IFF(
    CASE
      WHEN "t28"."pays_closing" = 0
      THEN 'not paying at the closing'
      WHEN "t28"."reported" IS NULL
      THEN 'no exchange rate for a currency it pays in'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL,
    IFF("t28"."unit_id" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  CASE
    WHEN "t28"."pays_closing" = 0
    THEN 'not paying at the closing'
    WHEN "t28"."reported" IS NULL
    THEN 'no exchange rate for a currency it pays in'
    ELSE CAST(NULL AS VARCHAR)
  END AS "reason",
  "t28"."reported"
FROM (
  SELECT
    "t27"."unit_id",
    "t27"."opening",
    "t27"."closing",
    "t27"."reported",
    "t27"."pays_opening",
    "t27"."pays_closing",
    "t27"."paused_opening",
    "t27"."paused_closing",
    "t27"."first_paid",
    "t27"."amount",
    "t27"."fx",
    CASE
      WHEN (
        "t27"."opening" IS NULL
      ) OR (
        "t27"."closing" IS NULL
      )
      THEN CAST(NULL AS VARCHAR)
      WHEN "t27"."opening" = "t27"."closing"
      THEN 'none'
      WHEN (
        "t27"."opening" = 0
      ) AND (
        "t27"."first_paid" > DATE '2024-12-31'
      )
      THEN 'new'
      WHEN (
        "t27"."opening" = 0
      ) AND (
        "t27"."paused_opening" = 1
      )
      THEN 'resume'
      WHEN "t27"."opening" = 0
      THEN 'reactivation'
      WHEN (
        "t27"."closing" = 0
      ) AND (
        "t27"."paused_closing" = 1
      )
      THEN 'pause'
      WHEN "t27"."closing" = 0
      THEN 'churn'
      WHEN "t27"."closing" > "t27"."opening"
      THEN 'expansion'
      ELSE 'contraction'
    END AS "category",
    "t27"."pays_opening" + "t27"."paused_opening" AS "logo_opening",
    "t27"."pays_closing" + "t27"."paused_closing" AS "logo_closing"
  FROM (
    SELECT
      "t26"."unit_id",
      "t26"."opening",
      "t26"."closing",
      "t26"."reported",
      "t26"."pays_opening",
      "t26"."pays_closing",
      "t26"."paused_opening" * (
        1 - "t26"."pays_opening"
      ) AS "paused_opening",
      "t26"."paused_closing" * (
        1 - "t26"."pays_closing"
      ) AS "paused_closing",
      "t26"."first_paid",
      "t26"."closing" - "t26"."opening" AS "amount",
      "t26"."reported" - "t26"."closing" AS "fx"
    FROM (
      SELECT
        "t25"."unit_id",
        IFF(
          MAX(IFF((
            "t25"."n_opening" > 0
          ) AND (
            "t25"."opening_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(SUM(
            IFF(
              "t25"."n_opening" > 0,
              IFF(
                "t25"."opening_rate" = 1,
                "t25"."n_opening",
                CAST(CAST(ROUND(CAST("t25"."n_opening" AS DECIMAL(17, 0)) * "t25"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              ),
              0
            )
          ) AS BIGINT)
        ) AS "opening",
        IFF(
          MAX(IFF((
            "t25"."n_closing" > 0
          ) AND (
            "t25"."opening_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(SUM(
            IFF(
              "t25"."n_closing" > 0,
              IFF(
                "t25"."opening_rate" = 1,
                "t25"."n_closing",
                CAST(CAST(ROUND(CAST("t25"."n_closing" AS DECIMAL(17, 0)) * "t25"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              ),
              0
            )
          ) AS BIGINT)
        ) AS "closing",
        IFF(
          MAX(IFF((
            "t25"."n_closing" > 0
          ) AND (
            "t25"."closing_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(SUM(
            IFF(
              "t25"."n_closing" > 0,
              IFF(
                "t25"."closing_rate" = 1,
                "t25"."n_closing",
                CAST(CAST(ROUND(CAST("t25"."n_closing" AS DECIMAL(17, 0)) * "t25"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              ),
              0
            )
          ) AS BIGINT)
        ) AS "reported",
        MAX(IFF("t25"."n_opening" > 0, 1, 0)) AS "pays_opening",
        MAX(IFF("t25"."n_closing" > 0, 1, 0)) AS "pays_closing",
        MAX("t25"."paused_opening") AS "paused_opening",
        MAX("t25"."paused_closing") AS "paused_closing",
        MIN("t25"."first_paid") AS "first_paid"
      FROM (
        SELECT
          "t24"."account_id",
          "t24"."currency",
          "t24"."n_opening",
          "t24"."n_closing",
          "t24"."first_paid",
          "t24"."paused_opening",
          "t24"."paused_closing",
          COALESCE("t15"."parent_id", "t24"."account_id") AS "unit_id",
          "t10"."opening_rate",
          "t12"."closing_rate"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t16"."account_id",
              "t16"."currency",
              "t16"."n_0" AS "n_opening",
              "t16"."n_1" AS "n_closing",
              "t16"."first_paid",
              0 AS "paused_opening",
              0 AS "paused_closing"
            FROM (
              SELECT
                "t5"."account_id",
                "t5"."currency",
                CAST(SUM(
                  IFF(
                    (
                      "t5"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t5"."end_date_excl" IS NULL
                      )
                      OR (
                        "t5"."end_date_excl" > DATE '2024-12-31'
                      )
                    ),
                    "t5"."mrr_minor",
                    0
                  )
                ) AS BIGINT) AS "n_0",
                CAST(SUM(
                  IFF(
                    (
                      "t5"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t5"."end_date_excl" IS NULL
                      )
                      OR (
                        "t5"."end_date_excl" > DATE '2025-12-31'
                      )
                    ),
                    "t5"."mrr_minor",
                    0
                  )
                ) AS BIGINT) AS "n_1",
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
                1,
                2
            ) AS "t16"
          ) AS "t17"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t21"."account_id",
              '' AS "currency",
              0 AS "n_opening",
              0 AS "n_closing",
              CAST(NULL AS DATE) AS "first_paid",
              "t21"."paused_opening",
              "t21"."paused_closing"
            FROM (
              SELECT
                "t20"."account_id",
                MAX(
                  IFF(
                    (
                      "t20"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t20"."end_date_excl" IS NULL
                      )
                      OR (
                        "t20"."end_date_excl" > DATE '2024-12-31'
                      )
                    )
                    AND (
                      "t20"."scheduled_resume_date" >= DATE '2024-12-31'
                    ),
                    1,
                    0
                  )
                ) AS "paused_opening",
                MAX(
                  IFF(
                    (
                      "t20"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t20"."end_date_excl" IS NULL
                      )
                      OR (
                        "t20"."end_date_excl" > DATE '2025-12-31'
                      )
                    )
                    AND (
                      "t20"."scheduled_resume_date" >= DATE '2025-12-31'
                    ),
                    1,
                    0
                  )
                ) AS "paused_closing"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t18"."account_id",
                    "t18"."start_date",
                    "t18"."end_date_excl",
                    "t18"."scheduled_resume_date"
                  FROM (
                    SELECT
                      "t14"."subscription_row_id",
                      "t14"."subscription_id",
                      "t14"."account_id",
                      "t14"."product_id",
                      "t14"."plan_id",
                      "t14"."plan_rank",
                      "t14"."seats",
                      "t14"."term_days",
                      "t14"."price_mrr_minor",
                      "t14"."mrr_minor",
                      "t14"."currency",
                      "t14"."status",
                      "t14"."start_date",
                      "t14"."end_date_excl",
                      "t14"."scheduled_resume_date",
                      "t14"."begins",
                      MAX("t14"."begins") OVER (
                        PARTITION BY "t14"."subscription_id"
                        ORDER BY "t14"."start_date" ASC, "t14"."subscription_row_id" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                      ) AS "began"
                    FROM (
                      SELECT
                        "t6"."subscription_row_id",
                        "t6"."subscription_id",
                        "t6"."account_id",
                        "t6"."product_id",
                        "t6"."plan_id",
                        "t6"."plan_rank",
                        "t6"."seats",
                        "t6"."term_days",
                        "t6"."price_mrr_minor",
                        "t6"."mrr_minor",
                        "t6"."currency",
                        "t6"."status",
                        "t6"."start_date",
                        "t6"."end_date_excl",
                        "t6"."scheduled_resume_date",
                        IFF(
                          LAG("t6"."end_date_excl") OVER (
                            PARTITION BY "t6"."subscription_id"
                            ORDER BY "t6"."start_date" ASC, "t6"."subscription_row_id" ASC
                          ) = "t6"."start_date",
                          CAST(NULL AS DATE),
                          "t6"."start_date"
                        ) AS "begins"
                      FROM (
                        SELECT
                          *
                        FROM "subscriptions" AS "t1"
                        WHERE
                          "t1"."status" = 'paused'
                          AND (
                            (
                              "t1"."end_date_excl" IS NULL
                            )
                            OR (
                              "t1"."end_date_excl" > "t1"."start_date"
                            )
                          )
                      ) AS "t6"
                    ) AS "t14"
                  ) AS "t18"
                  WHERE
                    "t18"."scheduled_resume_date" IS NOT NULL
                    AND "t18"."scheduled_resume_date" <= DATEADD(DAY, '90', "t18"."began")
                ) AS "t19"
                WHERE
                  (
                    (
                      "t19"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t19"."end_date_excl" IS NULL
                      )
                      OR (
                        "t19"."end_date_excl" > DATE '2024-12-31'
                      )
                    )
                    AND (
                      "t19"."scheduled_resume_date" >= DATE '2024-12-31'
                    )
                  )
                  OR (
                    (
                      "t19"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t19"."end_date_excl" IS NULL
                      )
                      OR (
                        "t19"."end_date_excl" > DATE '2025-12-31'
                      )
                    )
                    AND (
                      "t19"."scheduled_resume_date" >= DATE '2025-12-31'
                    )
                  )
              ) AS "t20"
              GROUP BY
                1
            ) AS "t21"
          ) AS "t22"
        ) AS "t24"
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
              FROM "ultimate_parents" AS "t2"
              WHERE
                "t2"."parent_id" <> "t2"."account_id"
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
        ) AS "t15"
          ON "t24"."account_id" = "t15"."account_id"
        LEFT OUTER JOIN (
          SELECT
            "t4"."currency",
            "t4"."rate" AS "opening_rate"
          FROM (
            SELECT
              *
            FROM "fx_rates" AS "t0"
            WHERE
              (
                (
                  "t0"."valid_from" IS NULL
                )
                OR (
                  "t0"."valid_from" <= DATE '2024-12-31'
                )
              )
              AND (
                (
                  "t0"."valid_to_excl" IS NULL
                )
                OR (
                  "t0"."valid_to_excl" > DATE '2024-12-31'
                )
              )
          ) AS "t4"
        ) AS "t10"
          ON "t24"."currency" = "t10"."currency"
        LEFT OUTER JOIN (
          SELECT
            "t7"."currency",
            "t7"."rate" AS "closing_rate"
          FROM (
            SELECT
              *
            FROM "fx_rates" AS "t0"
            WHERE
              (
                (
                  "t0"."valid_from" IS NULL
                )
                OR (
                  "t0"."valid_from" <= DATE '2025-12-31'
                )
              )
              AND (
                (
                  "t0"."valid_to_excl" IS NULL
                )
                OR (
                  "t0"."valid_to_excl" > DATE '2025-12-31'
                )
              )
          ) AS "t7"
        ) AS "t12"
          ON "t24"."currency" = "t12"."currency"
      ) AS "t25"
      GROUP BY
        1
    ) AS "t26"
    WHERE
      (
        "t26"."pays_opening" = 1
      )
      OR (
        "t26"."pays_closing" = 1
      )
      OR (
        "t26"."paused_opening" = 1
      )
      OR (
        "t26"."paused_closing" = 1
      )
  ) AS "t27"
) AS "t28"
