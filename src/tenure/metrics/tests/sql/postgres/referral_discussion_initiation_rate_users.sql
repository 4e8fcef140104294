SELECT
  "t56"."unit_id",
  CASE
    WHEN CAST(NULL AS VARCHAR) IS NULL
    THEN CASE WHEN "t56"."first_on" IS NOT NULL THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CAST(NULL AS VARCHAR) IS NULL
    THEN CASE WHEN "t56"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t56"."account_id",
  "t56"."first_on"
FROM (
  SELECT
    "t39"."user_id" AS "unit_id",
    "t39"."account_id",
    "t24"."first_on"
  FROM (
    SELECT
      "t19"."account_id",
      "t19"."user_id",
      COALESCE("t31"."parent_id", "t19"."account_id") AS "unit_id"
    FROM (
      SELECT DISTINCT
        "t8"."account_id",
        "t8"."user_id"
      FROM (
        SELECT
          *
        FROM "user_day" AS "t1"
        WHERE
          "t1"."day" <= DATE '2024-12-31' AND "t1"."day" > DATE '2024-12-01'
      ) AS "t8"
    ) AS "t19"
    LEFT OUTER JOIN (
      SELECT
        "t25"."account_id",
        "t25"."parent_id"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM "ultimate_parents" AS "t2"
          WHERE
            "t2"."parent_id" <> "t2"."account_id"
        ) AS "t9"
        WHERE
          (
            (
              "t9"."valid_from" IS NULL
            )
            OR (
              "t9"."valid_from" <= DATE '2025-12-31'
            )
          )
          AND (
            (
              "t9"."valid_to_excl" IS NULL
            )
            OR (
              "t9"."valid_to_excl" > DATE '2025-12-31'
            )
          )
      ) AS "t25"
    ) AS "t31"
      ON "t19"."account_id" = "t31"."account_id"
  ) AS "t39"
  LEFT OUTER JOIN (
    SELECT
      "t7"."account_id",
      "t7"."user_id",
      MIN("t7"."occurred_on") AS "first_on"
    FROM (
      SELECT
        *
      FROM "referral_events" AS "t0"
      WHERE
        "t0"."event" = 'referral_discussion_initiated'
        AND "t0"."occurred_on" > DATE '2024-12-31'
        AND "t0"."occurred_on" <= DATE '2025-12-31'
    ) AS "t7"
    GROUP BY
      1,
      2
  ) AS "t24"
    ON "t39"."account_id" = "t24"."account_id" AND "t39"."user_id" = "t24"."user_id"
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t52"."unit_id",
            "t52"."pays_opening",
            "t52"."pays_closing",
            CASE
              WHEN "t52"."pays_opening" = 0
              THEN 'not paying at the opening'
              WHEN "t52"."onboarded" IS NULL
              THEN 'no onboarding completed by the opening'
              WHEN "t52"."flagged" IS NOT NULL
              THEN 'flagged do-not-ask at the opening'
              ELSE CAST(NULL AS VARCHAR)
            END AS "reason"
          FROM (
            SELECT
              "t51"."unit_id",
              "t51"."pays_opening",
              "t51"."pays_closing",
              "t41"."onboarded",
              "t30"."flagged"
            FROM (
              SELECT
                "t49"."unit_id",
                "t49"."pays_opening",
                "t49"."pays_closing"
              FROM (
                SELECT
                  "t48"."unit_id",
                  CASE
                    WHEN MAX(
                      CASE
                        WHEN (
                          "t48"."n_opening" > 0
                        ) AND (
                          "t48"."opening_rate" IS NULL
                        )
                        THEN 1
                        ELSE 0
                      END
                    ) = 1
                    THEN CAST(NULL AS BIGINT)
                    ELSE CAST(SUM(
                      CASE
                        WHEN "t48"."n_opening" > 0
                        THEN CASE
                          WHEN "t48"."opening_rate" = 1
                          THEN "t48"."n_opening"
                          ELSE CAST(CAST(ROUND(
                            CAST(CAST("t48"."n_opening" AS DECIMAL(17, 0)) * "t48"."opening_rate" AS DECIMAL),
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
                          "t48"."n_closing" > 0
                        ) AND (
                          "t48"."opening_rate" IS NULL
                        )
                        THEN 1
                        ELSE 0
                      END
                    ) = 1
                    THEN CAST(NULL AS BIGINT)
                    ELSE CAST(SUM(
                      CASE
                        WHEN "t48"."n_closing" > 0
                        THEN CASE
                          WHEN "t48"."opening_rate" = 1
                          THEN "t48"."n_closing"
                          ELSE CAST(CAST(ROUND(
                            CAST(CAST("t48"."n_closing" AS DECIMAL(17, 0)) * "t48"."opening_rate" AS DECIMAL),
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
                          "t48"."n_closing" > 0
                        ) AND (
                          "t48"."closing_rate" IS NULL
                        )
                        THEN 1
                        ELSE 0
                      END
                    ) = 1
                    THEN CAST(NULL AS BIGINT)
                    ELSE CAST(SUM(
                      CASE
                        WHEN "t48"."n_closing" > 0
                        THEN CASE
                          WHEN "t48"."closing_rate" = 1
                          THEN "t48"."n_closing"
                          ELSE CAST(CAST(ROUND(
                            CAST(CAST("t48"."n_closing" AS DECIMAL(17, 0)) * "t48"."closing_rate" AS DECIMAL),
                            0
                          ) AS DECIMAL(20, 0)) AS BIGINT)
                        END
                        ELSE 0
                      END
                    ) AS BIGINT)
                  END AS "reported",
                  MAX(CASE WHEN "t48"."n_opening" > 0 THEN 1 ELSE 0 END) AS "pays_opening",
                  MAX(CASE WHEN "t48"."n_closing" > 0 THEN 1 ELSE 0 END) AS "pays_closing",
                  MAX("t48"."paused_opening") AS "paused_opening",
                  MAX("t48"."paused_closing") AS "paused_closing",
                  MIN("t48"."first_paid") AS "first_paid"
                FROM (
                  SELECT
                    "t47"."account_id",
                    "t47"."currency",
                    "t47"."n_opening",
                    "t47"."n_closing",
                    "t47"."first_paid",
                    "t47"."paused_opening",
                    "t47"."paused_closing",
                    COALESCE("t31"."parent_id", "t47"."account_id") AS "unit_id",
                    "t26"."opening_rate",
                    "t27"."closing_rate"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t33"."account_id",
                        "t33"."currency",
                        "t33"."n_0" AS "n_opening",
                        "t33"."n_1" AS "n_closing",
                        "t33"."first_paid",
                        0 AS "paused_opening",
                        0 AS "paused_closing"
                      FROM (
                        SELECT
                          "t14"."account_id",
                          "t14"."currency",
                          CAST(SUM(
                            CASE
                              WHEN (
                                "t14"."start_date" <= DATE '2024-12-31'
                              )
                              AND (
                                (
                                  "t14"."end_date_excl" IS NULL
                                )
                                OR (
                                  "t14"."end_date_excl" > DATE '2024-12-31'
                                )
                              )
                              THEN "t14"."mrr_minor"
                              ELSE 0
                            END
                          ) AS BIGINT) AS "n_0",
                          CAST(SUM(
                            CASE
                              WHEN (
                                "t14"."start_date" <= DATE '2025-12-31'
                              )
                              AND (
                                (
                                  "t14"."end_date_excl" IS NULL
                                )
                                OR (
                                  "t14"."end_date_excl" > DATE '2025-12-31'
                                )
                              )
                              THEN "t14"."mrr_minor"
                              ELSE 0
                            END
                          ) AS BIGINT) AS "n_1",
                          MIN("t14"."start_date") AS "first_paid"
                        FROM (
                          SELECT
                            *
                          FROM "subscriptions" AS "t6"
                          WHERE
                            "t6"."status" IN ('active', 'past_due')
                            AND "t6"."mrr_minor" > 0
                            AND (
                              (
                                "t6"."end_date_excl" IS NULL
                              )
                              OR (
                                "t6"."end_date_excl" > "t6"."start_date"
                              )
                            )
                        ) AS "t14"
                        GROUP BY
                          1,
                          2
                      ) AS "t33"
                    ) AS "t36"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t44"."account_id",
                        '' AS "currency",
                        0 AS "n_opening",
                        0 AS "n_closing",
                        CAST(NULL AS DATE) AS "first_paid",
                        "t44"."paused_opening",
                        "t44"."paused_closing"
                      FROM (
                        SELECT
                          "t43"."account_id",
                          MAX(
                            CASE
                              WHEN (
                                "t43"."start_date" <= DATE '2024-12-31'
                              )
                              AND (
                                (
                                  "t43"."end_date_excl" IS NULL
                                )
                                OR (
                                  "t43"."end_date_excl" > DATE '2024-12-31'
                                )
                              )
                              AND (
                                "t43"."scheduled_resume_date" >= DATE '2024-12-31'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "paused_opening",
                          MAX(
                            CASE
                              WHEN (
                                "t43"."start_date" <= DATE '2025-12-31'
                              )
                              AND (
                                (
                                  "t43"."end_date_excl" IS NULL
                                )
                                OR (
                                  "t43"."end_date_excl" > DATE '2025-12-31'
                                )
                              )
                              AND (
                                "t43"."scheduled_resume_date" >= DATE '2025-12-31'
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
                              "t37"."account_id",
                              "t37"."start_date",
                              "t37"."end_date_excl",
                              "t37"."scheduled_resume_date"
                            FROM (
                              SELECT
                                "t32"."subscription_row_id",
                                "t32"."subscription_id",
                                "t32"."account_id",
                                "t32"."product_id",
                                "t32"."plan_id",
                                "t32"."plan_rank",
                                "t32"."seats",
                                "t32"."term_days",
                                "t32"."price_mrr_minor",
                                "t32"."mrr_minor",
                                "t32"."currency",
                                "t32"."status",
                                "t32"."start_date",
                                "t32"."end_date_excl",
                                "t32"."scheduled_resume_date",
                                "t32"."begins",
                                MAX("t32"."begins") OVER (
                                  PARTITION BY "t32"."subscription_id"
                                  ORDER BY "t32"."start_date" ASC, "t32"."subscription_row_id" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                ) AS "began"
                              FROM (
                                SELECT
                                  "t15"."subscription_row_id",
                                  "t15"."subscription_id",
                                  "t15"."account_id",
                                  "t15"."product_id",
                                  "t15"."plan_id",
                                  "t15"."plan_rank",
                                  "t15"."seats",
                                  "t15"."term_days",
                                  "t15"."price_mrr_minor",
                                  "t15"."mrr_minor",
                                  "t15"."currency",
                                  "t15"."status",
                                  "t15"."start_date",
                                  "t15"."end_date_excl",
                                  "t15"."scheduled_resume_date",
                                  CASE
                                    WHEN LAG("t15"."end_date_excl") OVER (
                                      PARTITION BY "t15"."subscription_id"
                                      ORDER BY "t15"."start_date" ASC, "t15"."subscription_row_id" ASC
                                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                    ) = "t15"."start_date"
                                    THEN CAST(NULL AS DATE)
                                    ELSE "t15"."start_date"
                                  END AS "begins"
                                FROM (
                                  SELECT
                                    *
                                  FROM "subscriptions" AS "t6"
                                  WHERE
                                    "t6"."status" = 'paused'
                                    AND (
                                      (
                                        "t6"."end_date_excl" IS NULL
                                      )
                                      OR (
                                        "t6"."end_date_excl" > "t6"."start_date"
                                      )
                                    )
                                ) AS "t15"
                              ) AS "t32"
                            ) AS "t37"
                            WHERE
                              "t37"."scheduled_resume_date" IS NOT NULL
                              AND "t37"."scheduled_resume_date" <= (
                                "t37"."began" + INTERVAL '90 DAY'
                              )
                          ) AS "t42"
                          WHERE
                            (
                              (
                                "t42"."start_date" <= DATE '2024-12-31'
                              )
                              AND (
                                (
                                  "t42"."end_date_excl" IS NULL
                                )
                                OR (
                                  "t42"."end_date_excl" > DATE '2024-12-31'
                                )
                              )
                              AND (
                                "t42"."scheduled_resume_date" >= DATE '2024-12-31'
                              )
                            )
                            OR (
                              (
                                "t42"."start_date" <= DATE '2025-12-31'
                              )
                              AND (
                                (
                                  "t42"."end_date_excl" IS NULL
                                )
                                OR (
                                  "t42"."end_date_excl" > DATE '2025-12-31'
                                )
                              )
                              AND (
                                "t42"."scheduled_resume_date" >= DATE '2025-12-31'
                              )
                            )
                        ) AS "t43"
                        GROUP BY
                          1
                      ) AS "t44"
                    ) AS "t45"
                  ) AS "t47"
                  LEFT OUTER JOIN (
                    SELECT
                      "t25"."account_id",
                      "t25"."parent_id"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM "ultimate_parents" AS "t2"
                        WHERE
                          "t2"."parent_id" <> "t2"."account_id"
                      ) AS "t9"
                      WHERE
                        (
                          (
                            "t9"."valid_from" IS NULL
                          )
                          OR (
                            "t9"."valid_from" <= DATE '2025-12-31'
                          )
                        )
                        AND (
                          (
                            "t9"."valid_to_excl" IS NULL
                          )
                          OR (
                            "t9"."valid_to_excl" > DATE '2025-12-31'
                          )
                        )
                    ) AS "t25"
                  ) AS "t31"
                    ON "t47"."account_id" = "t31"."account_id"
                  LEFT OUTER JOIN (
                    SELECT
                      "t12"."currency",
                      "t12"."rate" AS "opening_rate"
                    FROM (
                      SELECT
                        *
                      FROM "fx_rates" AS "t5"
                      WHERE
                        (
                          (
                            "t5"."valid_from" IS NULL
                          )
                          OR (
                            "t5"."valid_from" <= DATE '2024-12-31'
                          )
                        )
                        AND (
                          (
                            "t5"."valid_to_excl" IS NULL
                          )
                          OR (
                            "t5"."valid_to_excl" > DATE '2024-12-31'
                          )
                        )
                    ) AS "t12"
                  ) AS "t26"
                    ON "t47"."currency" = "t26"."currency"
                  LEFT OUTER JOIN (
                    SELECT
                      "t13"."currency",
                      "t13"."rate" AS "closing_rate"
                    FROM (
                      SELECT
                        *
                      FROM "fx_rates" AS "t5"
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
                    ) AS "t13"
                  ) AS "t27"
                    ON "t47"."currency" = "t27"."currency"
                ) AS "t48"
                GROUP BY
                  1
              ) AS "t49"
              WHERE
                (
                  (
                    "t49"."pays_opening" = 1
                  )
                  OR (
                    "t49"."pays_closing" = 1
                  )
                  OR (
                    "t49"."paused_opening" = 1
                  )
                  OR (
                    "t49"."paused_closing" = 1
                  )
                )
                AND (
                  (
                    "t49"."pays_opening" = 1
                  ) OR (
                    "t49"."pays_closing" = 1
                  )
                )
            ) AS "t51"
            LEFT OUTER JOIN (
              SELECT
                "t35"."unit_id",
                MIN("t35"."completed_on") AS "onboarded"
              FROM (
                SELECT
                  "t21"."account_id",
                  "t21"."completed_on",
                  COALESCE("t31"."parent_id", "t21"."account_id") AS "unit_id"
                FROM (
                  SELECT
                    "t10"."account_id",
                    "t10"."completed_on"
                  FROM (
                    SELECT
                      *
                    FROM "onboardings" AS "t4"
                    WHERE
                      "t4"."completed_on" <= DATE '2024-12-31'
                  ) AS "t10"
                ) AS "t21"
                LEFT OUTER JOIN (
                  SELECT
                    "t25"."account_id",
                    "t25"."parent_id"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        *
                      FROM "ultimate_parents" AS "t2"
                      WHERE
                        "t2"."parent_id" <> "t2"."account_id"
                    ) AS "t9"
                    WHERE
                      (
                        (
                          "t9"."valid_from" IS NULL
                        )
                        OR (
                          "t9"."valid_from" <= DATE '2025-12-31'
                        )
                      )
                      AND (
                        (
                          "t9"."valid_to_excl" IS NULL
                        )
                        OR (
                          "t9"."valid_to_excl" > DATE '2025-12-31'
                        )
                      )
                  ) AS "t25"
                ) AS "t31"
                  ON "t21"."account_id" = "t31"."account_id"
              ) AS "t35"
              GROUP BY
                1
            ) AS "t41"
              ON "t51"."unit_id" = "t41"."unit_id"
            LEFT OUTER JOIN (
              SELECT
                "t20"."unit_id",
                1 AS "flagged"
              FROM (
                SELECT DISTINCT
                  "t11"."account_id" AS "unit_id"
                FROM (
                  SELECT
                    *
                  FROM "attributes" AS "t3"
                  WHERE
                    "t3"."attribute" = 'do_not_ask'
                    AND "t3"."value" = '1'
                    AND (
                      (
                        "t3"."valid_from" IS NULL
                      )
                      OR (
                        "t3"."valid_from" <= DATE '2024-12-31'
                      )
                    )
                    AND (
                      (
                        "t3"."valid_to_excl" IS NULL
                      )
                      OR (
                        "t3"."valid_to_excl" > DATE '2024-12-31'
                      )
                    )
                ) AS "t11"
              ) AS "t20"
            ) AS "t30"
              ON "t51"."unit_id" = "t30"."unit_id"
          ) AS "t52"
        ) AS "t53"
        WHERE
          "t53"."reason" IS NULL
      ) AS "t55"
      WHERE
        "t39"."unit_id" = "t55"."unit_id"
    )
) AS "t56"
