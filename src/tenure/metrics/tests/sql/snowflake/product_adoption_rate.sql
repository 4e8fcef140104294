SELECT
  "t37"."unit_id",
  IFF(
    IFF("t37"."pays_closing" = 1, CAST(NULL AS VARCHAR), 'not paying at the closing') IS NULL,
    IFF("t37"."users" >= 2, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "numerator",
  IFF(
    IFF("t37"."pays_closing" = 1, CAST(NULL AS VARCHAR), 'not paying at the closing') IS NULL,
    IFF("t37"."unit_id" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  IFF("t37"."pays_closing" = 1, CAST(NULL AS VARCHAR), 'not paying at the closing') AS "reason",
  "t37"."pays_closing",
  "t37"."users"
FROM (
  SELECT
    "t36"."unit_id",
    "t36"."pays_closing",
    COALESCE("t27"."users", 0) AS "users"
  FROM (
    SELECT
      "t34"."unit_id",
      "t34"."pays_opening",
      "t34"."pays_closing"
    FROM (
      SELECT
        "t33"."unit_id",
        IFF(
          MAX(IFF((
            "t33"."n_opening" > 0
          ) AND (
            "t33"."opening_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(SUM(
            IFF(
              "t33"."n_opening" > 0,
              IFF(
                "t33"."opening_rate" = 1,
                "t33"."n_opening",
                CAST(CAST(ROUND(CAST("t33"."n_opening" AS DECIMAL(17, 0)) * "t33"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              ),
              0
            )
          ) AS BIGINT)
        ) AS "opening",
        IFF(
          MAX(IFF((
            "t33"."n_closing" > 0
          ) AND (
            "t33"."opening_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(SUM(
            IFF(
              "t33"."n_closing" > 0,
              IFF(
                "t33"."opening_rate" = 1,
                "t33"."n_closing",
                CAST(CAST(ROUND(CAST("t33"."n_closing" AS DECIMAL(17, 0)) * "t33"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              ),
              0
            )
          ) AS BIGINT)
        ) AS "closing",
        IFF(
          MAX(IFF((
            "t33"."n_closing" > 0
          ) AND (
            "t33"."closing_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(SUM(
            IFF(
              "t33"."n_closing" > 0,
              IFF(
                "t33"."closing_rate" = 1,
                "t33"."n_closing",
                CAST(CAST(ROUND(CAST("t33"."n_closing" AS DECIMAL(17, 0)) * "t33"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
              ),
              0
            )
          ) AS BIGINT)
        ) AS "reported",
        MAX(IFF("t33"."n_opening" > 0, 1, 0)) AS "pays_opening",
        MAX(IFF("t33"."n_closing" > 0, 1, 0)) AS "pays_closing",
        MAX("t33"."paused_opening") AS "paused_opening",
        MAX("t33"."paused_closing") AS "paused_closing",
        MIN("t33"."first_paid") AS "first_paid"
      FROM (
        SELECT
          "t32"."account_id",
          "t32"."currency",
          "t32"."n_opening",
          "t32"."n_closing",
          "t32"."first_paid",
          "t32"."paused_opening",
          "t32"."paused_closing",
          COALESCE("t18"."parent_id", "t32"."account_id") AS "unit_id",
          "t15"."opening_rate",
          "t14"."closing_rate"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t21"."account_id",
              "t21"."currency",
              "t21"."n_0" AS "n_opening",
              "t21"."n_1" AS "n_closing",
              "t21"."first_paid",
              0 AS "paused_opening",
              0 AS "paused_closing"
            FROM (
              SELECT
                "t6"."account_id",
                "t6"."currency",
                CAST(SUM(
                  IFF(
                    (
                      "t6"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t6"."end_date_excl" IS NULL
                      )
                      OR (
                        "t6"."end_date_excl" > DATE '2024-12-31'
                      )
                    ),
                    "t6"."mrr_minor",
                    0
                  )
                ) AS BIGINT) AS "n_0",
                CAST(SUM(
                  IFF(
                    (
                      "t6"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t6"."end_date_excl" IS NULL
                      )
                      OR (
                        "t6"."end_date_excl" > DATE '2025-12-31'
                      )
                    ),
                    "t6"."mrr_minor",
                    0
                  )
                ) AS BIGINT) AS "n_1",
                MIN("t6"."start_date") AS "first_paid"
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
              ) AS "t6"
              GROUP BY
                1,
                2
            ) AS "t21"
          ) AS "t22"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t29"."account_id",
              '' AS "currency",
              0 AS "n_opening",
              0 AS "n_closing",
              CAST(NULL AS DATE) AS "first_paid",
              "t29"."paused_opening",
              "t29"."paused_closing"
            FROM (
              SELECT
                "t28"."account_id",
                MAX(
                  IFF(
                    (
                      "t28"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t28"."end_date_excl" IS NULL
                      )
                      OR (
                        "t28"."end_date_excl" > DATE '2024-12-31'
                      )
                    )
                    AND (
                      "t28"."scheduled_resume_date" >= DATE '2024-12-31'
                    ),
                    1,
                    0
                  )
                ) AS "paused_opening",
                MAX(
                  IFF(
                    (
                      "t28"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t28"."end_date_excl" IS NULL
                      )
                      OR (
                        "t28"."end_date_excl" > DATE '2025-12-31'
                      )
                    )
                    AND (
                      "t28"."scheduled_resume_date" >= DATE '2025-12-31'
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
                    "t23"."account_id",
                    "t23"."start_date",
                    "t23"."end_date_excl",
                    "t23"."scheduled_resume_date"
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
                      ) AS "t7"
                    ) AS "t17"
                  ) AS "t23"
                  WHERE
                    "t23"."scheduled_resume_date" IS NOT NULL
                    AND "t23"."scheduled_resume_date" <= DATEADD(DAY, '90', "t23"."began")
                ) AS "t25"
                WHERE
                  (
                    (
                      "t25"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t25"."end_date_excl" IS NULL
                      )
                      OR (
                        "t25"."end_date_excl" > DATE '2024-12-31'
                      )
                    )
                    AND (
                      "t25"."scheduled_resume_date" >= DATE '2024-12-31'
                    )
                  )
                  OR (
                    (
                      "t25"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t25"."end_date_excl" IS NULL
                      )
                      OR (
                        "t25"."end_date_excl" > DATE '2025-12-31'
                      )
                    )
                    AND (
                      "t25"."scheduled_resume_date" >= DATE '2025-12-31'
                    )
                  )
              ) AS "t28"
              GROUP BY
                1
            ) AS "t29"
          ) AS "t30"
        ) AS "t32"
        LEFT OUTER JOIN (
          SELECT
            "t12"."account_id",
            "t12"."parent_id"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM "ultimate_parents" AS "t3"
              WHERE
                "t3"."parent_id" <> "t3"."account_id"
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
          ) AS "t12"
        ) AS "t18"
          ON "t32"."account_id" = "t18"."account_id"
        LEFT OUTER JOIN (
          SELECT
            "t9"."currency",
            "t9"."rate" AS "opening_rate"
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
          ) AS "t9"
        ) AS "t15"
          ON "t32"."currency" = "t15"."currency"
        LEFT OUTER JOIN (
          SELECT
            "t8"."currency",
            "t8"."rate" AS "closing_rate"
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
          ) AS "t8"
        ) AS "t14"
          ON "t32"."currency" = "t14"."currency"
      ) AS "t33"
      GROUP BY
        1
    ) AS "t34"
    WHERE
      (
        (
          "t34"."pays_opening" = 1
        )
        OR (
          "t34"."pays_closing" = 1
        )
        OR (
          "t34"."paused_opening" = 1
        )
        OR (
          "t34"."paused_closing" = 1
        )
      )
      AND (
        (
          "t34"."pays_opening" = 1
        ) OR (
          "t34"."pays_closing" = 1
        )
      )
  ) AS "t36"
  LEFT OUTER JOIN (
    SELECT
      "t24"."unit_id",
      CAST(SUM("t24"."users") AS BIGINT) AS "users"
    FROM (
      SELECT
        "t20"."account_id",
        "t20"."users",
        COALESCE("t18"."parent_id", "t20"."account_id") AS "unit_id"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t5"."account_id",
            CAST(SUM("t5"."delta") AS BIGINT) AS "users"
          FROM (
            SELECT
              *
            FROM "active_user_steps" AS "t1"
            WHERE
              "t1"."window" = 30 AND "t1"."day" <= DATE '2025-12-31'
          ) AS "t5"
          GROUP BY
            1
        ) AS "t13"
        WHERE
          "t13"."users" > 0
      ) AS "t20"
      LEFT OUTER JOIN (
        SELECT
          "t12"."account_id",
          "t12"."parent_id"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM "ultimate_parents" AS "t3"
            WHERE
              "t3"."parent_id" <> "t3"."account_id"
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
        ) AS "t12"
      ) AS "t18"
        ON "t20"."account_id" = "t18"."account_id"
    ) AS "t24"
    GROUP BY
      1
  ) AS "t27"
    ON "t36"."unit_id" = "t27"."unit_id"
) AS "t37"
