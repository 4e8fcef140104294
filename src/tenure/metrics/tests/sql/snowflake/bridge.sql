WITH "t4" AS (
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
)
SELECT
  CAST(CAST(SUM(COALESCE("t37"."opening", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "opening",
  CAST(CAST(SUM(COALESCE("t37"."closing", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "closing",
  CAST(CAST(SUM(COALESCE("t37"."reported", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "reported",
  CAST(CAST(SUM(IFF("t37"."fx" IS NOT NULL, "t37"."fx", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "fx",
  CAST(CAST(SUM(IFF("t37"."category" = 'new', "t37"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "new",
  CAST(CAST(SUM(IFF("t37"."category" = 'resume', "t37"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "resume",
  CAST(CAST(SUM(IFF("t37"."category" = 'reactivation', "t37"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "reactivation",
  CAST(CAST(SUM(IFF("t37"."category" = 'pause', "t37"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "pause",
  CAST(CAST(SUM(IFF("t37"."category" = 'churn', "t37"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "churn",
  CAST(CAST(SUM(IFF("t37"."category" = 'expansion', "t37"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "expansion",
  CAST(CAST(SUM(IFF("t37"."category" = 'contraction', "t37"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "contraction",
  CAST(CAST(SUM(IFF("t37"."category" = 'new', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "new_units",
  CAST(CAST(SUM(IFF("t37"."category" = 'resume', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "resume_units",
  CAST(CAST(SUM(IFF("t37"."category" = 'reactivation', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "reactivation_units",
  CAST(CAST(SUM(IFF("t37"."category" = 'pause', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "pause_units",
  CAST(CAST(SUM(IFF("t37"."category" = 'churn', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "churn_units",
  CAST(CAST(SUM(IFF("t37"."category" = 'expansion', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "expansion_units",
  CAST(CAST(SUM(IFF("t37"."category" = 'contraction', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "contraction_units",
  CAST(CAST(SUM("t37"."logo_opening") AS DECIMAL(38, 0)) AS BIGINT) AS "logos_opening",
  CAST(CAST(SUM(
    IFF(
      (
        "t37"."logo_opening" = 0
      )
      AND (
        "t37"."logo_closing" = 1
      )
      AND COALESCE("t37"."first_paid" > DATE '2024-12-31', TRUE),
      1,
      0
    )
  ) AS DECIMAL(38, 0)) AS BIGINT) AS "logos_new",
  CAST(CAST(SUM(
    IFF(
      (
        "t37"."logo_opening" = 0
      )
      AND (
        "t37"."logo_closing" = 1
      )
      AND NOT (
        COALESCE("t37"."first_paid" > DATE '2024-12-31', TRUE)
      ),
      1,
      0
    )
  ) AS DECIMAL(38, 0)) AS BIGINT) AS "logos_back",
  CAST(CAST(SUM(IFF((
    "t37"."logo_opening" = 1
  ) AND (
    "t37"."logo_closing" = 0
  ), 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "logos_lost",
  CAST(CAST(SUM("t37"."logo_closing") AS DECIMAL(38, 0)) AS BIGINT) AS "logos_closing",
  CAST(CAST(SUM("t37"."pays_closing") AS DECIMAL(38, 0)) AS BIGINT) AS "paying_closing",
  CAST(CAST(SUM(IFF((
    "t37"."category" IS NULL
  ) OR (
    "t37"."reported" IS NULL
  ), 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "no_rate"
FROM (
  SELECT
    "t36"."unit_id",
    "t36"."opening",
    "t36"."closing",
    "t36"."reported",
    "t36"."pays_opening",
    "t36"."pays_closing",
    "t36"."paused_opening",
    "t36"."paused_closing",
    "t36"."first_paid",
    "t36"."amount",
    "t36"."fx",
    CASE
      WHEN (
        "t36"."opening" IS NULL
      ) OR (
        "t36"."closing" IS NULL
      )
      THEN CAST(NULL AS VARCHAR)
      WHEN "t36"."opening" = "t36"."closing"
      THEN 'none'
      WHEN (
        "t36"."opening" = 0
      ) AND (
        "t36"."first_paid" > DATE '2024-12-31'
      )
      THEN 'new'
      WHEN (
        "t36"."opening" = 0
      ) AND (
        "t36"."paused_opening" = 1
      )
      THEN 'resume'
      WHEN "t36"."opening" = 0
      THEN 'reactivation'
      WHEN (
        "t36"."closing" = 0
      ) AND (
        "t36"."paused_closing" = 1
      )
      THEN 'pause'
      WHEN "t36"."closing" = 0
      THEN 'churn'
      WHEN "t36"."closing" > "t36"."opening"
      THEN 'expansion'
      ELSE 'contraction'
    END AS "category",
    "t36"."pays_opening" + "t36"."paused_opening" AS "logo_opening",
    "t36"."pays_closing" + "t36"."paused_closing" AS "logo_closing"
  FROM (
    SELECT
      "t35"."unit_id",
      "t35"."opening",
      "t35"."closing",
      "t35"."reported",
      "t35"."pays_opening",
      "t35"."pays_closing",
      "t35"."paused_opening",
      "t35"."paused_closing",
      "t35"."first_paid",
      "t35"."closing" - "t35"."opening" AS "amount",
      "t35"."reported" - "t35"."closing" AS "fx"
    FROM (
      SELECT
        "t34"."unit_id",
        "t34"."opening",
        "t34"."closing",
        "t34"."reported",
        "t34"."pays_opening",
        "t34"."pays_closing",
        "t34"."paused_opening",
        "t34"."paused_closing",
        "t22"."first_paid"
      FROM (
        SELECT
          "t32"."unit_id",
          "t32"."opening",
          "t32"."closing",
          "t32"."reported",
          "t32"."pays_opening",
          "t32"."pays_closing",
          "t32"."paused_opening" * (
            1 - "t32"."pays_opening"
          ) AS "paused_opening",
          "t32"."paused_closing" * (
            1 - "t32"."pays_closing"
          ) AS "paused_closing"
        FROM (
          SELECT
            "t31"."unit_id",
            IFF(
              MAX(IFF((
                "t31"."n_opening" > 0
              ) AND (
                "t31"."opening_rate" IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(CAST(SUM(
                IFF(
                  "t31"."n_opening" > 0,
                  CAST(CAST(ROUND(CAST("t31"."n_opening" AS DECIMAL(17, 0)) * "t31"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                  0
                )
              ) AS DECIMAL(38, 0)) AS BIGINT)
            ) AS "opening",
            IFF(
              MAX(IFF((
                "t31"."n_closing" > 0
              ) AND (
                "t31"."opening_rate" IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(CAST(SUM(
                IFF(
                  "t31"."n_closing" > 0,
                  CAST(CAST(ROUND(CAST("t31"."n_closing" AS DECIMAL(17, 0)) * "t31"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                  0
                )
              ) AS DECIMAL(38, 0)) AS BIGINT)
            ) AS "closing",
            IFF(
              MAX(IFF((
                "t31"."n_closing" > 0
              ) AND (
                "t31"."closing_rate" IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(CAST(SUM(
                IFF(
                  "t31"."n_closing" > 0,
                  CAST(CAST(ROUND(CAST("t31"."n_closing" AS DECIMAL(17, 0)) * "t31"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                  0
                )
              ) AS DECIMAL(38, 0)) AS BIGINT)
            ) AS "reported",
            MAX(IFF("t31"."n_opening" > 0, 1, 0)) AS "pays_opening",
            MAX(IFF("t31"."n_closing" > 0, 1, 0)) AS "pays_closing",
            MAX("t31"."paused_opening") AS "paused_opening",
            MAX("t31"."paused_closing") AS "paused_closing"
          FROM (
            SELECT
              "t30"."account_id",
              "t30"."currency",
              "t30"."n_opening",
              "t30"."n_closing",
              "t30"."paused_opening",
              "t30"."paused_closing",
              COALESCE("t13"."parent_id", "t30"."account_id") AS "unit_id",
              "t12"."opening_rate",
              "t14"."closing_rate"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t24"."account_id",
                  "t24"."currency",
                  "t24"."n_opening",
                  "t24"."n_closing",
                  0 AS "paused_opening",
                  0 AS "paused_closing"
                FROM (
                  SELECT
                    "t18"."account_id",
                    "t18"."currency",
                    CAST(CAST(SUM(
                      IFF(
                        (
                          "t18"."start_date" <= DATE '2024-12-31'
                        )
                        AND (
                          (
                            "t18"."end_date_excl" IS NULL
                          )
                          OR (
                            "t18"."end_date_excl" > DATE '2024-12-31'
                          )
                        ),
                        "t18"."mrr_minor",
                        0
                      )
                    ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_opening",
                    CAST(CAST(SUM(
                      IFF(
                        (
                          "t18"."start_date" <= DATE '2025-12-31'
                        )
                        AND (
                          (
                            "t18"."end_date_excl" IS NULL
                          )
                          OR (
                            "t18"."end_date_excl" > DATE '2025-12-31'
                          )
                        ),
                        "t18"."mrr_minor",
                        0
                      )
                    ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_closing"
                  FROM (
                    SELECT
                      *
                    FROM "t4" AS "t8"
                    WHERE
                      (
                        (
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
                      )
                      OR (
                        (
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
                      )
                  ) AS "t18"
                  GROUP BY
                    1,
                    2
                ) AS "t24"
              ) AS "t25"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t27"."account_id",
                  '' AS "currency",
                  0 AS "n_opening",
                  0 AS "n_closing",
                  "t27"."paused_opening",
                  "t27"."paused_closing"
                FROM (
                  SELECT
                    "t26"."account_id",
                    MAX(
                      IFF(
                        (
                          "t26"."start_date" <= DATE '2024-12-31'
                        )
                        AND (
                          (
                            "t26"."end_date_excl" IS NULL
                          )
                          OR (
                            "t26"."end_date_excl" > DATE '2024-12-31'
                          )
                        )
                        AND (
                          "t26"."scheduled_resume_date" >= DATE '2024-12-31'
                        ),
                        1,
                        0
                      )
                    ) AS "paused_opening",
                    MAX(
                      IFF(
                        (
                          "t26"."start_date" <= DATE '2025-12-31'
                        )
                        AND (
                          (
                            "t26"."end_date_excl" IS NULL
                          )
                          OR (
                            "t26"."end_date_excl" > DATE '2025-12-31'
                          )
                        )
                        AND (
                          "t26"."scheduled_resume_date" >= DATE '2025-12-31'
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
                            IFF(
                              LAG("t5"."end_date_excl") OVER (
                                PARTITION BY "t5"."subscription_id"
                                ORDER BY "t5"."start_date" ASC, "t5"."subscription_row_id" ASC
                              ) = "t5"."start_date",
                              CAST(NULL AS DATE),
                              "t5"."start_date"
                            ) AS "begins"
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
                          ) AS "t5"
                        ) AS "t17"
                      ) AS "t20"
                      WHERE
                        "t20"."scheduled_resume_date" IS NOT NULL
                        AND "t20"."scheduled_resume_date" <= DATEADD(DAY, '90', "t20"."began")
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
                  ) AS "t26"
                  GROUP BY
                    1
                ) AS "t27"
              ) AS "t28"
            ) AS "t30"
            LEFT OUTER JOIN (
              SELECT
                "t6"."account_id",
                "t6"."parent_id"
              FROM (
                SELECT
                  *
                FROM "ultimate_parents" AS "t0"
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
              ) AS "t6"
            ) AS "t13"
              ON "t30"."account_id" = "t13"."account_id"
            LEFT OUTER JOIN (
              SELECT
                "t3"."currency",
                "t3"."rate" AS "opening_rate"
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
              ) AS "t3"
            ) AS "t12"
              ON "t30"."currency" = "t12"."currency"
            LEFT OUTER JOIN (
              SELECT
                "t7"."currency",
                "t7"."rate" AS "closing_rate"
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
              ) AS "t7"
            ) AS "t14"
              ON "t30"."currency" = "t14"."currency"
          ) AS "t31"
          GROUP BY
            1
        ) AS "t32"
      ) AS "t34"
      LEFT OUTER JOIN (
        SELECT
          "t19"."unit_id",
          MIN("t19"."first_paid") AS "first_paid"
        FROM (
          SELECT
            "t16"."account_id",
            "t16"."first_paid",
            COALESCE("t13"."parent_id", "t16"."account_id") AS "unit_id"
          FROM (
            SELECT
              "t8"."account_id",
              MIN("t8"."start_date") AS "first_paid"
            FROM "t4" AS "t8"
            GROUP BY
              1
          ) AS "t16"
          LEFT OUTER JOIN (
            SELECT
              "t6"."account_id",
              "t6"."parent_id"
            FROM (
              SELECT
                *
              FROM "ultimate_parents" AS "t0"
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
            ) AS "t6"
          ) AS "t13"
            ON "t16"."account_id" = "t13"."account_id"
        ) AS "t19"
        GROUP BY
          1
      ) AS "t22"
        ON "t34"."unit_id" = "t22"."unit_id"
    ) AS "t35"
  ) AS "t36"
) AS "t37"
