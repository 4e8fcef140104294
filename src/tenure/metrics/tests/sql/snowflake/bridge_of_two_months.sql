WITH "t9" AS (
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
), "t16" AS (
  SELECT
    "t6"."currency",
    "t6"."valid_from",
    "t6"."valid_to_excl",
    "t6"."rate",
    "t13"."opening_day",
    "t13"."closing_day"
  FROM "fx_rates" AS "t6"
  CROSS JOIN (
    SELECT
      *
    FROM (
      SELECT
        "t4"."opening_day",
        DATE_FROM_PARTS(2025, 1, 31) AS "closing_day"
      FROM (
        SELECT
          DATE_FROM_PARTS(2024, 12, 31) AS "opening_day"
      ) AS "t4"
    ) AS "t8"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t3"."opening_day",
        DATE_FROM_PARTS(2025, 2, 28) AS "closing_day"
      FROM (
        SELECT
          DATE_FROM_PARTS(2025, 1, 31) AS "opening_day"
      ) AS "t3"
    ) AS "t7"
  ) AS "t13"
), "t22" AS (
  SELECT
    "t15"."opening_day",
    "t15"."closing_day",
    "t15"."account_id",
    "t15"."parent_id"
  FROM (
    SELECT
      "t5"."account_id",
      "t5"."parent_id",
      "t5"."valid_from",
      "t5"."valid_to_excl",
      "t13"."opening_day",
      "t13"."closing_day"
    FROM "ultimate_parents" AS "t5"
    CROSS JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t4"."opening_day",
          DATE_FROM_PARTS(2025, 1, 31) AS "closing_day"
        FROM (
          SELECT
            DATE_FROM_PARTS(2024, 12, 31) AS "opening_day"
        ) AS "t4"
      ) AS "t8"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t3"."opening_day",
          DATE_FROM_PARTS(2025, 2, 28) AS "closing_day"
        FROM (
          SELECT
            DATE_FROM_PARTS(2025, 1, 31) AS "opening_day"
        ) AS "t3"
      ) AS "t7"
    ) AS "t13"
  ) AS "t15"
  WHERE
    (
      (
        "t15"."valid_from" IS NULL
      )
      OR (
        "t15"."valid_from" <= "t15"."closing_day"
      )
    )
    AND (
      (
        "t15"."valid_to_excl" IS NULL
      )
      OR (
        "t15"."valid_to_excl" > "t15"."closing_day"
      )
    )
)
SELECT
  *
