WITH "t6" AS (
  SELECT
    *
  FROM "subscriptions" AS "t3"
  WHERE
    "t3"."status" IN ('active', 'past_due')
    AND "t3"."mrr_minor" > 0
    AND (
      (
        "t3"."end_date_excl" IS NULL
      )
      OR (
        "t3"."end_date_excl" > "t3"."start_date"
      )
    )
)
SELECT
  "t43"."unit_id",
  IFF(
    CASE
      WHEN "t43"."pays_opening" = 0
      THEN 'not paying at the opening'
      WHEN (
        "t43"."opening" IS NULL
      ) OR (
        "t43"."closing" IS NULL
      )
      THEN 'no exchange rate for a currency it pays in'
      WHEN "t43"."opening" = 0
      THEN 'not paying at the opening'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL,
    LEAST("t43"."closing", "t43"."opening"),
    CAST(NULL AS BIGINT)
  ) AS "numerator",
  IFF(
    CASE
      WHEN "t43"."pays_opening" = 0
      THEN 'not paying at the opening'
      WHEN (
        "t43"."opening" IS NULL
      ) OR (
        "t43"."closing" IS NULL
      )
      THEN 'no exchange rate for a currency it pays in'
      WHEN "t43"."opening" = 0
      THEN 'not paying at the opening'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL,
    "t43"."opening",
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  CASE
    WHEN "t43"."pays_opening" = 0
    THEN 'not paying at the opening'
    WHEN (
      "t43"."opening" IS NULL
    ) OR (
      "t43"."closing" IS NULL
    )
    THEN 'no exchange rate for a currency it pays in'
    WHEN "t43"."opening" = 0
    THEN 'not paying at the opening'
    ELSE CAST(NULL AS VARCHAR)
  END AS "reason",
  "t43"."opening",
  "t43"."closing",
  "t43"."reported",
  "t43"."pays_opening",
  "t43"."pays_closing",
  "t43"."paused_opening",
  "t43"."paused_closing",
  "t43"."first_paid",
  "t43"."amount",
  "t43"."fx",
  "t43"."category",
  "t43"."logo_opening",
  "t43"."logo_closing"
FROM (
  SELECT
    "t42"."unit_id",
    "t42"."opening",
    "t42"."closing",
    "t42"."reported",
    "t42"."pays_opening",
    "t42"."pays_closing",
    "t42"."paused_opening",
    "t42"."paused_closing",
    "t42"."first_paid",
    "t42"."amount",
    "t42"."fx",
    "t42"."category",
    "t42"."logo_opening",
    "t42"."logo_closing"
  FROM (
    SELECT
      "t40"."unit_id",
      "t40"."opening",
      "t40"."closing",
      "t40"."reported",
      "t40"."pays_opening",
      "t40"."pays_closing",
      "t40"."paused_opening",
      "t40"."paused_closing",
      "t40"."first_paid",
      "t40"."amount",
      "t40"."fx",
      CASE
        WHEN (
          "t40"."opening" IS NULL
        ) OR (
          "t40"."closing" IS NULL
        )
        THEN CAST(NULL AS VARCHAR)
        WHEN "t40"."opening" = "t40"."closing"
        THEN 'none'
        WHEN (
          "t40"."opening" = 0
        ) AND (
          "t40"."first_paid" > DATE '2024-12-31'
        )
        THEN 'new'
        WHEN (
          "t40"."opening" = 0
        ) AND (
          "t40"."paused_opening" = 1
        )
        THEN 'resume'
        WHEN "t40"."opening" = 0
        THEN 'reactivation'
        WHEN (
          "t40"."closing" = 0
        ) AND (
          "t40"."paused_closing" = 1
        )
        THEN 'pause'
        WHEN "t40"."closing" = 0
        THEN 'churn'
        WHEN "t40"."closing" > "t40"."opening"
        THEN 'expansion'
        ELSE 'contraction'
      END AS "category",
      "t40"."pays_opening" + "t40"."paused_opening" AS "logo_opening",
      "t40"."pays_closing" + "t40"."paused_closing" AS "logo_closing"
    FROM (
      SELECT
        "t39"."unit_id",
        "t39"."opening",
        "t39"."closing",
        "t39"."reported",
        "t39"."pays_opening",
        "t39"."pays_closing",
        "t39"."paused_opening",
        "t39"."paused_closing",
        "t39"."first_paid",
        "t39"."closing" - "t39"."opening" AS "amount",
        "t39"."reported" - "t39"."closing" AS "fx"
      FROM (
        SELECT
          "t38"."unit_id",
          "t38"."opening",
          "t38"."closing",
          "t38"."reported",
          "t38"."pays_opening",
          "t38"."pays_closing",
          "t38"."paused_opening",
          "t38"."paused_closing",
          "t26"."first_paid"
        FROM (
          SELECT
            "t36"."unit_id",
            "t36"."opening",
            "t36"."closing",
            "t36"."reported",
            "t36"."pays_opening",
            "t36"."pays_closing",
            "t36"."paused_opening" * (
              1 - "t36"."pays_opening"
            ) AS "paused_opening",
            "t36"."paused_closing" * (
              1 - "t36"."pays_closing"
            ) AS "paused_closing"
          FROM (
            SELECT
              "t35"."unit_id",
              IFF(
                MAX(IFF((
                  "t35"."n_opening" > 0
                ) AND (
                  "t35"."opening_rate" IS NULL
                ), 1, 0)) = 1,
                CAST(NULL AS BIGINT),
                CAST(CAST(SUM(
                  IFF(
                    "t35"."n_opening" > 0,
                    CAST(CAST(ROUND(CAST("t35"."n_opening" AS DECIMAL(17, 0)) * "t35"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT)
              ) AS "opening",
              IFF(
                MAX(IFF((
                  "t35"."n_closing" > 0
                ) AND (
                  "t35"."opening_rate" IS NULL
                ), 1, 0)) = 1,
                CAST(NULL AS BIGINT),
                CAST(CAST(SUM(
                  IFF(
                    "t35"."n_closing" > 0,
                    CAST(CAST(ROUND(CAST("t35"."n_closing" AS DECIMAL(17, 0)) * "t35"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT)
              ) AS "closing",
              IFF(
                MAX(IFF((
                  "t35"."n_closing" > 0
                ) AND (
                  "t35"."closing_rate" IS NULL
                ), 1, 0)) = 1,
                CAST(NULL AS BIGINT),
                CAST(CAST(SUM(
                  IFF(
                    "t35"."n_closing" > 0,
                    CAST(CAST(ROUND(CAST("t35"."n_closing" AS DECIMAL(17, 0)) * "t35"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT)
              ) AS "reported",
              MAX(IFF("t35"."n_opening" > 0, 1, 0)) AS "pays_opening",
              MAX(IFF("t35"."n_closing" > 0, 1, 0)) AS "pays_closing",
              MAX("t35"."paused_opening") AS "paused_opening",
              MAX("t35"."paused_closing") AS "paused_closing"
            FROM (
              SELECT
                "t34"."account_id",
                "t34"."currency",
                "t34"."n_opening",
                "t34"."n_closing",
                "t34"."paused_opening",
                "t34"."paused_closing",
                COALESCE("t17"."parent_id", "t34"."account_id") AS "unit_id",
                "t16"."opening_rate",
                "t18"."closing_rate"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t28"."account_id",
                    "t28"."currency",
                    "t28"."n_opening",
                    "t28"."n_closing",
                    0 AS "paused_opening",
                    0 AS "paused_closing"
                  FROM (
                    SELECT
                      "t22"."account_id",
                      "t22"."currency",
                      CAST(CAST(SUM(
                        IFF(
                          (
                            "t22"."start_date" <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              "t22"."end_date_excl" IS NULL
                            )
                            OR (
                              "t22"."end_date_excl" > DATE '2024-12-31'
                            )
                          ),
                          "t22"."mrr_minor",
                          0
                        )
                      ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_opening",
                      CAST(CAST(SUM(
                        IFF(
                          (
                            "t22"."start_date" <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              "t22"."end_date_excl" IS NULL
                            )
                            OR (
                              "t22"."end_date_excl" > DATE '2025-12-31'
                            )
                          ),
                          "t22"."mrr_minor",
                          0
                        )
                      ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_closing"
                    FROM (
                      SELECT
                        *
                      FROM "t6" AS "t11"
                      WHERE
                        (
                          (
                            "t11"."start_date" <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              "t11"."end_date_excl" IS NULL
                            )
                            OR (
                              "t11"."end_date_excl" > DATE '2024-12-31'
                            )
                          )
                        )
                        OR (
                          (
                            "t11"."start_date" <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              "t11"."end_date_excl" IS NULL
                            )
                            OR (
                              "t11"."end_date_excl" > DATE '2025-12-31'
                            )
                          )
                        )
                    ) AS "t22"
                    GROUP BY
                      1,
                      2
                  ) AS "t28"
                ) AS "t29"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t31"."account_id",
                    '' AS "currency",
                    0 AS "n_opening",
                    0 AS "n_closing",
                    "t31"."paused_opening",
                    "t31"."paused_closing"
                  FROM (
                    SELECT
                      "t30"."account_id",
                      MAX(
                        IFF(
                          (
                            "t30"."start_date" <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              "t30"."end_date_excl" IS NULL
                            )
                            OR (
                              "t30"."end_date_excl" > DATE '2024-12-31'
                            )
                          )
                          AND (
                            "t30"."scheduled_resume_date" >= DATE '2024-12-31'
                          ),
                          1,
                          0
                        )
                      ) AS "paused_opening",
                      MAX(
                        IFF(
                          (
                            "t30"."start_date" <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              "t30"."end_date_excl" IS NULL
                            )
                            OR (
                              "t30"."end_date_excl" > DATE '2025-12-31'
                            )
                          )
                          AND (
                            "t30"."scheduled_resume_date" >= DATE '2025-12-31'
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
                          "t24"."account_id",
                          "t24"."start_date",
                          "t24"."end_date_excl",
                          "t24"."scheduled_resume_date"
                        FROM (
                          SELECT
                            "t21"."subscription_row_id",
                            "t21"."subscription_id",
                            "t21"."account_id",
                            "t21"."product_id",
                            "t21"."plan_id",
                            "t21"."plan_rank",
                            "t21"."seats",
                            "t21"."term_days",
                            "t21"."price_mrr_minor",
                            "t21"."mrr_minor",
                            "t21"."currency",
                            "t21"."status",
                            "t21"."start_date",
                            "t21"."end_date_excl",
                            "t21"."scheduled_resume_date",
                            "t21"."begins",
                            MAX("t21"."begins") OVER (
                              PARTITION BY "t21"."subscription_id"
                              ORDER BY "t21"."start_date" ASC, "t21"."subscription_row_id" ASC
                              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                            ) AS "began"
                          FROM (
                            SELECT
                              "t7"."subscription_row_id",
                              "t7"."subscription_id",
                              "t7"."account_id",
                              "t7"."product_id",
                              "t7"."plan_id",
                              "t7"."plan_rank",
                              "t7"."seats",
                              "t7"."term_days",
                              "t7"."price_mrr_minor",
                              "t7"."mrr_minor",
                              "t7"."currency",
                              "t7"."status",
                              "t7"."start_date",
                              "t7"."end_date_excl",
                              "t7"."scheduled_resume_date",
                              IFF(
                                LAG("t7"."end_date_excl") OVER (
                                  PARTITION BY "t7"."subscription_id"
                                  ORDER BY "t7"."start_date" ASC, "t7"."subscription_row_id" ASC
                                ) = "t7"."start_date",
                                CAST(NULL AS DATE),
                                "t7"."start_date"
                              ) AS "begins"
                            FROM (
                              SELECT
                                *
                              FROM "subscriptions" AS "t3"
                              WHERE
                                "t3"."status" = 'paused'
                                AND (
                                  (
                                    "t3"."end_date_excl" IS NULL
                                  )
                                  OR (
                                    "t3"."end_date_excl" > "t3"."start_date"
                                  )
                                )
                            ) AS "t7"
                          ) AS "t21"
                        ) AS "t24"
                        WHERE
                          "t24"."scheduled_resume_date" IS NOT NULL
                          AND "t24"."scheduled_resume_date" <= DATEADD(DAY, '90', "t24"."began")
                      ) AS "t27"
                      WHERE
                        (
                          (
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
                        )
                        OR (
                          (
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
                        )
                    ) AS "t30"
                    GROUP BY
                      1
                  ) AS "t31"
                ) AS "t32"
              ) AS "t34"
              LEFT OUTER JOIN (
                SELECT
                  "t8"."account_id",
                  "t8"."parent_id"
                FROM (
                  SELECT
                    *
                  FROM "ultimate_parents" AS "t1"
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
                ) AS "t8"
              ) AS "t17"
                ON "t34"."account_id" = "t17"."account_id"
              LEFT OUTER JOIN (
                SELECT
                  "t5"."currency",
                  "t5"."rate" AS "opening_rate"
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
                ) AS "t5"
              ) AS "t16"
                ON "t34"."currency" = "t16"."currency"
              LEFT OUTER JOIN (
                SELECT
                  "t9"."currency",
                  "t9"."rate" AS "closing_rate"
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
                ) AS "t9"
              ) AS "t18"
                ON "t34"."currency" = "t18"."currency"
            ) AS "t35"
            GROUP BY
              1
          ) AS "t36"
        ) AS "t38"
        LEFT OUTER JOIN (
          SELECT
            "t23"."unit_id",
            MIN("t23"."first_paid") AS "first_paid"
          FROM (
            SELECT
              "t20"."account_id",
              "t20"."first_paid",
              COALESCE("t17"."parent_id", "t20"."account_id") AS "unit_id"
            FROM (
              SELECT
                "t11"."account_id",
                MIN("t11"."start_date") AS "first_paid"
              FROM "t6" AS "t11"
              GROUP BY
                1
            ) AS "t20"
            LEFT OUTER JOIN (
              SELECT
                "t8"."account_id",
                "t8"."parent_id"
              FROM (
                SELECT
                  *
                FROM "ultimate_parents" AS "t1"
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
              ) AS "t8"
            ) AS "t17"
              ON "t20"."account_id" = "t17"."account_id"
          ) AS "t23"
          GROUP BY
            1
        ) AS "t26"
          ON "t38"."unit_id" = "t26"."unit_id"
      ) AS "t39"
    ) AS "t40"
  ) AS "t42"
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
      ) AS "t12"
      WHERE
        "t42"."unit_id" = "t12"."unit_id"
    )
) AS "t43"
