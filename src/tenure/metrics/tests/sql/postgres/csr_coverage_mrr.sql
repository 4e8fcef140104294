WITH "t10" AS (
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
), "t37" AS (
  SELECT
    "t33"."account_id" AS "unit_id",
    "t33"."cadence"
  FROM (
    SELECT
      "t28"."account_id",
      MIN("t28"."cadence") AS "cadence"
    FROM (
      SELECT
        "t21"."account_id",
        "t6"."days" AS "cadence"
      FROM (
        SELECT
          "t12"."account_id",
          "t12"."value" AS "tier"
        FROM (
          SELECT
            *
          FROM "attributes" AS "t4"
          WHERE
            "t4"."attribute" = 'tier'
            AND (
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
      ) AS "t21"
      INNER JOIN "review_cadences" AS "t6"
        ON "t21"."tier" = "t6"."tier"
    ) AS "t28"
    GROUP BY
      1
  ) AS "t33"
)
SELECT
  "t58"."unit_id",
  "t58"."numerator",
  "t58"."denominator",
  "t58"."reason",
  "t58"."pays_closing",
  "t58"."closing",
  "t58"."cadence",
  "t58"."first_paid",
  "t58"."held_on",
  "t58"."attended_on"
FROM (
  SELECT
    "t57"."unit_id",
    "t57"."pays_closing",
    "t57"."closing",
    "t57"."cadence",
    "t57"."first_paid",
    "t57"."held_on",
    "t57"."attended_on",
    CASE
      WHEN COALESCE(
        CASE
          WHEN "t57"."pays_closing" = 0
          THEN 'not paying at the closing'
          WHEN "t57"."cadence" IS NULL
          THEN 'no cadence of reviews for its tier'
          WHEN COALESCE(
            (
              CAST(EXTRACT(epoch FROM CAST(DATE '2025-12-31' AS TIMESTAMP) - CAST("t57"."first_paid" AS TIMESTAMP)) / 86400 AS BIGINT) + 1
            ) < "t57"."cadence",
            TRUE
          )
          THEN 'a customer for less than a cadence'
          ELSE CAST(NULL AS VARCHAR)
        END,
        CASE
          WHEN "t57"."closing" IS NULL
          THEN 'no exchange rate for a currency it pays in'
          ELSE CAST(NULL AS VARCHAR)
        END
      ) IS NULL
      THEN CASE WHEN "t57"."held_on" IS NOT NULL THEN "t57"."closing" ELSE 0 END
      ELSE CAST(NULL AS BIGINT)
    END AS "numerator",
    CASE
      WHEN COALESCE(
        CASE
          WHEN "t57"."pays_closing" = 0
          THEN 'not paying at the closing'
          WHEN "t57"."cadence" IS NULL
          THEN 'no cadence of reviews for its tier'
          WHEN COALESCE(
            (
              CAST(EXTRACT(epoch FROM CAST(DATE '2025-12-31' AS TIMESTAMP) - CAST("t57"."first_paid" AS TIMESTAMP)) / 86400 AS BIGINT) + 1
            ) < "t57"."cadence",
            TRUE
          )
          THEN 'a customer for less than a cadence'
          ELSE CAST(NULL AS VARCHAR)
        END,
        CASE
          WHEN "t57"."closing" IS NULL
          THEN 'no exchange rate for a currency it pays in'
          ELSE CAST(NULL AS VARCHAR)
        END
      ) IS NULL
      THEN "t57"."closing"
      ELSE CAST(NULL AS BIGINT)
    END AS "denominator",
    COALESCE(
      CASE
        WHEN "t57"."pays_closing" = 0
        THEN 'not paying at the closing'
        WHEN "t57"."cadence" IS NULL
        THEN 'no cadence of reviews for its tier'
        WHEN COALESCE(
          (
            CAST(EXTRACT(epoch FROM CAST(DATE '2025-12-31' AS TIMESTAMP) - CAST("t57"."first_paid" AS TIMESTAMP)) / 86400 AS BIGINT) + 1
          ) < "t57"."cadence",
          TRUE
        )
        THEN 'a customer for less than a cadence'
        ELSE CAST(NULL AS VARCHAR)
      END,
      CASE
        WHEN "t57"."closing" IS NULL
        THEN 'no exchange rate for a currency it pays in'
        ELSE CAST(NULL AS VARCHAR)
      END
    ) AS "reason"
  FROM (
    SELECT
      "t56"."unit_id",
      "t56"."pays_closing",
      "t56"."closing",
      "t42"."cadence",
      "t41"."first_paid",
      "t48"."held_on",
      "t48"."attended_on"
    FROM (
      SELECT
        "t54"."unit_id",
        "t54"."pays_closing",
        "t54"."closing"
      FROM (
        SELECT
          "t53"."unit_id",
          CASE
            WHEN MAX(
              CASE
                WHEN (
                  "t53"."n_opening" > 0
                ) AND (
                  "t53"."opening_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t53"."n_opening" > 0
                THEN CASE
                  WHEN "t53"."opening_rate" = 1
                  THEN "t53"."n_opening"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t53"."n_opening" AS DECIMAL(17, 0)) * "t53"."opening_rate" AS DECIMAL),
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
                  "t53"."n_closing" > 0
                ) AND (
                  "t53"."opening_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t53"."n_closing" > 0
                THEN CASE
                  WHEN "t53"."opening_rate" = 1
                  THEN "t53"."n_closing"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t53"."n_closing" AS DECIMAL(17, 0)) * "t53"."opening_rate" AS DECIMAL),
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
                  "t53"."n_closing" > 0
                ) AND (
                  "t53"."closing_rate" IS NULL
                )
                THEN 1
                ELSE 0
              END
            ) = 1
            THEN CAST(NULL AS BIGINT)
            ELSE CAST(SUM(
              CASE
                WHEN "t53"."n_closing" > 0
                THEN CASE
                  WHEN "t53"."closing_rate" = 1
                  THEN "t53"."n_closing"
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t53"."n_closing" AS DECIMAL(17, 0)) * "t53"."closing_rate" AS DECIMAL),
                    0
                  ) AS DECIMAL(20, 0)) AS BIGINT)
                END
                ELSE 0
              END
            ) AS BIGINT)
          END AS "reported",
          MAX(CASE WHEN "t53"."n_opening" > 0 THEN 1 ELSE 0 END) AS "pays_opening",
          MAX(CASE WHEN "t53"."n_closing" > 0 THEN 1 ELSE 0 END) AS "pays_closing",
          MAX("t53"."paused_opening") AS "paused_opening",
          MAX("t53"."paused_closing") AS "paused_closing",
          MIN("t53"."first_paid") AS "first_paid"
        FROM (
          SELECT
            "t52"."account_id",
            "t52"."currency",
            "t52"."n_opening",
            "t52"."n_closing",
            "t52"."first_paid",
            "t52"."paused_opening",
            "t52"."paused_closing",
            COALESCE("t27"."parent_id", "t52"."account_id") AS "unit_id",
            "t22"."opening_rate",
            "t19"."closing_rate"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t29"."account_id",
                "t29"."currency",
                "t29"."n_0" AS "n_opening",
                "t29"."n_1" AS "n_closing",
                "t29"."first_paid",
                0 AS "paused_opening",
                0 AS "paused_closing"
              FROM (
                SELECT
                  "t15"."account_id",
                  "t15"."currency",
                  CAST(SUM(
                    CASE
                      WHEN (
                        "t15"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t15"."end_date_excl" IS NULL
                        )
                        OR (
                          "t15"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      THEN "t15"."mrr_minor"
                      ELSE 0
                    END
                  ) AS BIGINT) AS "n_0",
                  CAST(SUM(
                    CASE
                      WHEN (
                        "t15"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t15"."end_date_excl" IS NULL
                        )
                        OR (
                          "t15"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      THEN "t15"."mrr_minor"
                      ELSE 0
                    END
                  ) AS BIGINT) AS "n_1",
                  MIN("t15"."start_date") AS "first_paid"
                FROM "t10" AS "t15"
                GROUP BY
                  1,
                  2
              ) AS "t29"
            ) AS "t34"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t49"."account_id",
                '' AS "currency",
                0 AS "n_opening",
                0 AS "n_closing",
                CAST(NULL AS DATE) AS "first_paid",
                "t49"."paused_opening",
                "t49"."paused_closing"
              FROM (
                SELECT
                  "t45"."account_id",
                  MAX(
                    CASE
                      WHEN (
                        "t45"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t45"."end_date_excl" IS NULL
                        )
                        OR (
                          "t45"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      AND (
                        "t45"."scheduled_resume_date" >= DATE '2024-12-31'
                      )
                      THEN 1
                      ELSE 0
                    END
                  ) AS "paused_opening",
                  MAX(
                    CASE
                      WHEN (
                        "t45"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t45"."end_date_excl" IS NULL
                        )
                        OR (
                          "t45"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      AND (
                        "t45"."scheduled_resume_date" >= DATE '2025-12-31'
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
                      "t30"."account_id",
                      "t30"."start_date",
                      "t30"."end_date_excl",
                      "t30"."scheduled_resume_date"
                    FROM (
                      SELECT
                        "t26"."subscription_row_id",
                        "t26"."subscription_id",
                        "t26"."account_id",
                        "t26"."product_id",
                        "t26"."plan_id",
                        "t26"."plan_rank",
                        "t26"."seats",
                        "t26"."term_days",
                        "t26"."price_mrr_minor",
                        "t26"."mrr_minor",
                        "t26"."currency",
                        "t26"."status",
                        "t26"."start_date",
                        "t26"."end_date_excl",
                        "t26"."scheduled_resume_date",
                        "t26"."begins",
                        MAX("t26"."begins") OVER (
                          PARTITION BY "t26"."subscription_id"
                          ORDER BY "t26"."start_date" ASC, "t26"."subscription_row_id" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                        ) AS "began"
                      FROM (
                        SELECT
                          "t11"."subscription_row_id",
                          "t11"."subscription_id",
                          "t11"."account_id",
                          "t11"."product_id",
                          "t11"."plan_id",
                          "t11"."plan_rank",
                          "t11"."seats",
                          "t11"."term_days",
                          "t11"."price_mrr_minor",
                          "t11"."mrr_minor",
                          "t11"."currency",
                          "t11"."status",
                          "t11"."start_date",
                          "t11"."end_date_excl",
                          "t11"."scheduled_resume_date",
                          CASE
                            WHEN LAG("t11"."end_date_excl") OVER (
                              PARTITION BY "t11"."subscription_id"
                              ORDER BY "t11"."start_date" ASC, "t11"."subscription_row_id" ASC
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ) = "t11"."start_date"
                            THEN CAST(NULL AS DATE)
                            ELSE "t11"."start_date"
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
                        ) AS "t11"
                      ) AS "t26"
                    ) AS "t30"
                    WHERE
                      "t30"."scheduled_resume_date" IS NOT NULL
                      AND "t30"."scheduled_resume_date" <= (
                        "t30"."began" + INTERVAL '90 DAY'
                      )
                  ) AS "t40"
                  WHERE
                    (
                      (
                        "t40"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t40"."end_date_excl" IS NULL
                        )
                        OR (
                          "t40"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      AND (
                        "t40"."scheduled_resume_date" >= DATE '2024-12-31'
                      )
                    )
                    OR (
                      (
                        "t40"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t40"."end_date_excl" IS NULL
                        )
                        OR (
                          "t40"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      AND (
                        "t40"."scheduled_resume_date" >= DATE '2025-12-31'
                      )
                    )
                ) AS "t45"
                GROUP BY
                  1
              ) AS "t49"
            ) AS "t50"
          ) AS "t52"
          LEFT OUTER JOIN (
            SELECT
              "t20"."account_id",
              "t20"."parent_id"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM "ultimate_parents" AS "t3"
                WHERE
                  "t3"."parent_id" <> "t3"."account_id"
              ) AS "t7"
              WHERE
                (
                  (
                    "t7"."valid_from" IS NULL
                  )
                  OR (
                    "t7"."valid_from" <= DATE '2025-12-31'
                  )
                )
                AND (
                  (
                    "t7"."valid_to_excl" IS NULL
                  )
                  OR (
                    "t7"."valid_to_excl" > DATE '2025-12-31'
                  )
                )
            ) AS "t20"
          ) AS "t27"
            ON "t52"."account_id" = "t27"."account_id"
          LEFT OUTER JOIN (
            SELECT
              "t14"."currency",
              "t14"."rate" AS "opening_rate"
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
            ) AS "t14"
          ) AS "t22"
            ON "t52"."currency" = "t22"."currency"
          LEFT OUTER JOIN (
            SELECT
              "t9"."currency",
              "t9"."rate" AS "closing_rate"
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
            ) AS "t9"
          ) AS "t19"
            ON "t52"."currency" = "t19"."currency"
        ) AS "t53"
        GROUP BY
          1
      ) AS "t54"
      WHERE
        (
          "t54"."pays_opening" = 1
        )
        OR (
          "t54"."pays_closing" = 1
        )
        OR (
          "t54"."paused_opening" = 1
        )
        OR (
          "t54"."paused_closing" = 1
        )
    ) AS "t56"
    LEFT OUTER JOIN "t37" AS "t42"
      ON "t56"."unit_id" = "t42"."unit_id"
    LEFT OUTER JOIN (
      SELECT
        "t31"."unit_id",
        MIN("t31"."first_paid") AS "first_paid"
      FROM (
        SELECT
          "t24"."account_id",
          "t24"."first_paid",
          COALESCE("t27"."parent_id", "t24"."account_id") AS "unit_id"
        FROM (
          SELECT
            "t15"."account_id",
            MIN("t15"."start_date") AS "first_paid"
          FROM "t10" AS "t15"
          GROUP BY
            1
        ) AS "t24"
        LEFT OUTER JOIN (
          SELECT
            "t20"."account_id",
            "t20"."parent_id"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM "ultimate_parents" AS "t3"
              WHERE
                "t3"."parent_id" <> "t3"."account_id"
            ) AS "t7"
            WHERE
              (
                (
                  "t7"."valid_from" IS NULL
                )
                OR (
                  "t7"."valid_from" <= DATE '2025-12-31'
                )
              )
              AND (
                (
                  "t7"."valid_to_excl" IS NULL
                )
                OR (
                  "t7"."valid_to_excl" > DATE '2025-12-31'
                )
              )
          ) AS "t20"
        ) AS "t27"
          ON "t24"."account_id" = "t27"."account_id"
      ) AS "t31"
      GROUP BY
        1
    ) AS "t41"
      ON "t56"."unit_id" = "t41"."unit_id"
    LEFT OUTER JOIN (
      SELECT
        "t46"."unit_id",
        MAX("t46"."held_on") AS "held_on",
        MAX(CASE WHEN "t46"."attended" = 1 THEN "t46"."held_on" ELSE CAST(NULL AS DATE) END) AS "attended_on"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t36"."review_id",
            "t36"."account_id",
            "t36"."due_on",
            "t36"."held_on",
            "t36"."attended",
            "t36"."unit_id",
            "t43"."cadence"
          FROM (
            SELECT
              "t13"."review_id",
              "t13"."account_id",
              "t13"."due_on",
              "t13"."held_on",
              "t13"."attended",
              COALESCE("t27"."parent_id", "t13"."account_id") AS "unit_id"
            FROM (
              SELECT
                *
              FROM "reviews" AS "t5"
              WHERE
                "t5"."held_on" <= DATE '2025-12-31'
            ) AS "t13"
            LEFT OUTER JOIN (
              SELECT
                "t20"."account_id",
                "t20"."parent_id"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM "ultimate_parents" AS "t3"
                  WHERE
                    "t3"."parent_id" <> "t3"."account_id"
                ) AS "t7"
                WHERE
                  (
                    (
                      "t7"."valid_from" IS NULL
                    )
                    OR (
                      "t7"."valid_from" <= DATE '2025-12-31'
                    )
                  )
                  AND (
                    (
                      "t7"."valid_to_excl" IS NULL
                    )
                    OR (
                      "t7"."valid_to_excl" > DATE '2025-12-31'
                    )
                  )
              ) AS "t20"
            ) AS "t27"
              ON "t13"."account_id" = "t27"."account_id"
          ) AS "t36"
          INNER JOIN "t37" AS "t43"
            ON "t36"."unit_id" = "t43"."unit_id"
        ) AS "t44"
        WHERE
          CAST(EXTRACT(epoch FROM CAST(DATE '2025-12-31' AS TIMESTAMP) - CAST("t44"."held_on" AS TIMESTAMP)) / 86400 AS BIGINT) < "t44"."cadence"
      ) AS "t46"
      GROUP BY
        1
    ) AS "t48"
      ON "t56"."unit_id" = "t48"."unit_id"
  ) AS "t57"
) AS "t58"
