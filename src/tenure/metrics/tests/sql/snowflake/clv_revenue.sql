SELECT
  "t30"."unit_id",
  IFF(
    CASE
      WHEN "t30"."pays_closing" = 0
      THEN 'not paying at the closing'
      WHEN "t30"."reported" IS NULL
      THEN 'no exchange rate for a currency it pays in'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL,
    "t30"."reported" * 1,
    CAST(NULL AS BIGINT)
  ) AS "numerator",
  IFF(
    CASE
      WHEN "t30"."pays_closing" = 0
      THEN 'not paying at the closing'
      WHEN "t30"."reported" IS NULL
      THEN 'no exchange rate for a currency it pays in'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL,
    IFF("t30"."unit_id" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  CASE
    WHEN "t30"."pays_closing" = 0
    THEN 'not paying at the closing'
    WHEN "t30"."reported" IS NULL
    THEN 'no exchange rate for a currency it pays in'
    ELSE CAST(NULL AS VARCHAR)
  END AS "reason",
  "t30"."opening",
  "t30"."closing",
  "t30"."reported",
  "t30"."pays_opening",
  "t30"."pays_closing",
  "t30"."paused_opening",
  "t30"."paused_closing",
  "t30"."first_paid",
  "t30"."closing" - "t30"."opening" AS "amount",
  "t30"."reported" - "t30"."closing" AS "fx",
  CASE
    WHEN (
      "t30"."opening" IS NULL
    ) OR (
      "t30"."closing" IS NULL
    )
    THEN CAST(NULL AS VARCHAR)
    WHEN "t30"."opening" = "t30"."closing"
    THEN 'none'
    WHEN (
      "t30"."opening" = 0
    )
    AND (
      "t30"."first_paid" > DATE_FROM_PARTS(2024, 12, 31)
    )
    THEN 'new'
    WHEN (
      "t30"."opening" = 0
    ) AND (
      "t30"."paused_opening" = 1
    )
    THEN 'resume'
    WHEN "t30"."opening" = 0
    THEN 'reactivation'
    WHEN (
      "t30"."closing" = 0
    ) AND (
      "t30"."paused_closing" = 1
    )
    THEN 'pause'
    WHEN "t30"."closing" = 0
    THEN 'churn'
    WHEN "t30"."closing" > "t30"."opening"
    THEN 'expansion'
    ELSE 'contraction'
  END AS "category",
  "t30"."pays_opening" + "t30"."paused_opening" AS "logo_opening",
  "t30"."pays_closing" + "t30"."paused_closing" AS "logo_closing"
FROM (
  SELECT
    "t29"."unit_id",
    "t29"."opening",
    "t29"."closing",
    "t29"."reported",
    "t29"."pays_opening",
    "t29"."pays_closing",
    "t29"."paused_opening",
    "t29"."paused_closing",
    "t19"."first_paid"
  FROM (
    SELECT
      "t27"."unit_id",
      "t27"."opening",
      "t27"."closing",
      "t27"."reported",
      "t27"."pays_opening",
      "t27"."pays_closing",
      "t27"."paused_opening" * (
        1 - "t27"."pays_opening"
      ) AS "paused_opening",
      "t27"."paused_closing" * (
        1 - "t27"."pays_closing"
      ) AS "paused_closing"
    FROM (
      SELECT
        "t26"."unit_id",
        IFF(
          MAX(IFF((
            "t26"."n_opening" > 0
          ) AND (
            "t26"."opening_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(CAST(SUM(
            IFF(
              "t26"."n_opening" > 0,
              CAST(CAST(ROUND(CAST("t26"."n_opening" AS DECIMAL(17, 0)) * "t26"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
              0
            )
          ) AS DECIMAL(38, 0)) AS BIGINT)
        ) AS "opening",
        IFF(
          MAX(IFF((
            "t26"."n_closing" > 0
          ) AND (
            "t26"."opening_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(CAST(SUM(
            IFF(
              "t26"."n_closing" > 0,
              CAST(CAST(ROUND(CAST("t26"."n_closing" AS DECIMAL(17, 0)) * "t26"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
              0
            )
          ) AS DECIMAL(38, 0)) AS BIGINT)
        ) AS "closing",
        IFF(
          MAX(IFF((
            "t26"."n_closing" > 0
          ) AND (
            "t26"."closing_rate" IS NULL
          ), 1, 0)) = 1,
          CAST(NULL AS BIGINT),
          CAST(CAST(SUM(
            IFF(
              "t26"."n_closing" > 0,
              CAST(CAST(ROUND(CAST("t26"."n_closing" AS DECIMAL(17, 0)) * "t26"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
              0
            )
          ) AS DECIMAL(38, 0)) AS BIGINT)
        ) AS "reported",
        MAX(IFF("t26"."n_opening" > 0, 1, 0)) AS "pays_opening",
        MAX(IFF("t26"."n_closing" > 0, 1, 0)) AS "pays_closing",
        MAX("t26"."paused_opening") AS "paused_opening",
        MAX("t26"."paused_closing") AS "paused_closing"
      FROM (
        SELECT
          "t25"."account_id",
          "t25"."currency",
          "t25"."n_opening",
          "t25"."n_closing",
          "t25"."paused_opening",
          "t25"."paused_closing",
          COALESCE("t8"."parent_id", "t25"."account_id") AS "unit_id",
          "t9"."opening_rate",
          "t10"."closing_rate"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t18"."account_id",
              "t18"."currency",
              "t18"."n_opening",
              "t18"."n_closing",
              0 AS "paused_opening",
              0 AS "paused_closing"
            FROM (
              SELECT
                "t11"."account_id",
                "t11"."currency",
                CAST(CAST(SUM(
                  IFF(
                    (
                      "t11"."start_date" <= DATE_FROM_PARTS(2024, 12, 31)
                    )
                    AND (
                      (
                        "t11"."end_date_excl" IS NULL
                      )
                      OR (
                        "t11"."end_date_excl" > DATE_FROM_PARTS(2024, 12, 31)
                      )
                    ),
                    "t11"."mrr_minor",
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_opening",
                CAST(CAST(SUM(
                  IFF(
                    (
                      "t11"."start_date" <= DATE_FROM_PARTS(2025, 12, 31)
                    )
                    AND (
                      (
                        "t11"."end_date_excl" IS NULL
                      )
                      OR (
                        "t11"."end_date_excl" > DATE_FROM_PARTS(2025, 12, 31)
                      )
                    ),
                    "t11"."mrr_minor",
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_closing"
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
                  AND (
                    (
                      (
                        "t2"."start_date" <= DATE_FROM_PARTS(2024, 12, 31)
                      )
                      AND (
                        (
                          "t2"."end_date_excl" IS NULL
                        )
                        OR (
                          "t2"."end_date_excl" > DATE_FROM_PARTS(2024, 12, 31)
                        )
                      )
                    )
                    OR (
                      (
                        "t2"."start_date" <= DATE_FROM_PARTS(2025, 12, 31)
                      )
                      AND (
                        (
                          "t2"."end_date_excl" IS NULL
                        )
                        OR (
                          "t2"."end_date_excl" > DATE_FROM_PARTS(2025, 12, 31)
                        )
                      )
                    )
                  )
              ) AS "t11"
              GROUP BY
                1,
                2
            ) AS "t18"
          ) AS "t20"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t22"."account_id",
              '' AS "currency",
              0 AS "n_opening",
              0 AS "n_closing",
              "t22"."paused_opening",
              "t22"."paused_closing"
            FROM (
              SELECT
                "t21"."account_id",
                MAX(
                  IFF(
                    (
                      "t21"."start_date" <= DATE_FROM_PARTS(2024, 12, 31)
                    )
                    AND (
                      (
                        "t21"."end_date_excl" IS NULL
                      )
                      OR (
                        "t21"."end_date_excl" > DATE_FROM_PARTS(2024, 12, 31)
                      )
                    )
                    AND (
                      "t21"."scheduled_resume_date" >= DATE_FROM_PARTS(2024, 12, 31)
                    ),
                    1,
                    0
                  )
                ) AS "paused_opening",
                MAX(
                  IFF(
                    (
                      "t21"."start_date" <= DATE_FROM_PARTS(2025, 12, 31)
                    )
                    AND (
                      (
                        "t21"."end_date_excl" IS NULL
                      )
                      OR (
                        "t21"."end_date_excl" > DATE_FROM_PARTS(2025, 12, 31)
                      )
                    )
                    AND (
                      "t21"."scheduled_resume_date" >= DATE_FROM_PARTS(2025, 12, 31)
                    ),
                    1,
                    0
                  )
                ) AS "paused_closing"
              FROM (
                SELECT
                  "t16"."account_id",
                  "t16"."start_date",
                  "t16"."end_date_excl",
                  "t16"."scheduled_resume_date"
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
                  ) AS "t14"
                ) AS "t16"
                WHERE
                  "t16"."scheduled_resume_date" IS NOT NULL
                  AND "t16"."scheduled_resume_date" <= DATEADD(DAY, '90', "t16"."began")
                  AND (
                    (
                      (
                        "t16"."start_date" <= DATE_FROM_PARTS(2024, 12, 31)
                      )
                      AND (
                        (
                          "t16"."end_date_excl" IS NULL
                        )
                        OR (
                          "t16"."end_date_excl" > DATE_FROM_PARTS(2024, 12, 31)
                        )
                      )
                      AND (
                        "t16"."scheduled_resume_date" >= DATE_FROM_PARTS(2024, 12, 31)
                      )
                    )
                    OR (
                      (
                        "t16"."start_date" <= DATE_FROM_PARTS(2025, 12, 31)
                      )
                      AND (
                        (
                          "t16"."end_date_excl" IS NULL
                        )
                        OR (
                          "t16"."end_date_excl" > DATE_FROM_PARTS(2025, 12, 31)
                        )
                      )
                      AND (
                        "t16"."scheduled_resume_date" >= DATE_FROM_PARTS(2025, 12, 31)
                      )
                    )
                  )
              ) AS "t21"
              GROUP BY
                1
            ) AS "t22"
          ) AS "t23"
        ) AS "t25"
        LEFT OUTER JOIN (
          SELECT
            "t0"."account_id",
            "t0"."parent_id"
          FROM "ultimate_parents" AS "t0"
          WHERE
            (
              (
                "t0"."valid_from" IS NULL
              )
              OR (
                "t0"."valid_from" <= DATE_FROM_PARTS(2025, 12, 31)
              )
            )
            AND (
              (
                "t0"."valid_to_excl" IS NULL
              )
              OR (
                "t0"."valid_to_excl" > DATE_FROM_PARTS(2025, 12, 31)
              )
            )
        ) AS "t8"
          ON "t25"."account_id" = "t8"."account_id"
        LEFT OUTER JOIN (
          SELECT
            "t1"."currency",
            "t1"."rate" AS "opening_rate"
          FROM "fx_rates" AS "t1"
          WHERE
            (
              (
                "t1"."valid_from" IS NULL
              )
              OR (
                "t1"."valid_from" <= DATE_FROM_PARTS(2024, 12, 31)
              )
            )
            AND (
              (
                "t1"."valid_to_excl" IS NULL
              )
              OR (
                "t1"."valid_to_excl" > DATE_FROM_PARTS(2024, 12, 31)
              )
            )
        ) AS "t9"
          ON "t25"."currency" = "t9"."currency"
        LEFT OUTER JOIN (
          SELECT
            "t1"."currency",
            "t1"."rate" AS "closing_rate"
          FROM "fx_rates" AS "t1"
          WHERE
            (
              (
                "t1"."valid_from" IS NULL
              )
              OR (
                "t1"."valid_from" <= DATE_FROM_PARTS(2025, 12, 31)
              )
            )
            AND (
              (
                "t1"."valid_to_excl" IS NULL
              )
              OR (
                "t1"."valid_to_excl" > DATE_FROM_PARTS(2025, 12, 31)
              )
            )
        ) AS "t10"
          ON "t25"."currency" = "t10"."currency"
      ) AS "t26"
      GROUP BY
        1
    ) AS "t27"
  ) AS "t29"
  LEFT OUTER JOIN (
    SELECT
      "t15"."unit_id",
      MIN("t15"."first_paid") AS "first_paid"
    FROM (
      SELECT
        "t13"."account_id",
        "t13"."first_paid",
        COALESCE("t8"."parent_id", "t13"."account_id") AS "unit_id"
      FROM (
        SELECT
          "t6"."account_id",
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
          1
      ) AS "t13"
      LEFT OUTER JOIN (
        SELECT
          "t0"."account_id",
          "t0"."parent_id"
        FROM "ultimate_parents" AS "t0"
        WHERE
          (
            (
              "t0"."valid_from" IS NULL
            )
            OR (
              "t0"."valid_from" <= DATE_FROM_PARTS(2025, 12, 31)
            )
          )
          AND (
            (
              "t0"."valid_to_excl" IS NULL
            )
            OR (
              "t0"."valid_to_excl" > DATE_FROM_PARTS(2025, 12, 31)
            )
          )
      ) AS "t8"
        ON "t13"."account_id" = "t8"."account_id"
    ) AS "t15"
    GROUP BY
      1
  ) AS "t19"
    ON "t29"."unit_id" = "t19"."unit_id"
) AS "t30"
