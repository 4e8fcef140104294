WITH "t20" AS (
  SELECT
    "t18"."account_id",
    "t18"."parent_id"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM "ultimate_parents" AS "t4"
      WHERE
        "t4"."parent_id" <> "t4"."account_id"
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
  ) AS "t18"
)
SELECT
  "t41"."unit_id",
  CASE
    WHEN CASE
      WHEN "t41"."pays_closing" = 1
      THEN CAST(NULL AS TEXT)
      ELSE 'not paying at the closing'
    END IS NULL
    THEN CASE WHEN "t41"."goals" > 0 THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CASE
      WHEN "t41"."pays_closing" = 1
      THEN CAST(NULL AS TEXT)
      ELSE 'not paying at the closing'
    END IS NULL
    THEN CASE WHEN "t41"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CASE
    WHEN "t41"."pays_closing" = 1
    THEN CAST(NULL AS TEXT)
    ELSE 'not paying at the closing'
  END AS "reason",
  "t41"."pays_closing",
  "t41"."goals"
FROM (
  SELECT
    "t40"."unit_id",
    "t40"."pays_closing",
    COALESCE("t31"."goals", 0) AS "goals"
  FROM (
    SELECT
      "t38"."unit_id",
      "t38"."pays_opening",
      "t38"."pays_closing"
    FROM (
      SELECT
        "t37"."unit_id",
        CASE
          WHEN MAX(
            CASE
              WHEN (
                "t37"."n_opening" > 0
              ) AND (
                "t37"."opening_rate" IS NULL
              )
              THEN 1
              ELSE 0
            END
          ) = 1
          THEN CAST(NULL AS BIGINT)
          ELSE CAST(SUM(
            CASE
              WHEN "t37"."n_opening" > 0
              THEN CASE
                WHEN "t37"."opening_rate" = 1
                THEN "t37"."n_opening"
                ELSE CAST(CAST(ROUND(CAST("t37"."n_opening" AS DECIMAL(17, 0)) * "t37"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              END
              ELSE 0
            END
          ) AS BIGINT)
        END AS "opening",
        CASE
          WHEN MAX(
            CASE
              WHEN (
                "t37"."n_closing" > 0
              ) AND (
                "t37"."opening_rate" IS NULL
              )
              THEN 1
              ELSE 0
            END
          ) = 1
          THEN CAST(NULL AS BIGINT)
          ELSE CAST(SUM(
            CASE
              WHEN "t37"."n_closing" > 0
              THEN CASE
                WHEN "t37"."opening_rate" = 1
                THEN "t37"."n_closing"
                ELSE CAST(CAST(ROUND(CAST("t37"."n_closing" AS DECIMAL(17, 0)) * "t37"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              END
              ELSE 0
            END
          ) AS BIGINT)
        END AS "closing",
        CASE
          WHEN MAX(
            CASE
              WHEN (
                "t37"."n_closing" > 0
              ) AND (
                "t37"."closing_rate" IS NULL
              )
              THEN 1
              ELSE 0
            END
          ) = 1
          THEN CAST(NULL AS BIGINT)
          ELSE CAST(SUM(
            CASE
              WHEN "t37"."n_closing" > 0
              THEN CASE
                WHEN "t37"."closing_rate" = 1
                THEN "t37"."n_closing"
                ELSE CAST(CAST(ROUND(CAST("t37"."n_closing" AS DECIMAL(17, 0)) * "t37"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              END
              ELSE 0
            END
          ) AS BIGINT)
        END AS "reported",
        MAX(CASE WHEN "t37"."n_opening" > 0 THEN 1 ELSE 0 END) AS "pays_opening",
        MAX(CASE WHEN "t37"."n_closing" > 0 THEN 1 ELSE 0 END) AS "pays_closing",
        MAX("t37"."paused_opening") AS "paused_opening",
        MAX("t37"."paused_closing") AS "paused_closing",
        MIN("t37"."first_paid") AS "first_paid"
      FROM (
        SELECT
          "t36"."account_id",
          "t36"."currency",
          "t36"."n_opening",
          "t36"."n_closing",
          "t36"."first_paid",
          "t36"."paused_opening",
          "t36"."paused_closing",
          COALESCE("t23"."parent_id", "t36"."account_id") AS "unit_id",
          "t19"."opening_rate",
          "t16"."closing_rate"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t25"."account_id",
              "t25"."currency",
              "t25"."n_0" AS "n_opening",
              "t25"."n_1" AS "n_closing",
              "t25"."first_paid",
              0 AS "paused_opening",
              0 AS "paused_closing"
            FROM (
              SELECT
                "t6"."account_id",
                "t6"."currency",
                CAST(SUM(
                  CASE
                    WHEN (
                      "t6"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t6"."end_date_excl" IS NULL
                      )
                      OR (
                        "t6"."end_date_excl" > DATE '2024-12-31'
                      )
                    )
                    THEN "t6"."mrr_minor"
                    ELSE 0
                  END
                ) AS BIGINT) AS "n_0",
                CAST(SUM(
                  CASE
                    WHEN (
                      "t6"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t6"."end_date_excl" IS NULL
                      )
                      OR (
                        "t6"."end_date_excl" > DATE '2025-12-31'
                      )
                    )
                    THEN "t6"."mrr_minor"
                    ELSE 0
                  END
                ) AS BIGINT) AS "n_1",
                MIN("t6"."start_date") AS "first_paid"
              FROM (
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
              ) AS "t6"
              GROUP BY
                1,
                2
            ) AS "t25"
          ) AS "t26"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t33"."account_id",
              '' AS "currency",
              0 AS "n_opening",
              0 AS "n_closing",
              CAST(NULL AS DATE) AS "first_paid",
              "t33"."paused_opening",
              "t33"."paused_closing"
            FROM (
              SELECT
                "t32"."account_id",
                MAX(
                  CASE
                    WHEN (
                      "t32"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t32"."end_date_excl" IS NULL
                      )
                      OR (
                        "t32"."end_date_excl" > DATE '2024-12-31'
                      )
                    )
                    AND (
                      "t32"."scheduled_resume_date" >= DATE '2024-12-31'
                    )
                    THEN 1
                    ELSE 0
                  END
                ) AS "paused_opening",
                MAX(
                  CASE
                    WHEN (
                      "t32"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t32"."end_date_excl" IS NULL
                      )
                      OR (
                        "t32"."end_date_excl" > DATE '2025-12-31'
                      )
                    )
                    AND (
                      "t32"."scheduled_resume_date" >= DATE '2025-12-31'
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
                    "t27"."account_id",
                    "t27"."start_date",
                    "t27"."end_date_excl",
                    "t27"."scheduled_resume_date"
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
                        CASE
                          WHEN LAG("t7"."end_date_excl") OVER (
                            PARTITION BY "t7"."subscription_id"
                            ORDER BY "t7"."start_date" ASC, "t7"."subscription_row_id" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) = "t7"."start_date"
                          THEN CAST(NULL AS DATE)
                          ELSE "t7"."start_date"
                        END AS "begins"
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
                  ) AS "t27"
                  WHERE
                    "t27"."scheduled_resume_date" IS NOT NULL
                    AND "t27"."scheduled_resume_date" <= (
                      "t27"."began" + INTERVAL '90' DAY
                    )
                ) AS "t29"
                WHERE
                  (
                    (
                      "t29"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t29"."end_date_excl" IS NULL
                      )
                      OR (
                        "t29"."end_date_excl" > DATE '2024-12-31'
                      )
                    )
                    AND (
                      "t29"."scheduled_resume_date" >= DATE '2024-12-31'
                    )
                  )
                  OR (
                    (
                      "t29"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t29"."end_date_excl" IS NULL
                      )
                      OR (
                        "t29"."end_date_excl" > DATE '2025-12-31'
                      )
                    )
                    AND (
                      "t29"."scheduled_resume_date" >= DATE '2025-12-31'
                    )
                  )
              ) AS "t32"
              GROUP BY
                1
            ) AS "t33"
          ) AS "t34"
        ) AS "t36"
        LEFT OUTER JOIN "t20" AS "t23"
          ON "t36"."account_id" = "t23"."account_id"
        LEFT OUTER JOIN (
          SELECT
            "t11"."currency",
            "t11"."rate" AS "opening_rate"
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
          ) AS "t11"
        ) AS "t19"
          ON "t36"."currency" = "t19"."currency"
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
          ON "t36"."currency" = "t16"."currency"
      ) AS "t37"
      GROUP BY
        1
    ) AS "t38"
    WHERE
      (
        (
          "t38"."pays_opening" = 1
        )
        OR (
          "t38"."pays_closing" = 1
        )
        OR (
          "t38"."paused_opening" = 1
        )
        OR (
          "t38"."paused_closing" = 1
        )
      )
      AND (
        (
          "t38"."pays_opening" = 1
        ) OR (
          "t38"."pays_closing" = 1
        )
      )
  ) AS "t40"
  LEFT OUTER JOIN (
    SELECT
      "t28"."unit_id",
      CAST(SUM(CASE WHEN "t28"."goal_id" IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS "goals"
    FROM (
      SELECT
        "t12"."goal_id",
        "t12"."plan_id",
        "t12"."account_id",
        "t12"."due_on",
        "t12"."baseline",
        "t12"."target",
        "t12"."verified_on",
        "t12"."attained_on",
        "t12"."ended_on",
        "t12"."cancelled",
        COALESCE("t24"."parent_id", "t12"."account_id") AS "unit_id"
      FROM (
        SELECT
          *
        FROM "goals" AS "t0"
        WHERE
          (
            (
              CAST(NULL AS DATE) IS NULL
            )
            OR (
              CAST(NULL AS DATE) <= DATE '2025-12-31'
            )
          )
          AND (
            (
              "t0"."ended_on" IS NULL
            ) OR (
              "t0"."ended_on" > DATE '2025-12-31'
            )
          )
          AND (
            (
              "t0"."attained_on" IS NULL
            )
            OR (
              "t0"."attained_on" > DATE '2025-12-31'
            )
          )
      ) AS "t12"
      SEMI JOIN (
        SELECT
          "t10"."plan_id"
        FROM (
          SELECT
            *
          FROM "success_plans" AS "t2"
          WHERE
            (
              (
                "t2"."started_on" IS NULL
              )
              OR (
                "t2"."started_on" <= DATE '2025-12-31'
              )
            )
            AND (
              (
                "t2"."closed_on" IS NULL
              )
              OR (
                "t2"."closed_on" > DATE '2025-12-31'
              )
            )
        ) AS "t10"
      ) AS "t17"
        ON "t12"."plan_id" = "t17"."plan_id"
      LEFT OUTER JOIN "t20" AS "t24"
        ON "t12"."account_id" = "t24"."account_id"
    ) AS "t28"
    GROUP BY
      1
  ) AS "t31"
    ON "t40"."unit_id" = "t31"."unit_id"
) AS "t41"
