SELECT
  "t34"."unit_id",
  CASE
    WHEN CASE
      WHEN "t34"."pays_opening" = 0
      THEN 'not paying at the opening'
      WHEN (
        "t34"."opening" IS NULL
      ) OR (
        "t34"."closing" IS NULL
      )
      THEN 'no exchange rate for a currency it pays in'
      WHEN "t34"."opening" = 0
      THEN 'not paying at the opening'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL
    THEN LEAST("t34"."closing", "t34"."opening")
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CASE
      WHEN "t34"."pays_opening" = 0
      THEN 'not paying at the opening'
      WHEN (
        "t34"."opening" IS NULL
      ) OR (
        "t34"."closing" IS NULL
      )
      THEN 'no exchange rate for a currency it pays in'
      WHEN "t34"."opening" = 0
      THEN 'not paying at the opening'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL
    THEN "t34"."opening"
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CASE
    WHEN "t34"."pays_opening" = 0
    THEN 'not paying at the opening'
    WHEN (
      "t34"."opening" IS NULL
    ) OR (
      "t34"."closing" IS NULL
    )
    THEN 'no exchange rate for a currency it pays in'
    WHEN "t34"."opening" = 0
    THEN 'not paying at the opening'
    ELSE CAST(NULL AS VARCHAR)
  END AS "reason",
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
  "t34"."category",
  "t34"."logo_opening",
  "t34"."logo_closing"
