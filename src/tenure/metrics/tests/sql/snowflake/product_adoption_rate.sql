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
          CAST(CAST(SUM(
            IFF(
              "t33"."n_opening" > 0,
              CAST(CAST(ROUND(CAST("t33"."n_opening" AS DECIMAL(17, 0)) * "t33"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
              0
            )
          ) AS DECIMAL(38, 0)) AS BIGINT)
        ) AS "opening",
        IFF(
          MAX(IFF((
            "t33"."n_closing" > 0
          ) AND (
            "t33"."opening_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(CAST(SUM(
            IFF(
              "t33"."n_closing" > 0,
              CAST(CAST(ROUND(CAST("t33"."n_closing" AS DECIMAL(17, 0)) * "t33"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
              0
            )
          ) AS DECIMAL(38, 0)) AS BIGINT)
        ) AS "closing",
        IFF(
          MAX(IFF((
            "t33"."n_closing" > 0
          ) AND (
            "t33"."closing_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(CAST(SUM(
            IFF(
              "t33"."n_closing" > 0,
              CAST(CAST(ROUND(CAST("t33"."n_closing" AS DECIMAL(17, 0)) * "t33"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
              0
            )
          ) AS DECIMAL(38, 0)) AS BIGINT)
        ) AS "reported",
        MAX(IFF("t33"."n_opening" > 0, 1, 0)) AS "pays_opening",
        MAX(IFF("t33"."n_closing" > 0, 1, 0)) AS "pays_closing",
        MAX("t33"."paused_opening") AS "paused_opening",
        MAX("t33"."paused_closing") AS "paused_closing"
      FROM (
        SELECT
          "t32"."account_id",
          "t32"."currency",
          "t32"."n_opening",
          "t32"."n_closing",
          "t32"."paused_opening",
          "t32"."paused_closing",
          COALESCE("t13"."parent_id", "t32"."account_id") AS "unit_id",
          "t15"."opening_rate",
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
                "t17"."account_id",
                "t17"."currency",
                CAST(CAST(SUM(
                  IFF(
                    (
                      "t17"."start_date" <= DATE '2024-12-31'
                    )
                    AND (
                      (
                        "t17"."end_date_excl" IS NULL
                      )
                      OR (
                        "t17"."end_date_excl" > DATE '2024-12-31'
                      )
                    ),
                    "t17"."mrr_minor",
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_opening",
                CAST(CAST(SUM(
                  IFF(
                    (
                      "t17"."start_date" <= DATE '2025-12-31'
                    )
                    AND (
                      (
                        "t17"."end_date_excl" IS NULL
                      )
                      OR (
                        "t17"."end_date_excl" > DATE '2025-12-31'
                      )
                    ),
                    "t17"."mrr_minor",
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_closing"
              FROM (
                SELECT
                  *
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
                ) AS "t5"
                WHERE
                  (
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
                    )
                  )
                  OR (
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
                    )
                  )
              ) AS "t17"
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
              "t29"."account_id",
              '' AS "currency",
              0 AS "n_opening",
              0 AS "n_closing",
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
                    "t21"."account_id",
                    "t21"."start_date",
                    "t21"."end_date_excl",
                    "t21"."scheduled_resume_date"
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
                      ) AS "t6"
                    ) AS "t18"
                  ) AS "t21"
                  WHERE
                    "t21"."scheduled_resume_date" IS NOT NULL
                    AND "t21"."scheduled_resume_date" <= DATEADD(DAY, '90', "t21"."began")
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
              ) AS "t28"
              GROUP BY
                1
            ) AS "t29"
          ) AS "t30"
        ) AS "t32"
        LEFT OUTER JOIN (
          SELECT
            "t7"."account_id",
            "t7"."parent_id"
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
          ) AS "t7"
        ) AS "t13"
          ON "t32"."account_id" = "t13"."account_id"
        LEFT OUTER JOIN (
          SELECT
            "t9"."currency",
            "t9"."rate" AS "opening_rate"
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
          ) AS "t8"
        ) AS "t14"
          ON "t32"."currency" = "t14"."currency"
      ) AS "t33"
      GROUP BY
        1
    ) AS "t34"
    WHERE
      (
        "t34"."pays_opening" = 1
      ) OR (
        "t34"."pays_closing" = 1
      )
  ) AS "t36"
  LEFT OUTER JOIN (
    SELECT
      "t22"."unit_id",
      CAST(CAST(SUM("t22"."users") AS DECIMAL(38, 0)) AS BIGINT) AS "users"
    FROM (
      SELECT
        "t20"."account_id",
        "t20"."users",
        COALESCE("t13"."parent_id", "t20"."account_id") AS "unit_id"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t4"."account_id",
            CAST(CAST(SUM("t4"."delta") AS DECIMAL(38, 0)) AS BIGINT) AS "users"
          FROM (
            SELECT
              *
            FROM "active_user_steps" AS "t2"
            WHERE
              "t2"."window" = 30 AND "t2"."day" <= DATE '2025-12-31'
          ) AS "t4"
          GROUP BY
            1
        ) AS "t16"
        WHERE
          "t16"."users" > 0
      ) AS "t20"
      LEFT OUTER JOIN (
        SELECT
          "t7"."account_id",
          "t7"."parent_id"
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
        ) AS "t7"
      ) AS "t13"
        ON "t20"."account_id" = "t13"."account_id"
    ) AS "t22"
    GROUP BY
      1
  ) AS "t27"
    ON "t36"."unit_id" = "t27"."unit_id"
) AS "t37"