FROM (
  SELECT
    "t50"."opening_day",
    "t50"."closing_day",
    CAST(CAST(SUM(COALESCE("t50"."opening", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "opening",
    CAST(CAST(SUM(COALESCE("t50"."closing", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "closing",
    CAST(CAST(SUM(COALESCE("t50"."reported", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "reported",
    CAST(CAST(SUM(IFF("t50"."fx" IS NOT NULL, "t50"."fx", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "fx",
    CAST(CAST(SUM(IFF("t50"."category" = 'new', "t50"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "new",
    CAST(CAST(SUM(IFF("t50"."category" = 'resume', "t50"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "resume",
    CAST(CAST(SUM(IFF("t50"."category" = 'reactivation', "t50"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "reactivation",
    CAST(CAST(SUM(IFF("t50"."category" = 'pause', "t50"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "pause",
    CAST(CAST(SUM(IFF("t50"."category" = 'churn', "t50"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "churn",
    CAST(CAST(SUM(IFF("t50"."category" = 'expansion', "t50"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "expansion",
    CAST(CAST(SUM(IFF("t50"."category" = 'contraction', "t50"."amount", 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "contraction",
    CAST(CAST(SUM(IFF("t50"."category" = 'new', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "new_units",
    CAST(CAST(SUM(IFF("t50"."category" = 'resume', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "resume_units",
    CAST(CAST(SUM(IFF("t50"."category" = 'reactivation', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "reactivation_units",
    CAST(CAST(SUM(IFF("t50"."category" = 'pause', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "pause_units",
    CAST(CAST(SUM(IFF("t50"."category" = 'churn', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "churn_units",
    CAST(CAST(SUM(IFF("t50"."category" = 'expansion', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "expansion_units",
    CAST(CAST(SUM(IFF("t50"."category" = 'contraction', 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "contraction_units",
    CAST(CAST(SUM("t50"."logo_opening") AS DECIMAL(38, 0)) AS BIGINT) AS "logos_opening",
    CAST(CAST(SUM(
      IFF(
        (
          "t50"."logo_opening" = 0
        )
        AND (
          "t50"."logo_closing" = 1
        )
        AND COALESCE("t50"."first_paid" > "t50"."opening_day", TRUE),
        1,
        0
      )
    ) AS DECIMAL(38, 0)) AS BIGINT) AS "logos_new",
    CAST(CAST(SUM(
      IFF(
        (
          "t50"."logo_opening" = 0
        )
        AND (
          "t50"."logo_closing" = 1
        )
        AND NOT (
          COALESCE("t50"."first_paid" > "t50"."opening_day", TRUE)
        ),
        1,
        0
      )
    ) AS DECIMAL(38, 0)) AS BIGINT) AS "logos_back",
    CAST(CAST(SUM(IFF((
      "t50"."logo_opening" = 1
    ) AND (
      "t50"."logo_closing" = 0
    ), 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "logos_lost",
    CAST(CAST(SUM("t50"."logo_closing") AS DECIMAL(38, 0)) AS BIGINT) AS "logos_closing",
    CAST(CAST(SUM("t50"."pays_closing") AS DECIMAL(38, 0)) AS BIGINT) AS "paying_closing",
    CAST(CAST(SUM(IFF((
      "t50"."category" IS NULL
    ) OR (
      "t50"."reported" IS NULL
    ), 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "no_rate"
  FROM (
    SELECT
      "t49"."opening_day",
      "t49"."closing_day",
      "t49"."unit_id",
      "t49"."opening",
      "t49"."closing",
      "t49"."reported",
      "t49"."pays_opening",
      "t49"."pays_closing",
      "t49"."paused_opening",
      "t49"."paused_closing",
      "t49"."first_paid",
      "t49"."closing" - "t49"."opening" AS "amount",
      "t49"."reported" - "t49"."closing" AS "fx",
      CASE
        WHEN (
          "t49"."opening" IS NULL
        ) OR (
          "t49"."closing" IS NULL
        )
        THEN CAST(NULL AS VARCHAR)
        WHEN "t49"."opening" = "t49"."closing"
        THEN 'none'
        WHEN (
          "t49"."opening" = 0
        ) AND (
          "t49"."first_paid" > "t49"."opening_day"
        )
        THEN 'new'
        WHEN (
          "t49"."opening" = 0
        ) AND (
          "t49"."paused_opening" = 1
        )
        THEN 'resume'
        WHEN "t49"."opening" = 0
        THEN 'reactivation'
        WHEN (
          "t49"."closing" = 0
        ) AND (
          "t49"."paused_closing" = 1
        )
        THEN 'pause'
        WHEN "t49"."closing" = 0
        THEN 'churn'
        WHEN "t49"."closing" > "t49"."opening"
        THEN 'expansion'
        ELSE 'contraction'
      END AS "category",
      "t49"."pays_opening" + "t49"."paused_opening" AS "logo_opening",
      "t49"."pays_closing" + "t49"."paused_closing" AS "logo_closing"
    FROM (
      SELECT
        "t48"."opening_day",
        "t48"."closing_day",
        "t48"."unit_id",
        "t48"."opening",
        "t48"."closing",
        "t48"."reported",
        "t48"."pays_opening",
        "t48"."pays_closing",
        "t48"."paused_opening",
        "t48"."paused_closing",
        "t37"."first_paid"
      FROM (
        SELECT
          "t46"."opening_day",
          "t46"."closing_day",
          "t46"."unit_id",
          "t46"."opening",
          "t46"."closing",
          "t46"."reported",
          "t46"."pays_opening",
          "t46"."pays_closing",
          "t46"."paused_opening" * (
            1 - "t46"."pays_opening"
          ) AS "paused_opening",
          "t46"."paused_closing" * (
            1 - "t46"."pays_closing"
          ) AS "paused_closing"
        FROM (
          SELECT
            "t45"."opening_day",
            "t45"."closing_day",
            "t45"."unit_id",
            IFF(
              MAX(IFF((
                "t45"."n_opening" > 0
              ) AND (
                "t45"."opening_rate" IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(CAST(SUM(
                IFF(
                  "t45"."n_opening" > 0,
                  CAST(CAST(ROUND(CAST("t45"."n_opening" AS DECIMAL(17, 0)) * "t45"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                  0
                )
              ) AS DECIMAL(38, 0)) AS BIGINT)
            ) AS "opening",
            IFF(
              MAX(IFF((
                "t45"."n_closing" > 0
              ) AND (
                "t45"."opening_rate" IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(CAST(SUM(
                IFF(
                  "t45"."n_closing" > 0,
                  CAST(CAST(ROUND(CAST("t45"."n_closing" AS DECIMAL(17, 0)) * "t45"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                  0
                )
              ) AS DECIMAL(38, 0)) AS BIGINT)
            ) AS "closing",
            IFF(
              MAX(IFF((
                "t45"."n_closing" > 0
              ) AND (
                "t45"."closing_rate" IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(CAST(SUM(
                IFF(
                  "t45"."n_closing" > 0,
                  CAST(CAST(ROUND(CAST("t45"."n_closing" AS DECIMAL(17, 0)) * "t45"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT),
                  0
                )
              ) AS DECIMAL(38, 0)) AS BIGINT)
            ) AS "reported",
            MAX(IFF("t45"."n_opening" > 0, 1, 0)) AS "pays_opening",
            MAX(IFF("t45"."n_closing" > 0, 1, 0)) AS "pays_closing",
            MAX("t45"."paused_opening") AS "paused_opening",
            MAX("t45"."paused_closing") AS "paused_closing"
          FROM (
            SELECT
              "t44"."opening_day",
              "t44"."closing_day",
              "t44"."account_id",
              "t44"."currency",
              "t44"."n_opening",
              "t44"."n_closing",
              "t44"."paused_opening",
              "t44"."paused_closing",
              COALESCE("t26"."parent_id", "t44"."account_id") AS "unit_id",
              "t28"."opening_rate",
              "t29"."closing_rate"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t38"."opening_day",
                  "t38"."closing_day",
                  "t38"."account_id",
                  "t38"."currency",
                  "t38"."n_opening",
                  "t38"."n_closing",
                  0 AS "paused_opening",
                  0 AS "paused_closing"
                FROM (
                  SELECT
                    "t30"."opening_day",
                    "t30"."closing_day",
                    "t30"."account_id",
                    "t30"."currency",
                    CAST(CAST(SUM(
                      IFF(
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
                        ),
                        "t30"."mrr_minor",
                        0
                      )
                    ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_opening",
                    CAST(CAST(SUM(
                      IFF(
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
                        ),
                        "t30"."mrr_minor",
                        0
                      )
                    ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_closing"
                  FROM (
                    SELECT
                      *
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
                        "t13"."opening_day",
                        "t13"."closing_day"
                      FROM "t9" AS "t14"
                      CROSS JOIN (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t4"."opening_day",
                            DATE_FROM_PARTS(2025, 1, 31) AS "closing_day"
                          FROM (
                            SELECT
                              DATE_FROM_PARTS(2024, 12, 31) AS "opening_day"
                          ) AS "t4"
                        ) AS "t8"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t3"."opening_day",
                            DATE_FROM_PARTS(2025, 2, 28) AS "closing_day"
                          FROM (
                            SELECT
                              DATE_FROM_PARTS(2025, 1, 31) AS "opening_day"
                          ) AS "t3"
                        ) AS "t7"
                      ) AS "t13"
                    ) AS "t18"
                    WHERE
                      (
                        (
                          "t18"."start_date" <= "t18"."opening_day"
                        )
                        AND (
                          (
                            "t18"."end_date_excl" IS NULL
                          )
                          OR (
                            "t18"."end_date_excl" > "t18"."opening_day"
                          )
                        )
                      )
                      OR (
                        (
                          "t18"."start_date" <= "t18"."closing_day"
                        )
                        AND (
                          (
                            "t18"."end_date_excl" IS NULL
                          )
                          OR (
                            "t18"."end_date_excl" > "t18"."closing_day"
                          )
                        )
                      )
                  ) AS "t30"
                  GROUP BY
                    1,
                    2,
                    3,
                    4
                ) AS "t38"
              ) AS "t39"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t41"."opening_day",
                  "t41"."closing_day",
                  "t41"."account_id",
                  '' AS "currency",
                  0 AS "n_opening",
                  0 AS "n_closing",
                  "t41"."paused_opening",
                  "t41"."paused_closing"
                FROM (
                  SELECT
                    "t40"."opening_day",
                    "t40"."closing_day",
                    "t40"."account_id",
                    MAX(
                      IFF(
                        (
                          "t40"."start_date" <= "t40"."opening_day"
                        )
                        AND (
                          (
                            "t40"."end_date_excl" IS NULL
                          )
                          OR (
                            "t40"."end_date_excl" > "t40"."opening_day"
                          )
                        )
                        AND (
                          "t40"."scheduled_resume_date" >= "t40"."opening_day"
                        ),
                        1,
                        0
                      )
                    ) AS "paused_opening",
                    MAX(
                      IFF(
                        (
                          "t40"."start_date" <= "t40"."closing_day"
                        )
                        AND (
                          (
                            "t40"."end_date_excl" IS NULL
                          )
                          OR (
                            "t40"."end_date_excl" > "t40"."closing_day"
                          )
                        )
                        AND (
                          "t40"."scheduled_resume_date" >= "t40"."closing_day"
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
                        "t34"."account_id",
                        "t34"."start_date",
                        "t34"."end_date_excl",
                        "t34"."scheduled_resume_date",
                        "t13"."opening_day",
                        "t13"."closing_day"
                      FROM (
                        SELECT
                          "t31"."account_id",
                          "t31"."start_date",
                          "t31"."end_date_excl",
                          "t31"."scheduled_resume_date"
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
                              "t10"."subscription_row_id",
                              "t10"."subscription_id",
                              "t10"."account_id",
                              "t10"."product_id",
                              "t10"."plan_id",
                              "t10"."plan_rank",
                              "t10"."seats",
                              "t10"."term_days",
                              "t10"."price_mrr_minor",
                              "t10"."mrr_minor",
                              "t10"."currency",
                              "t10"."status",
                              "t10"."start_date",
                              "t10"."end_date_excl",
                              "t10"."scheduled_resume_date",
                              IFF(
                                LAG("t10"."end_date_excl") OVER (
                                  PARTITION BY "t10"."subscription_id"
                                  ORDER BY "t10"."start_date" ASC, "t10"."subscription_row_id" ASC
                                ) = "t10"."start_date",
                                CAST(NULL AS DATE),
                                "t10"."start_date"
                              ) AS "begins"
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
                            ) AS "t10"
                          ) AS "t21"
                        ) AS "t31"
                        WHERE
                          "t31"."scheduled_resume_date" IS NOT NULL
                          AND "t31"."scheduled_resume_date" <= DATEADD(DAY, '90', "t31"."began")
                      ) AS "t34"
                      CROSS JOIN (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t4"."opening_day",
                            DATE_FROM_PARTS(2025, 1, 31) AS "closing_day"
                          FROM (
                            SELECT
                              DATE_FROM_PARTS(2024, 12, 31) AS "opening_day"
                          ) AS "t4"
                        ) AS "t8"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t3"."opening_day",
                            DATE_FROM_PARTS(2025, 2, 28) AS "closing_day"
                          FROM (
                            SELECT
                              DATE_FROM_PARTS(2025, 1, 31) AS "opening_day"
                          ) AS "t3"
                        ) AS "t7"
                      ) AS "t13"
                    ) AS "t36"
                    WHERE
                      (
                        (
                          "t36"."start_date" <= "t36"."opening_day"
                        )
                        AND (
                          (
                            "t36"."end_date_excl" IS NULL
                          )
                          OR (
                            "t36"."end_date_excl" > "t36"."opening_day"
                          )
                        )
                        AND (
                          "t36"."scheduled_resume_date" >= "t36"."opening_day"
                        )
                      )
                      OR (
                        (
                          "t36"."start_date" <= "t36"."closing_day"
                        )
                        AND (
                          (
                            "t36"."end_date_excl" IS NULL
                          )
                          OR (
                            "t36"."end_date_excl" > "t36"."closing_day"
                          )
                        )
                        AND (
                          "t36"."scheduled_resume_date" >= "t36"."closing_day"
                        )
                      )
                  ) AS "t40"
                  GROUP BY
                    1,
                    2,
                    3
                ) AS "t41"
              ) AS "t42"
            ) AS "t44"
            LEFT OUTER JOIN "t22" AS "t26"
              ON "t44"."account_id" = "t26"."account_id"
              AND "t44"."opening_day" = "t26"."opening_day"
              AND "t44"."closing_day" = "t26"."closing_day"
            LEFT OUTER JOIN (
              SELECT
                "t19"."opening_day",
                "t19"."closing_day",
                "t19"."currency",
                "t19"."rate" AS "opening_rate"
              FROM "t16" AS "t19"
              WHERE
                (
                  (
                    "t19"."valid_from" IS NULL
                  )
                  OR (
                    "t19"."valid_from" <= "t19"."opening_day"
                  )
                )
                AND (
                  (
                    "t19"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t19"."valid_to_excl" > "t19"."opening_day"
                  )
                )
            ) AS "t28"
              ON "t44"."currency" = "t28"."currency"
              AND "t44"."opening_day" = "t28"."opening_day"
              AND "t44"."closing_day" = "t28"."closing_day"
            LEFT OUTER JOIN (
              SELECT
                "t19"."opening_day",
                "t19"."closing_day",
                "t19"."currency",
                "t19"."rate" AS "closing_rate"
              FROM "t16" AS "t19"
              WHERE
                (
                  (
                    "t19"."valid_from" IS NULL
                  )
                  OR (
                    "t19"."valid_from" <= "t19"."closing_day"
                  )
                )
                AND (
                  (
                    "t19"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t19"."valid_to_excl" > "t19"."closing_day"
                  )
                )
            ) AS "t29"
              ON "t44"."currency" = "t29"."currency"
              AND "t44"."opening_day" = "t29"."opening_day"
              AND "t44"."closing_day" = "t29"."closing_day"
          ) AS "t45"
          GROUP BY
            1,
            2,
            3
        ) AS "t46"
      ) AS "t48"
      LEFT OUTER JOIN (
        SELECT
          "t32"."opening_day",
          "t32"."closing_day",
          "t32"."unit_id",
          MIN("t32"."first_paid") AS "first_paid"
        FROM (
          SELECT
            "t20"."account_id",
            "t20"."first_paid",
            "t13"."opening_day",
            "t13"."closing_day",
            COALESCE("t27"."parent_id", "t20"."account_id") AS "unit_id"
          FROM (
            SELECT
              "t12"."account_id",
              MIN("t12"."start_date") AS "first_paid"
            FROM "t9" AS "t12"
            GROUP BY
              1
          ) AS "t20"
          CROSS JOIN (
            SELECT
              *
            FROM (
              SELECT
                "t4"."opening_day",
                DATE_FROM_PARTS(2025, 1, 31) AS "closing_day"
              FROM (
                SELECT
                  DATE_FROM_PARTS(2024, 12, 31) AS "opening_day"
              ) AS "t4"
            ) AS "t8"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t3"."opening_day",
                DATE_FROM_PARTS(2025, 2, 28) AS "closing_day"
              FROM (
                SELECT
                  DATE_FROM_PARTS(2025, 1, 31) AS "opening_day"
              ) AS "t3"
            ) AS "t7"
          ) AS "t13"
          LEFT OUTER JOIN "t22" AS "t27"
            ON "t20"."account_id" = "t27"."account_id"
            AND "t13"."opening_day" = "t27"."opening_day"
            AND "t13"."closing_day" = "t27"."closing_day"
        ) AS "t32"
        GROUP BY
          1,
          2,
          3
      ) AS "t37"
        ON "t48"."opening_day" = "t37"."opening_day"
        AND "t48"."closing_day" = "t37"."closing_day"
        AND "t48"."unit_id" = "t37"."unit_id"
    ) AS "t49"
  ) AS "t50"
  GROUP BY
    1,
    2
) AS "t51"
ORDER BY
  "t51"."opening_day" ASC,
  "t51"."closing_day" ASC
