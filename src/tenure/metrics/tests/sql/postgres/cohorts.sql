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
), "t40" AS (
  SELECT
    "t39"."unit_id",
    "t39"."month",
    CAST(SUM(
      CASE
        WHEN "t39"."rate" IS NOT NULL
        THEN CASE
          WHEN "t39"."rate" = 1
          THEN "t39"."minor"
          ELSE CAST(CAST(ROUND(CAST(CAST("t39"."minor" AS DECIMAL(17, 0)) * "t39"."rate" AS DECIMAL), 0) AS DECIMAL(20, 0)) AS BIGINT)
        END
        ELSE 0
      END
    ) AS BIGINT) AS "value",
    MAX(CASE WHEN "t39"."rate" IS NULL THEN 1 ELSE 0 END) AS "no_rate"
  FROM (
    SELECT
      "t38"."unit_id",
      "t38"."account_id",
      "t38"."currency",
      "t38"."base_day",
      "t38"."month",
      "t38"."minor",
      "t33"."rate"
    FROM (
      SELECT
        "t36"."unit_id",
        "t36"."account_id",
        "t36"."currency",
        "t36"."base_day",
        "t36"."month",
        CASE
          WHEN "t36"."month" = 0
          THEN "t36"."n_0"
          WHEN "t36"."month" = 3
          THEN "t36"."n_3"
          ELSE NULL
        END AS "minor"
      FROM (
        SELECT
          "t35"."unit_id",
          "t35"."account_id",
          "t35"."currency",
          "t35"."base_day",
          "t35"."n_0",
          "t35"."n_3",
          "t12"."month"
        FROM (
          SELECT
            "t30"."unit_id",
            "t30"."account_id",
            "t30"."currency",
            "t30"."base_day",
            CAST(SUM(
              CASE
                WHEN (
                  "t30"."starts" <= 0
                )
                AND (
                  (
                    "t30"."ends" IS NULL
                  ) OR (
                    "t30"."ends" > 0
                  )
                )
                THEN "t30"."mrr_minor"
                ELSE 0
              END
            ) AS BIGINT) AS "n_0",
            CAST(SUM(
              CASE
                WHEN (
                  "t30"."starts" <= 3
                )
                AND (
                  (
                    "t30"."ends" IS NULL
                  ) OR (
                    "t30"."ends" > 3
                  )
                )
                THEN "t30"."mrr_minor"
                ELSE 0
              END
            ) AS BIGINT) AS "n_3"
          FROM (
            SELECT
              "t22"."unit_id",
              "t22"."account_id",
              "t22"."currency",
              "t22"."mrr_minor",
              "t26"."base_day",
              (
                (
                  EXTRACT(year FROM "t22"."start_date") * 12
                ) + EXTRACT(month FROM "t22"."start_date")
              ) - "t26"."month_0" AS "starts",
              (
                (
                  EXTRACT(year FROM "t22"."end_date_excl") * 12
                ) + EXTRACT(month FROM "t22"."end_date_excl")
              ) - "t26"."month_0" AS "ends"
            FROM (
              SELECT
                "t13"."subscription_row_id",
                "t13"."subscription_id",
                "t13"."account_id",
                "t13"."product_id",
                "t13"."plan_id",
                "t13"."plan_rank",
                "t13"."seats",
                "t13"."term_days",
                "t13"."price_mrr_minor",
                "t13"."mrr_minor",
                "t13"."currency",
                "t13"."status",
                "t13"."start_date",
                "t13"."end_date_excl",
                "t13"."scheduled_resume_date",
                COALESCE("t18"."parent_id", "t13"."account_id") AS "unit_id"
              FROM "t9" AS "t13"
              LEFT OUTER JOIN (
                SELECT
                  "t14"."account_id",
                  "t14"."parent_id"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM "ultimate_parents" AS "t1"
                    WHERE
                      "t1"."parent_id" <> "t1"."account_id"
                  ) AS "t8"
                  WHERE
                    (
                      (
                        "t8"."valid_from" IS NULL
                      )
                      OR (
                        "t8"."valid_from" <= DATE '2025-12-31'
                      )
                    )
                    AND (
                      (
                        "t8"."valid_to_excl" IS NULL
                      )
                      OR (
                        "t8"."valid_to_excl" > DATE '2025-12-31'
                      )
                    )
                ) AS "t14"
              ) AS "t18"
                ON "t13"."account_id" = "t18"."account_id"
            ) AS "t22"
            INNER JOIN (
              SELECT
                "t24"."unit_id",
                "t24"."first_paid",
                CAST(CAST(DATE_TRUNC('QUARTER', "t24"."first_paid") AS TIMESTAMP) AS DATE) AS "quarter",
                (
                  EXTRACT(year FROM "t24"."first_paid") * 12
                ) + EXTRACT(month FROM "t24"."first_paid") AS "month_0",
                CAST(CAST((
                  DATE_TRUNC('MONTH', "t24"."first_paid") + INTERVAL '1 MONTH'
                ) - INTERVAL '1 DAY' AS TIMESTAMP) AS DATE) AS "base_day"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t19"."unit_id",
                    MIN("t19"."first_paid") AS "first_paid"
                  FROM (
                    SELECT
                      "t16"."account_id",
                      "t16"."first_paid",
                      COALESCE("t18"."parent_id", "t16"."account_id") AS "unit_id"
                    FROM (
                      SELECT
                        "t11"."account_id",
                        MIN("t11"."start_date") AS "first_paid"
                      FROM "t9" AS "t11"
                      GROUP BY
                        1
                    ) AS "t16"
                    LEFT OUTER JOIN (
                      SELECT
                        "t14"."account_id",
                        "t14"."parent_id"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            *
                          FROM "ultimate_parents" AS "t1"
                          WHERE
                            "t1"."parent_id" <> "t1"."account_id"
                        ) AS "t8"
                        WHERE
                          (
                            (
                              "t8"."valid_from" IS NULL
                            )
                            OR (
                              "t8"."valid_from" <= DATE '2025-12-31'
                            )
                          )
                          AND (
                            (
                              "t8"."valid_to_excl" IS NULL
                            )
                            OR (
                              "t8"."valid_to_excl" > DATE '2025-12-31'
                            )
                          )
                      ) AS "t14"
                    ) AS "t18"
                      ON "t16"."account_id" = "t18"."account_id"
                  ) AS "t19"
                  GROUP BY
                    1
                ) AS "t23"
                WHERE
                  "t23"."first_paid" > DATE '2024-12-31'
                  AND "t23"."first_paid" <= DATE '2025-12-31'
              ) AS "t24"
            ) AS "t26"
              ON "t22"."unit_id" = "t26"."unit_id"
          ) AS "t30"
          GROUP BY
            1,
            2,
            3,
            4
        ) AS "t35"
        CROSS JOIN (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                0 AS "month"
            ) AS "t3"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  0 AS "month"
              ) AS "t3"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  3 AS "month"
              ) AS "t4"
            ) AS "t6"
          ) AS "t7"
        ) AS "t12"
      ) AS "t36"
      WHERE
        CASE
          WHEN "t36"."month" = 0
          THEN "t36"."n_0"
          WHEN "t36"."month" = 3
          THEN "t36"."n_3"
          ELSE NULL
        END > 0
    ) AS "t38"
    LEFT OUTER JOIN (
      SELECT
        "t31"."currency",
        "t31"."base_day",
        "t31"."rate"
      FROM (
        SELECT
          "t29"."base_day",
          "t5"."currency",
          "t5"."valid_from",
          "t5"."valid_to_excl",
          "t5"."rate"
        FROM (
          SELECT DISTINCT
            "t26"."base_day"
          FROM (
            SELECT
              "t24"."unit_id",
              "t24"."first_paid",
              CAST(CAST(DATE_TRUNC('QUARTER', "t24"."first_paid") AS TIMESTAMP) AS DATE) AS "quarter",
              (
                EXTRACT(year FROM "t24"."first_paid") * 12
              ) + EXTRACT(month FROM "t24"."first_paid") AS "month_0",
              CAST(CAST((
                DATE_TRUNC('MONTH', "t24"."first_paid") + INTERVAL '1 MONTH'
              ) - INTERVAL '1 DAY' AS TIMESTAMP) AS DATE) AS "base_day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t19"."unit_id",
                  MIN("t19"."first_paid") AS "first_paid"
                FROM (
                  SELECT
                    "t16"."account_id",
                    "t16"."first_paid",
                    COALESCE("t18"."parent_id", "t16"."account_id") AS "unit_id"
                  FROM (
                    SELECT
                      "t11"."account_id",
                      MIN("t11"."start_date") AS "first_paid"
                    FROM "t9" AS "t11"
                    GROUP BY
                      1
                  ) AS "t16"
                  LEFT OUTER JOIN (
                    SELECT
                      "t14"."account_id",
                      "t14"."parent_id"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM "ultimate_parents" AS "t1"
                        WHERE
                          "t1"."parent_id" <> "t1"."account_id"
                      ) AS "t8"
                      WHERE
                        (
                          (
                            "t8"."valid_from" IS NULL
                          )
                          OR (
                            "t8"."valid_from" <= DATE '2025-12-31'
                          )
                        )
                        AND (
                          (
                            "t8"."valid_to_excl" IS NULL
                          )
                          OR (
                            "t8"."valid_to_excl" > DATE '2025-12-31'
                          )
                        )
                    ) AS "t14"
                  ) AS "t18"
                    ON "t16"."account_id" = "t18"."account_id"
                ) AS "t19"
                GROUP BY
                  1
              ) AS "t23"
              WHERE
                "t23"."first_paid" > DATE '2024-12-31'
                AND "t23"."first_paid" <= DATE '2025-12-31'
            ) AS "t24"
          ) AS "t26"
        ) AS "t29"
        CROSS JOIN "fx_rates" AS "t5"
      ) AS "t31"
      WHERE
        (
          (
            "t31"."valid_from" IS NULL
          ) OR (
            "t31"."valid_from" <= "t31"."base_day"
          )
        )
        AND (
          (
            "t31"."valid_to_excl" IS NULL
          )
          OR (
            "t31"."valid_to_excl" > "t31"."base_day"
          )
        )
    ) AS "t33"
      ON "t38"."currency" = "t33"."currency" AND "t38"."base_day" = "t33"."base_day"
  ) AS "t39"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t53"."quarter",
    "t53"."month",
    COALESCE("t49"."numerator", 0) AS "numerator",
    "t53"."denominator",
    "t53"."units",
    "t53"."no_rate"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t50"."quarter",
        "t50"."denominator",
        "t50"."units",
        "t50"."no_rate",
        "t12"."month"
      FROM (
        SELECT
          "t46"."quarter",
          CAST(SUM("t46"."base") AS BIGINT) AS "denominator",
          COUNT(*) AS "units",
          CAST(SUM("t46"."no_rate") AS BIGINT) AS "no_rate"
        FROM (
          SELECT
            "t27"."unit_id",
            "t27"."quarter",
            "t44"."base",
            "t44"."no_rate"
          FROM (
            SELECT
              "t24"."unit_id",
              "t24"."first_paid",
              CAST(CAST(DATE_TRUNC('QUARTER', "t24"."first_paid") AS TIMESTAMP) AS DATE) AS "quarter",
              (
                EXTRACT(year FROM "t24"."first_paid") * 12
              ) + EXTRACT(month FROM "t24"."first_paid") AS "month_0",
              CAST(CAST((
                DATE_TRUNC('MONTH', "t24"."first_paid") + INTERVAL '1 MONTH'
              ) - INTERVAL '1 DAY' AS TIMESTAMP) AS DATE) AS "base_day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t19"."unit_id",
                  MIN("t19"."first_paid") AS "first_paid"
                FROM (
                  SELECT
                    "t16"."account_id",
                    "t16"."first_paid",
                    COALESCE("t18"."parent_id", "t16"."account_id") AS "unit_id"
                  FROM (
                    SELECT
                      "t11"."account_id",
                      MIN("t11"."start_date") AS "first_paid"
                    FROM "t9" AS "t11"
                    GROUP BY
                      1
                  ) AS "t16"
                  LEFT OUTER JOIN (
                    SELECT
                      "t14"."account_id",
                      "t14"."parent_id"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM "ultimate_parents" AS "t1"
                        WHERE
                          "t1"."parent_id" <> "t1"."account_id"
                      ) AS "t8"
                      WHERE
                        (
                          (
                            "t8"."valid_from" IS NULL
                          )
                          OR (
                            "t8"."valid_from" <= DATE '2025-12-31'
                          )
                        )
                        AND (
                          (
                            "t8"."valid_to_excl" IS NULL
                          )
                          OR (
                            "t8"."valid_to_excl" > DATE '2025-12-31'
                          )
                        )
                    ) AS "t14"
                  ) AS "t18"
                    ON "t16"."account_id" = "t18"."account_id"
                ) AS "t19"
                GROUP BY
                  1
              ) AS "t23"
              WHERE
                "t23"."first_paid" > DATE '2024-12-31'
                AND "t23"."first_paid" <= DATE '2025-12-31'
            ) AS "t24"
          ) AS "t27"
          INNER JOIN (
            SELECT
              "t41"."unit_id",
              "t41"."value" AS "base",
              "t41"."no_rate"
            FROM "t40" AS "t41"
            WHERE
              "t41"."month" = 0
          ) AS "t44"
            ON "t27"."unit_id" = "t44"."unit_id"
        ) AS "t46"
        GROUP BY
          1
      ) AS "t50"
      CROSS JOIN (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              0 AS "month"
          ) AS "t3"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                0 AS "month"
            ) AS "t3"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                3 AS "month"
            ) AS "t4"
          ) AS "t6"
        ) AS "t7"
      ) AS "t12"
    ) AS "t51"
    WHERE
      (
        (
          EXTRACT(year FROM "t51"."quarter") * 12
        ) + EXTRACT(month FROM "t51"."quarter") + 2 + "t51"."month"
      ) <= (
        (
          (
            EXTRACT(year FROM DATE '2026-01-01') * 12
          ) + EXTRACT(month FROM DATE '2026-01-01')
        ) - 1
      )
  ) AS "t53"
  LEFT OUTER JOIN (
    SELECT
      "t45"."quarter",
      "t45"."month",
      CAST(SUM("t45"."value") AS BIGINT) AS "numerator"
    FROM (
      SELECT
        "t27"."quarter",
        "t42"."month",
        "t42"."value"
      FROM (
        SELECT
          "t24"."unit_id",
          "t24"."first_paid",
          CAST(CAST(DATE_TRUNC('QUARTER', "t24"."first_paid") AS TIMESTAMP) AS DATE) AS "quarter",
          (
            EXTRACT(year FROM "t24"."first_paid") * 12
          ) + EXTRACT(month FROM "t24"."first_paid") AS "month_0",
          CAST(CAST((
            DATE_TRUNC('MONTH', "t24"."first_paid") + INTERVAL '1 MONTH'
          ) - INTERVAL '1 DAY' AS TIMESTAMP) AS DATE) AS "base_day"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t19"."unit_id",
              MIN("t19"."first_paid") AS "first_paid"
            FROM (
              SELECT
                "t16"."account_id",
                "t16"."first_paid",
                COALESCE("t18"."parent_id", "t16"."account_id") AS "unit_id"
              FROM (
                SELECT
                  "t11"."account_id",
                  MIN("t11"."start_date") AS "first_paid"
                FROM "t9" AS "t11"
                GROUP BY
                  1
              ) AS "t16"
              LEFT OUTER JOIN (
                SELECT
                  "t14"."account_id",
                  "t14"."parent_id"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM "ultimate_parents" AS "t1"
                    WHERE
                      "t1"."parent_id" <> "t1"."account_id"
                  ) AS "t8"
                  WHERE
                    (
                      (
                        "t8"."valid_from" IS NULL
                      )
                      OR (
                        "t8"."valid_from" <= DATE '2025-12-31'
                      )
                    )
                    AND (
                      (
                        "t8"."valid_to_excl" IS NULL
                      )
                      OR (
                        "t8"."valid_to_excl" > DATE '2025-12-31'
                      )
                    )
                ) AS "t14"
              ) AS "t18"
                ON "t16"."account_id" = "t18"."account_id"
            ) AS "t19"
            GROUP BY
              1
          ) AS "t23"
          WHERE
            "t23"."first_paid" > DATE '2024-12-31'
            AND "t23"."first_paid" <= DATE '2025-12-31'
        ) AS "t24"
      ) AS "t27"
      INNER JOIN (
        SELECT
          "t41"."unit_id",
          "t41"."value" AS "base",
          "t41"."no_rate"
        FROM "t40" AS "t41"
        WHERE
          "t41"."month" = 0
      ) AS "t44"
        ON "t27"."unit_id" = "t44"."unit_id"
      INNER JOIN "t40" AS "t42"
        ON "t27"."unit_id" = "t42"."unit_id"
    ) AS "t45"
    GROUP BY
      1,
      2
  ) AS "t49"
    ON "t53"."quarter" = "t49"."quarter" AND "t53"."month" = "t49"."month"
) AS "t54"
ORDER BY
  "t54"."quarter" ASC,
  "t54"."month" ASC
