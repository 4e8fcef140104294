WITH "t15" AS (
  SELECT
    "t3"."currency",
    "t3"."valid_from",
    "t3"."valid_to_excl",
    "t3"."rate",
    "t13"."opening_day",
    "t13"."closing_day"
  FROM "fx_rates" AS "t3"
  CROSS JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t5"."opening_day",
        DATE '2025-01-31' AS "closing_day"
      FROM (
        SELECT
          DATE '2024-12-31' AS "opening_day"
      ) AS "t5"
    ) AS "t11"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t4"."opening_day",
        DATE '2025-02-28' AS "closing_day"
      FROM (
        SELECT
          DATE '2025-01-31' AS "opening_day"
      ) AS "t4"
    ) AS "t9"
  ) AS "t13"
)
SELECT
  *
FROM (
  SELECT
    "t39"."opening_day",
    "t39"."closing_day",
    CAST(SUM(COALESCE("t39"."opening", 0)) AS BIGINT) AS "opening",
    CAST(SUM(COALESCE("t39"."closing", 0)) AS BIGINT) AS "closing",
    CAST(SUM(COALESCE("t39"."reported", 0)) AS BIGINT) AS "reported",
    CAST(SUM(CASE WHEN "t39"."fx" IS NOT NULL THEN "t39"."fx" ELSE 0 END) AS BIGINT) AS "fx",
    CAST(SUM(CASE WHEN "t39"."category" = 'new' THEN "t39"."amount" ELSE 0 END) AS BIGINT) AS "new",
    CAST(SUM(CASE WHEN "t39"."category" = 'resume' THEN "t39"."amount" ELSE 0 END) AS BIGINT) AS "resume",
    CAST(SUM(CASE WHEN "t39"."category" = 'reactivation' THEN "t39"."amount" ELSE 0 END) AS BIGINT) AS "reactivation",
    CAST(SUM(CASE WHEN "t39"."category" = 'pause' THEN "t39"."amount" ELSE 0 END) AS BIGINT) AS "pause",
    CAST(SUM(CASE WHEN "t39"."category" = 'churn' THEN "t39"."amount" ELSE 0 END) AS BIGINT) AS "churn",
    CAST(SUM(CASE WHEN "t39"."category" = 'expansion' THEN "t39"."amount" ELSE 0 END) AS BIGINT) AS "expansion",
    CAST(SUM(CASE WHEN "t39"."category" = 'contraction' THEN "t39"."amount" ELSE 0 END) AS BIGINT) AS "contraction",
    CAST(SUM(CASE WHEN "t39"."category" = 'new' THEN 1 ELSE 0 END) AS BIGINT) AS "new_units",
    CAST(SUM(CASE WHEN "t39"."category" = 'resume' THEN 1 ELSE 0 END) AS BIGINT) AS "resume_units",
    CAST(SUM(CASE WHEN "t39"."category" = 'reactivation' THEN 1 ELSE 0 END) AS BIGINT) AS "reactivation_units",
    CAST(SUM(CASE WHEN "t39"."category" = 'pause' THEN 1 ELSE 0 END) AS BIGINT) AS "pause_units",
    CAST(SUM(CASE WHEN "t39"."category" = 'churn' THEN 1 ELSE 0 END) AS BIGINT) AS "churn_units",
    CAST(SUM(CASE WHEN "t39"."category" = 'expansion' THEN 1 ELSE 0 END) AS BIGINT) AS "expansion_units",
    CAST(SUM(CASE WHEN "t39"."category" = 'contraction' THEN 1 ELSE 0 END) AS BIGINT) AS "contraction_units",
    CAST(SUM("t39"."logo_opening") AS BIGINT) AS "logos_opening",
    CAST(SUM(
      CASE
        WHEN (
          "t39"."logo_opening" = 0
        )
        AND (
          "t39"."logo_closing" = 1
        )
        AND COALESCE("t39"."first_paid" > "t39"."opening_day", TRUE)
        THEN 1
        ELSE 0
      END
    ) AS BIGINT) AS "logos_new",
    CAST(SUM(
      CASE
        WHEN (
          "t39"."logo_opening" = 0
        )
        AND (
          "t39"."logo_closing" = 1
        )
        AND NOT (
          COALESCE("t39"."first_paid" > "t39"."opening_day", TRUE)
        )
        THEN 1
        ELSE 0
      END
    ) AS BIGINT) AS "logos_back",
    CAST(SUM(
      CASE
        WHEN (
          "t39"."logo_opening" = 1
        ) AND (
          "t39"."logo_closing" = 0
        )
        THEN 1
        ELSE 0
      END
    ) AS BIGINT) AS "logos_lost",
    CAST(SUM("t39"."logo_closing") AS BIGINT) AS "logos_closing",
    CAST(SUM("t39"."pays_closing") AS BIGINT) AS "paying_closing",
    CAST(SUM(
      CASE
        WHEN (
          "t39"."category" IS NULL
        ) OR (
          "t39"."reported" IS NULL
        )
        THEN 1
        ELSE 0
      END
    ) AS BIGINT) AS "no_rate"
  FROM (
    SELECT
      "t38"."opening_day",
      "t38"."closing_day",
      "t38"."unit_id",
      "t38"."opening",
      "t38"."closing",
      "t38"."reported",
      "t38"."pays_opening",
      "t38"."pays_closing",
      "t38"."paused_opening",
      "t38"."paused_closing",
      "t38"."first_paid",
      "t38"."amount",
      "t38"."fx",
      CASE
        WHEN (
          "t38"."opening" IS NULL
        ) OR (
          "t38"."closing" IS NULL
        )
        THEN CAST(NULL AS TEXT)
        WHEN "t38"."opening" = "t38"."closing"
        THEN 'none'
        WHEN (
          "t38"."opening" = 0
        ) AND (
          "t38"."first_paid" > "t38"."opening_day"
        )
        THEN 'new'
        WHEN (
          "t38"."opening" = 0
        ) AND (
          "t38"."paused_opening" = 1
        )
        THEN 'resume'
        WHEN "t38"."opening" = 0
        THEN 'reactivation'
        WHEN (
          "t38"."closing" = 0
        ) AND (
          "t38"."paused_closing" = 1
        )
        THEN 'pause'
        WHEN "t38"."closing" = 0
        THEN 'churn'
        WHEN "t38"."closing" > "t38"."opening"
        THEN 'expansion'
        ELSE 'contraction'
      END AS "category",
      "t38"."pays_opening" + "t38"."paused_opening" AS "logo_opening",
      "t38"."pays_closing" + "t38"."paused_closing" AS "logo_closing"
    FROM (
      SELECT
        "t37"."opening_day",
        "t37"."closing_day",
        "t37"."unit_id",
        "t37"."opening",
        "t37"."closing",
        "t37"."reported",
        "t37"."pays_opening",
        "t37"."pays_closing",
        "t37"."paused_opening" * (
          1 - "t37"."pays_opening"
        ) AS "paused_opening",
        "t37"."paused_closing" * (
          1 - "t37"."pays_closing"
        ) AS "paused_closing",
        "t37"."first_paid",
        "t37"."closing" - "t37"."opening" AS "amount",
        "t37"."reported" - "t37"."closing" AS "fx"
      FROM (
        SELECT
          "t36"."opening_day",
          "t36"."closing_day",
          "t36"."unit_id",
          CASE
            WHEN MAX(
              CASE
                WHEN (
                  "t36"."n_opening" > 0
                ) AND (
                  "t36"."opening_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t36"."n_opening" > 0
                THEN CASE
                  WHEN "t36"."opening_rate" = 1
                  THEN "t36"."n_opening"
                  ELSE CAST(CAST(ROUND(CAST("t36"."n_opening" AS DECIMAL(17, 0)) * "t36"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
                END
                ELSE 0
              END
            ) AS BIGINT)
          END AS "opening",
          CASE
            WHEN MAX(
              CASE
                WHEN (
                  "t36"."n_closing" > 0
                ) AND (
                  "t36"."opening_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t36"."n_closing" > 0
                THEN CASE
                  WHEN "t36"."opening_rate" = 1
                  THEN "t36"."n_closing"
                  ELSE CAST(CAST(ROUND(CAST("t36"."n_closing" AS DECIMAL(17, 0)) * "t36"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
                END
                ELSE 0
              END
            ) AS BIGINT)
          END AS "closing",
          CASE
            WHEN MAX(
              CASE
                WHEN (
                  "t36"."n_closing" > 0
                ) AND (
                  "t36"."closing_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t36"."n_closing" > 0
                THEN CASE
                  WHEN "t36"."closing_rate" = 1
                  THEN "t36"."n_closing"
                  ELSE CAST(CAST(ROUND(CAST("t36"."n_closing" AS DECIMAL(17, 0)) * "t36"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
                END
                ELSE 0
              END
            ) AS BIGINT)
          END AS "reported",
          MAX(CASE WHEN "t36"."n_opening" > 0 THEN 1 ELSE 0 END) AS "pays_opening",
          MAX(CASE WHEN "t36"."n_closing" > 0 THEN 1 ELSE 0 END) AS "pays_closing",
          MAX("t36"."paused_opening") AS "paused_opening",
          MAX("t36"."paused_closing") AS "paused_closing",
          MIN("t36"."first_paid") AS "first_paid"
        FROM (
          SELECT
            "t35"."opening_day",
            "t35"."closing_day",
            "t35"."account_id",
            "t35"."currency",
            "t35"."n_opening",
            "t35"."n_closing",
            "t35"."first_paid",
            "t35"."paused_opening",
            "t35"."paused_closing",
            COALESCE("t21"."parent_id", "t35"."account_id") AS "unit_id",
            "t25"."opening_rate",
            "t26"."closing_rate"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t13"."opening_day",
                "t13"."closing_day",
                "t20"."account_id",
                "t20"."currency",
                CASE
                  WHEN "t13"."closing_day" = DATE '2025-01-31'
                  THEN "t20"."n_0"
                  WHEN "t13"."closing_day" = DATE '2025-02-28'
                  THEN "t20"."n_1"
                  ELSE NULL
                END AS "n_opening",
                CASE
                  WHEN "t13"."closing_day" = DATE '2025-01-31'
                  THEN "t20"."n_1"
                  WHEN "t13"."closing_day" = DATE '2025-02-28'
                  THEN "t20"."n_2"
                  ELSE NULL
                END AS "n_closing",
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
                        "t7"."start_date" <= DATE '2025-01-31'
                      )
                      AND (
                        (
                          "t7"."end_date_excl" IS NULL
                        )
                        OR (
                          "t7"."end_date_excl" > DATE '2025-01-31'
                        )
                      )
                      THEN "t7"."mrr_minor"
                      ELSE 0
                    END
                  ) AS BIGINT) AS "n_1",
                  CAST(SUM(
                    CASE
                      WHEN (
                        "t7"."start_date" <= DATE '2025-02-28'
                      )
                      AND (
                        (
                          "t7"."end_date_excl" IS NULL
                        )
                        OR (
                          "t7"."end_date_excl" > DATE '2025-02-28'
                        )
                      )
                      THEN "t7"."mrr_minor"
                      ELSE 0
                    END
                  ) AS BIGINT) AS "n_2",
                  MIN("t7"."start_date") AS "first_paid"
                FROM (
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
                ) AS "t7"
                GROUP BY
                  1,
                  2
              ) AS "t20"
              CROSS JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    "t5"."opening_day",
                    DATE '2025-01-31' AS "closing_day"
                  FROM (
                    SELECT
                      DATE '2024-12-31' AS "opening_day"
                  ) AS "t5"
                ) AS "t11"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t4"."opening_day",
                    DATE '2025-02-28' AS "closing_day"
                  FROM (
                    SELECT
                      DATE '2025-01-31' AS "opening_day"
                  ) AS "t4"
                ) AS "t9"
              ) AS "t13"
            ) AS "t27"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t32"."opening_day",
                "t32"."closing_day",
                "t32"."account_id",
                '' AS "currency",
                0 AS "n_opening",
                0 AS "n_closing",
                CAST(NULL AS DATE) AS "first_paid",
                "t32"."paused_opening",
                "t32"."paused_closing"
              FROM (
                SELECT
                  "t31"."opening_day",
                  "t31"."closing_day",
                  "t31"."account_id",
                  MAX(
                    CASE
                      WHEN (
                        "t31"."start_date" <= "t31"."opening_day"
                      )
                      AND (
                        (
                          "t31"."end_date_excl" IS NULL
                        )
                        OR (
                          "t31"."end_date_excl" > "t31"."opening_day"
                        )
                      )
                      AND (
                        "t31"."scheduled_resume_date" >= "t31"."opening_day"
                      )
                      THEN 1
                      ELSE 0
                    END
                  ) AS "paused_opening",
                  MAX(
                    CASE
                      WHEN (
                        "t31"."start_date" <= "t31"."closing_day"
                      )
                      AND (
                        (
                          "t31"."end_date_excl" IS NULL
                        )
                        OR (
                          "t31"."end_date_excl" > "t31"."closing_day"
                        )
                      )
                      AND (
                        "t31"."scheduled_resume_date" >= "t31"."closing_day"
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
                      "t29"."account_id",
                      "t29"."start_date",
                      "t29"."end_date_excl",
                      "t29"."scheduled_resume_date",
                      "t13"."opening_day",
                      "t13"."closing_day"
                    FROM (
                      SELECT
                        "t24"."account_id",
                        "t24"."start_date",
                        "t24"."end_date_excl",
                        "t24"."scheduled_resume_date"
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
                          ) AS "t8"
                        ) AS "t17"
                      ) AS "t24"
                      WHERE
                        "t24"."scheduled_resume_date" IS NOT NULL
                        AND "t24"."scheduled_resume_date" <= (
                          "t24"."began" + INTERVAL '90' DAY
                        )
                    ) AS "t29"
                    CROSS JOIN (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t5"."opening_day",
                          DATE '2025-01-31' AS "closing_day"
                        FROM (
                          SELECT
                            DATE '2024-12-31' AS "opening_day"
                        ) AS "t5"
                      ) AS "t11"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t4"."opening_day",
                          DATE '2025-02-28' AS "closing_day"
                        FROM (
                          SELECT
                            DATE '2025-01-31' AS "opening_day"
                        ) AS "t4"
                      ) AS "t9"
                    ) AS "t13"
                  ) AS "t30"
                  WHERE
                    (
                      (
                        "t30"."start_date" <= "t30"."opening_day"
                      )
                      AND (
                        (
                          "t30"."end_date_excl" IS NULL
                        )
                        OR (
                          "t30"."end_date_excl" > "t30"."opening_day"
                        )
                      )
                      AND (
                        "t30"."scheduled_resume_date" >= "t30"."opening_day"
                      )
                    )
                    OR (
                      (
                        "t30"."start_date" <= "t30"."closing_day"
                      )
                      AND (
                        (
                          "t30"."end_date_excl" IS NULL
                        )
                        OR (
                          "t30"."end_date_excl" > "t30"."closing_day"
                        )
                      )
                      AND (
                        "t30"."scheduled_resume_date" >= "t30"."closing_day"
                      )
                    )
                ) AS "t31"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t32"
            ) AS "t33"
          ) AS "t35"
          LEFT OUTER JOIN (
            SELECT
              "t14"."opening_day",
              "t14"."closing_day",
              "t14"."account_id",
              "t14"."parent_id"
            FROM (
              SELECT
                "t10"."account_id",
                "t10"."parent_id",
                "t10"."valid_from",
                "t10"."valid_to_excl",
                "t13"."opening_day",
                "t13"."closing_day"
              FROM (
                SELECT
                  *
                FROM "ultimate_parents" AS "t1"
                WHERE
                  "t1"."parent_id" <> "t1"."account_id"
              ) AS "t10"
              CROSS JOIN (
                SELECT
                  *
                FROM (
                  SELECT
                    "t5"."opening_day",
                    DATE '2025-01-31' AS "closing_day"
                  FROM (
                    SELECT
                      DATE '2024-12-31' AS "opening_day"
                  ) AS "t5"
                ) AS "t11"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t4"."opening_day",
                    DATE '2025-02-28' AS "closing_day"
                  FROM (
                    SELECT
                      DATE '2025-01-31' AS "opening_day"
                  ) AS "t4"
                ) AS "t9"
              ) AS "t13"
            ) AS "t14"
            WHERE
              (
                (
                  "t14"."valid_from" IS NULL
                )
                OR (
                  "t14"."valid_from" <= "t14"."closing_day"
                )
              )
              AND (
                (
                  "t14"."valid_to_excl" IS NULL
                )
                OR (
                  "t14"."valid_to_excl" > "t14"."closing_day"
                )
              )
          ) AS "t21"
            ON "t35"."account_id" = "t21"."account_id"
            AND "t35"."opening_day" = "t21"."opening_day"
            AND "t35"."closing_day" = "t21"."closing_day"
          LEFT OUTER JOIN (
            SELECT
              "t16"."opening_day",
              "t16"."closing_day",
              "t16"."currency",
              "t16"."rate" AS "opening_rate"
            FROM "t15" AS "t16"
            WHERE
              (
                (
                  "t16"."valid_from" IS NULL
                )
                OR (
                  "t16"."valid_from" <= "t16"."opening_day"
                )
              )
              AND (
                (
                  "t16"."valid_to_excl" IS NULL
                )
                OR (
                  "t16"."valid_to_excl" > "t16"."opening_day"
                )
              )
          ) AS "t25"
            ON "t35"."currency" = "t25"."currency"
            AND "t35"."opening_day" = "t25"."opening_day"
            AND "t35"."closing_day" = "t25"."closing_day"
          LEFT OUTER JOIN (
            SELECT
              "t16"."opening_day",
              "t16"."closing_day",
              "t16"."currency",
              "t16"."rate" AS "closing_rate"
            FROM "t15" AS "t16"
            WHERE
              (
                (
                  "t16"."valid_from" IS NULL
                )
                OR (
                  "t16"."valid_from" <= "t16"."closing_day"
                )
              )
              AND (
                (
                  "t16"."valid_to_excl" IS NULL
                )
                OR (
                  "t16"."valid_to_excl" > "t16"."closing_day"
                )
              )
          ) AS "t26"
            ON "t35"."currency" = "t26"."currency"
            AND "t35"."opening_day" = "t26"."opening_day"
            AND "t35"."closing_day" = "t26"."closing_day"
        ) AS "t36"
        GROUP BY
          1,
          2,
          3
      ) AS "t37"
      WHERE
        (
          "t37"."pays_opening" = 1
        )
        OR (
          "t37"."pays_closing" = 1
        )
        OR (
          "t37"."paused_opening" = 1
        )
        OR (
          "t37"."paused_closing" = 1
        )
    ) AS "t38"
  ) AS "t39"
  GROUP BY
    1,
    2
) AS "t40"
ORDER BY
  "t40"."opening_day" ASC,
  "t40"."closing_day" ASC