FROM (
  SELECT
    "t33"."unit_id",
    "t33"."opening",
    "t33"."closing",
    "t33"."reported",
    "t33"."pays_opening",
    "t33"."pays_closing",
    "t33"."paused_opening",
    "t33"."paused_closing",
    "t33"."first_paid",
    "t33"."amount",
    "t33"."fx",
    "t33"."category",
    "t33"."logo_opening",
    "t33"."logo_closing"
  FROM (
    SELECT
      "t31"."unit_id",
      "t31"."opening",
      "t31"."closing",
      "t31"."reported",
      "t31"."pays_opening",
      "t31"."pays_closing",
      "t31"."paused_opening",
      "t31"."paused_closing",
      "t31"."first_paid",
      "t31"."amount",
      "t31"."fx",
      CASE
        WHEN (
          "t31"."opening" IS NULL
        ) OR (
          "t31"."closing" IS NULL
        )
        THEN CAST(NULL AS VARCHAR)
        WHEN "t31"."opening" = "t31"."closing"
        THEN 'none'
        WHEN (
          "t31"."opening" = 0
        ) AND (
          "t31"."first_paid" > DATE '2024-12-31'
        )
        THEN 'new'
        WHEN (
          "t31"."opening" = 0
        ) AND (
          "t31"."paused_opening" = 1
        )
        THEN 'resume'
        WHEN "t31"."opening" = 0
        THEN 'reactivation'
        WHEN (
          "t31"."closing" = 0
        ) AND (
          "t31"."paused_closing" = 1
        )
        THEN 'pause'
        WHEN "t31"."closing" = 0
        THEN 'churn'
        WHEN "t31"."closing" > "t31"."opening"
        THEN 'expansion'
        ELSE 'contraction'
      END AS "category",
      "t31"."pays_opening" + "t31"."paused_opening" AS "logo_opening",
      "t31"."pays_closing" + "t31"."paused_closing" AS "logo_closing"
    FROM (
      SELECT
        "t30"."unit_id",
        "t30"."opening",
        "t30"."closing",
        "t30"."reported",
        "t30"."pays_opening",
        "t30"."pays_closing",
        "t30"."paused_opening" * (
          1 - "t30"."pays_opening"
        ) AS "paused_opening",
        "t30"."paused_closing" * (
          1 - "t30"."pays_closing"
        ) AS "paused_closing",
        "t30"."first_paid",
        "t30"."closing" - "t30"."opening" AS "amount",
        "t30"."reported" - "t30"."closing" AS "fx"
      FROM (
        SELECT
          "t29"."unit_id",
          CASE
            WHEN MAX(
              CASE
                WHEN (
                  "t29"."n_opening" > 0
                ) AND (
                  "t29"."opening_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t29"."n_opening" > 0
                THEN CASE
                  WHEN "t29"."opening_rate" = 1
                  THEN "t29"."n_opening"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t29"."n_opening" AS DECIMAL(17, 0)) * "t29"."opening_rate" AS DECIMAL),
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
                  "t29"."n_closing" > 0
                ) AND (
                  "t29"."opening_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t29"."n_closing" > 0
                THEN CASE
                  WHEN "t29"."opening_rate" = 1
                  THEN "t29"."n_closing"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t29"."n_closing" AS DECIMAL(17, 0)) * "t29"."opening_rate" AS DECIMAL),
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
                  "t29"."n_closing" > 0
                ) AND (
                  "t29"."closing_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t29"."n_closing" > 0
                THEN CASE
                  WHEN "t29"."closing_rate" = 1
                  THEN "t29"."n_closing"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t29"."n_closing" AS DECIMAL(17, 0)) * "t29"."closing_rate" AS DECIMAL),
                    0
                  ) AS DECIMAL(20, 0)) AS BIGINT)
                END
                ELSE 0
              END
            ) AS BIGINT)
          END AS "reported",
          MAX(CASE WHEN "t29"."n_opening" > 0 THEN 1 ELSE 0 END) AS "pays_opening",
          MAX(CASE WHEN "t29"."n_closing" > 0 THEN 1 ELSE 0 END) AS "pays_closing",
          MAX("t29"."paused_opening") AS "paused_opening",
          MAX("t29"."paused_closing") AS "paused_closing",
          MIN("t29"."first_paid") AS "first_paid"
        FROM (
          SELECT
            "t28"."account_id",
            "t28"."currency",
            "t28"."n_opening",
            "t28"."n_closing",
            "t28"."first_paid",
            "t28"."paused_opening",
            "t28"."paused_closing",
            COALESCE("t19"."parent_id", "t28"."account_id") AS "unit_id",
            "t14"."opening_rate",
            "t16"."closing_rate"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t20"."account_id",
                "t20"."currency",
                "t20"."n_0" AS "n_opening",
                "t20"."n_1" AS "n_closing",
                "t20"."first_paid",
                0 AS "paused_opening",
                0 AS "paused_closing"
              FROM (
                SELECT
                  "t7"."account_id",
                  "t7"."currency",
                  CAST(SUM(
                    CASE
                      WHEN (
                        "t7"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t7"."end_date_excl" IS NULL
                        )
                        OR (
                          "t7"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      THEN "t7"."mrr_minor"
                      ELSE 0
                    END
                  ) AS BIGINT) AS "n_0",
                  CAST(SUM(
                    CASE
                      WHEN (
                        "t7"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t7"."end_date_excl" IS NULL
                        )
                        OR (
                          "t7"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      THEN "t7"."mrr_minor"
                      ELSE 0
                    END
                  ) AS BIGINT) AS "n_1",
                  MIN("t7"."start_date") AS "first_paid"
                FROM (
                  SELECT
                    *
                  FROM "subscriptions" AS "t2"
                  WHERE
                    "t2"."status" IN ('active', 'past_due')
                    AND "t2"."mrr_minor" > 0
                    AND (
                      (
                        "t2"."end_date_excl" IS NULL
                      )
                      OR (
                        "t2"."end_date_excl" > "t2"."start_date"
                      )
                    )
                ) AS "t7"
                GROUP BY
                  1,
                  2
              ) AS "t20"
            ) AS "t21"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t25"."account_id",
                '' AS "currency",
                0 AS "n_opening",
                0 AS "n_closing",
                CAST(NULL AS DATE) AS "first_paid",
                "t25"."paused_opening",
                "t25"."paused_closing"
              FROM (
                SELECT
                  "t24"."account_id",
                  MAX(
                    CASE
                      WHEN (
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
                      THEN 1
                      ELSE 0
                    END
                  ) AS "paused_opening",
                  MAX(
                    CASE
                      WHEN (
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
                      THEN 1
                      ELSE 0
                    END
                  ) AS "paused_closing"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t22"."account_id",
                      "t22"."start_date",
                      "t22"."end_date_excl",
                      "t22"."scheduled_resume_date"
                    FROM (
                      SELECT
                        "t18"."subscription_row_id",
                        "t18"."subscription_id",
                        "t18"."account_id",
                        "t18"."product_id",
                        "t18"."plan_id",
                        "t18"."plan_rank",
                        "t18"."seats",
                        "t18"."term_days",
                        "t18"."price_mrr_minor",
                        "t18"."mrr_minor",
                        "t18"."currency",
                        "t18"."status",
                        "t18"."start_date",
                        "t18"."end_date_excl",
                        "t18"."scheduled_resume_date",
                        "t18"."begins",
                        MAX("t18"."begins") OVER (
                          PARTITION BY "t18"."subscription_id"
                          ORDER BY "t18"."start_date" ASC, "t18"."subscription_row_id" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "began"
                      FROM (
                        SELECT
                          "t8"."subscription_row_id",
                          "t8"."subscription_id",
                          "t8"."account_id",
                          "t8"."product_id",
                          "t8"."plan_id",
                          "t8"."plan_rank",
                          "t8"."seats",
                          "t8"."term_days",
                          "t8"."price_mrr_minor",
                          "t8"."mrr_minor",
                          "t8"."currency",
                          "t8"."status",
                          "t8"."start_date",
                          "t8"."end_date_excl",
                          "t8"."scheduled_resume_date",
                          CASE
                            WHEN LAG("t8"."end_date_excl") OVER (
                              PARTITION BY "t8"."subscription_id"
                              ORDER BY "t8"."start_date" ASC, "t8"."subscription_row_id" ASC
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ) = "t8"."start_date"
                            THEN CAST(NULL AS DATE)
                            ELSE "t8"."start_date"
                          END AS "begins"
                        FROM (
                          SELECT
                            *
                          FROM "subscriptions" AS "t2"
                          WHERE
                            "t2"."status" = 'paused'
                            AND (
                              (
                                "t2"."end_date_excl" IS NULL
                              )
                              OR (
                                "t2"."end_date_excl" > "t2"."start_date"
                              )
                            )
                        ) AS "t8"
                      ) AS "t18"
                    ) AS "t22"
                    WHERE
                      "t22"."scheduled_resume_date" IS NOT NULL
                      AND "t22"."scheduled_resume_date" <= (
                        "t22"."began" + INTERVAL '90 DAY'
                      )
                  ) AS "t23"
                  WHERE
                    (
                      (
                        "t23"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t23"."end_date_excl" IS NULL
                        )
                        OR (
                          "t23"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      AND (
                        "t23"."scheduled_resume_date" >= DATE '2024-12-31'
                      )
                    )
                    OR (
                      (
                        "t23"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t23"."end_date_excl" IS NULL
                        )
                        OR (
                          "t23"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      AND (
                        "t23"."scheduled_resume_date" >= DATE '2025-12-31'
                      )
                    )
                ) AS "t24"
                GROUP BY
                  1
              ) AS "t25"
            ) AS "t26"
          ) AS "t28"
          LEFT OUTER JOIN (
            SELECT
              "t15"."account_id",
              "t15"."parent_id"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM "ultimate_parents" AS "t3"
                WHERE
                  "t3"."parent_id" <> "t3"."account_id"
              ) AS "t5"
              WHERE
                (
                  (
                    "t5"."valid_from" IS NULL
                  )
                  OR (
                    "t5"."valid_from" <= DATE '2025-12-31'
                  )
                )
                AND (
                  (
                    "t5"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t5"."valid_to_excl" > DATE '2025-12-31'
                  )
                )
            ) AS "t15"
          ) AS "t19"
            ON "t28"."account_id" = "t19"."account_id"
          LEFT OUTER JOIN (
            SELECT
              "t6"."currency",
              "t6"."rate" AS "opening_rate"
            FROM (
              SELECT
                *
              FROM "fx_rates" AS "t1"
              WHERE
                (
                  (
                    "t1"."valid_from" IS NULL
                  )
                  OR (
                    "t1"."valid_from" <= DATE '2024-12-31'
                  )
                )
                AND (
                  (
                    "t1"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t1"."valid_to_excl" > DATE '2024-12-31'
                  )
                )
            ) AS "t6"
          ) AS "t14"
            ON "t28"."currency" = "t14"."currency"
          LEFT OUTER JOIN (
            SELECT
              "t9"."currency",
              "t9"."rate" AS "closing_rate"
            FROM (
              SELECT
                *
              FROM "fx_rates" AS "t1"
              WHERE
                (
                  (
                    "t1"."valid_from" IS NULL
                  )
                  OR (
                    "t1"."valid_from" <= DATE '2025-12-31'
                  )
                )
                AND (
                  (
                    "t1"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t1"."valid_to_excl" > DATE '2025-12-31'
                  )
                )
            ) AS "t9"
          ) AS "t16"
            ON "t28"."currency" = "t16"."currency"
        ) AS "t29"
        GROUP BY
          1
      ) AS "t30"
      WHERE
        (
          "t30"."pays_opening" = 1
        )
        OR (
          "t30"."pays_closing" = 1
        )
        OR (
          "t30"."paused_opening" = 1
        )
        OR (
          "t30"."paused_closing" = 1
        )
    ) AS "t31"
  ) AS "t33"
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t4"."account_id" AS "unit_id",
          "t4"."referred_by_account_id" AS "value"
        FROM (
          SELECT
            *
          FROM "accounts" AS "t0"
          WHERE
            "t0"."referral_attributed_on" <= DATE '2024-12-31'
        ) AS "t4"
      ) AS "t11"
      WHERE
        "t33"."unit_id" = "t11"."unit_id"
    )
) AS "t34"
