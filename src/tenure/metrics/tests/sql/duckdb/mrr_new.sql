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
), "t27" AS (
  SELECT
    "t23"."account_id",
    "t23"."product_id",
    "t23"."currency",
    "t23"."held_o",
    "t23"."seats_o",
    "t23"."mrr_o",
    "t23"."list_o",
    "t23"."rank_o",
    "t23"."term_o",
    "t23"."held_z",
    "t23"."seats_z",
    "t23"."mrr_z",
    "t23"."list_z",
    "t23"."rank_z",
    "t23"."term_z",
    "t23"."ended",
    "t23"."ended_past_due",
    COALESCE("t14"."parent_id", "t23"."account_id") AS "unit_id"
  FROM (
    SELECT
      "t6"."account_id",
      "t6"."product_id",
      "t6"."currency",
      MAX(
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
          THEN 1
          ELSE 0
        END
      ) AS "held_o",
      CAST(CAST(SUM(
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
          THEN COALESCE("t6"."seats", 0)
          ELSE 0
        END
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "seats_o",
      CAST(CAST(SUM(
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
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "mrr_o",
      CAST(CAST(SUM(
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
          THEN "t6"."price_mrr_minor"
          ELSE 0
        END
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "list_o",
      MAX(
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
          THEN "t6"."plan_rank"
          ELSE CAST(NULL AS BIGINT)
        END
      ) AS "rank_o",
      MAX(
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
          THEN "t6"."term_days"
          ELSE CAST(NULL AS BIGINT)
        END
      ) AS "term_o",
      MAX(
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
          THEN 1
          ELSE 0
        END
      ) AS "held_z",
      CAST(CAST(SUM(
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
          THEN COALESCE("t6"."seats", 0)
          ELSE 0
        END
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "seats_z",
      CAST(CAST(SUM(
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
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "mrr_z",
      CAST(CAST(SUM(
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
          THEN "t6"."price_mrr_minor"
          ELSE 0
        END
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "list_z",
      MAX(
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
          THEN "t6"."plan_rank"
          ELSE CAST(NULL AS BIGINT)
        END
      ) AS "rank_z",
      MAX(
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
          THEN "t6"."term_days"
          ELSE CAST(NULL AS BIGINT)
        END
      ) AS "term_z",
      MAX(
        CASE
          WHEN "t6"."mrr_minor" > 0
          THEN CASE
            WHEN "t6"."end_date_excl" <= DATE '2025-12-31'
            THEN "t6"."end_date_excl"
            ELSE CAST(NULL AS DATE)
          END
          ELSE CAST(NULL AS DATE)
        END
      ) AS "ended",
      MAX(
        CASE
          WHEN (
            "t6"."mrr_minor" > 0
          ) AND (
            "t6"."status" = 'past_due'
          )
          THEN CASE
            WHEN "t6"."end_date_excl" <= DATE '2025-12-31'
            THEN "t6"."end_date_excl"
            ELSE CAST(NULL AS DATE)
          END
          ELSE CAST(NULL AS DATE)
        END
      ) AS "ended_past_due"
    FROM (
      SELECT
        *
      FROM "subscriptions" AS "t2"
      WHERE
        "t2"."status" IN ('active', 'past_due')
        AND "t2"."start_date" <= DATE '2025-12-31'
        AND (
          (
            "t2"."end_date_excl" IS NULL
          )
          OR (
            "t2"."end_date_excl" > DATE '2024-12-31'
          )
        )
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
      2,
      3
  ) AS "t23"
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
  ) AS "t14"
    ON "t23"."account_id" = "t14"."account_id"
)
SELECT
  "t54"."unit_id",
  CASE
    WHEN CASE
      WHEN "t54"."category" IS NOT NULL
      THEN CAST(NULL AS TEXT)
      ELSE 'no exchange rate for a currency it pays in'
    END IS NULL
    THEN "t54"."amount"
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CASE
      WHEN "t54"."category" IS NOT NULL
      THEN CAST(NULL AS TEXT)
      ELSE 'no exchange rate for a currency it pays in'
    END IS NULL
    THEN CAST(NULL AS BIGINT)
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CASE
    WHEN "t54"."category" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    ELSE 'no exchange rate for a currency it pays in'
  END AS "reason",
  "t54"."opening",
  "t54"."closing",
  "t54"."reported",
  "t54"."pays_opening",
  "t54"."pays_closing",
  "t54"."paused_opening",
  "t54"."paused_closing",
  "t54"."first_paid",
  "t54"."amount",
  "t54"."fx",
  "t54"."category",
  "t54"."logo_opening",
  "t54"."logo_closing",
  "t54"."seats_fell",
  "t54"."tier_fell",
  "t54"."product_fell",
  "t54"."price_fell",
  CASE
    WHEN (
      "t54"."category" = 'churn'
    ) AND (
      "t54"."held_closing" = 1
    )
    THEN 'to_free'
    WHEN (
      "t54"."category" = 'churn'
    ) AND (
      "t54"."unpaid" = 1
    )
    THEN 'non_payment'
    WHEN "t54"."category" = 'churn'
    THEN 'cancelled'
    WHEN (
      (
        "t54"."category" = 'expansion'
      ) OR (
        "t54"."category" = 'contraction'
      )
    )
    AND (
      (
        "t54"."product_fell" = 1
      ) AND (
        "t54"."product_rose" = 1
      )
    )
    THEN 'product_swap'
    WHEN (
      "t54"."category" = 'expansion'
    ) AND (
      "t54"."product_rose" = 1
    )
    THEN 'product_add'
    WHEN (
      "t54"."category" = 'expansion'
    ) AND (
      "t54"."tier_rose" = 1
    )
    THEN 'tier'
    WHEN (
      "t54"."category" = 'expansion'
    ) AND (
      "t54"."seats_rose" = 1
    )
    THEN 'seats'
    WHEN (
      "t54"."category" = 'expansion'
    ) AND (
      "t54"."discount_ended" = 1
    )
    THEN 'discount_expiry'
    WHEN "t54"."category" = 'expansion'
    THEN 'price'
    WHEN (
      "t54"."category" = 'contraction'
    ) AND (
      "t54"."product_fell" = 1
    )
    THEN 'product_remove'
    WHEN (
      "t54"."category" = 'contraction'
    ) AND (
      "t54"."tier_fell" = 1
    )
    THEN 'tier'
    WHEN (
      "t54"."category" = 'contraction'
    ) AND (
      "t54"."seats_fell" = 1
    )
    THEN 'seats'
    WHEN (
      "t54"."category" = 'contraction'
    ) AND (
      "t54"."extended" = 1
    )
    THEN 'term_extension'
    WHEN (
      "t54"."category" = 'contraction'
    ) AND (
      "t54"."discount_began" = 1
    )
    THEN 'discount_start'
    WHEN "t54"."category" = 'contraction'
    THEN 'price'
    ELSE CAST(NULL AS TEXT)
  END AS "subtype"
FROM (
  SELECT
    "t53"."unit_id",
    "t53"."opening",
    "t53"."closing",
    "t53"."reported",
    "t53"."pays_opening",
    "t53"."pays_closing",
    "t53"."paused_opening",
    "t53"."paused_closing",
    "t53"."first_paid",
    "t53"."amount",
    "t53"."fx",
    "t53"."category",
    "t53"."logo_opening",
    "t53"."logo_closing",
    COALESCE("t46"."product_fell", 0) AS "product_fell",
    COALESCE("t46"."product_rose", 0) AS "product_rose",
    COALESCE("t46"."tier_fell", 0) AS "tier_fell",
    COALESCE("t46"."tier_rose", 0) AS "tier_rose",
    COALESCE("t46"."held_closing", 0) AS "held_closing",
    COALESCE("t46"."unpaid", 0) AS "unpaid",
    COALESCE("t46"."seats_fell", 0) AS "seats_fell",
    COALESCE("t46"."seats_rose", 0) AS "seats_rose",
    COALESCE("t46"."price_fell", 0) AS "price_fell",
    COALESCE("t46"."discount_ended", 0) AS "discount_ended",
    COALESCE("t46"."discount_began", 0) AS "discount_began",
    COALESCE("t46"."extended", 0) AS "extended"
  FROM (
    SELECT
      "t51"."unit_id",
      "t51"."opening",
      "t51"."closing",
      "t51"."reported",
      "t51"."pays_opening",
      "t51"."pays_closing",
      "t51"."paused_opening",
      "t51"."paused_closing",
      "t51"."first_paid",
      "t51"."amount",
      "t51"."fx",
      CASE
        WHEN (
          "t51"."opening" IS NULL
        ) OR (
          "t51"."closing" IS NULL
        )
        THEN CAST(NULL AS TEXT)
        WHEN "t51"."opening" = "t51"."closing"
        THEN 'none'
        WHEN (
          "t51"."opening" = 0
        ) AND (
          "t51"."first_paid" > DATE '2024-12-31'
        )
        THEN 'new'
        WHEN (
          "t51"."opening" = 0
        ) AND (
          "t51"."paused_opening" = 1
        )
        THEN 'resume'
        WHEN "t51"."opening" = 0
        THEN 'reactivation'
        WHEN (
          "t51"."closing" = 0
        ) AND (
          "t51"."paused_closing" = 1
        )
        THEN 'pause'
        WHEN "t51"."closing" = 0
        THEN 'churn'
        WHEN "t51"."closing" > "t51"."opening"
        THEN 'expansion'
        ELSE 'contraction'
      END AS "category",
      "t51"."pays_opening" + "t51"."paused_opening" AS "logo_opening",
      "t51"."pays_closing" + "t51"."paused_closing" AS "logo_closing"
    FROM (
      SELECT
        "t50"."unit_id",
        "t50"."opening",
        "t50"."closing",
        "t50"."reported",
        "t50"."pays_opening",
        "t50"."pays_closing",
        "t50"."paused_opening",
        "t50"."paused_closing",
        "t50"."first_paid",
        "t50"."closing" - "t50"."opening" AS "amount",
        "t50"."reported" - "t50"."closing" AS "fx"
      FROM (
        SELECT
          "t49"."unit_id",
          "t49"."opening",
          "t49"."closing",
          "t49"."reported",
          "t49"."pays_opening",
          "t49"."pays_closing",
          "t49"."paused_opening",
          "t49"."paused_closing",
          "t25"."first_paid"
        FROM (
          SELECT
            "t47"."unit_id",
            "t47"."opening",
            "t47"."closing",
            "t47"."reported",
            "t47"."pays_opening",
            "t47"."pays_closing",
            "t47"."paused_opening" * (
              1 - "t47"."pays_opening"
            ) AS "paused_opening",
            "t47"."paused_closing" * (
              1 - "t47"."pays_closing"
            ) AS "paused_closing"
          FROM (
            SELECT
              "t45"."unit_id",
              CASE
                WHEN MAX(
                  CASE
                    WHEN (
                      "t45"."n_opening" > 0
                    ) AND (
                      "t45"."opening_rate" IS NULL
                    )
                    THEN 1
                    ELSE 0
                  END
                ) = 1
                THEN CAST(NULL AS BIGINT)
                ELSE CAST(CAST(SUM(
                  CASE
                    WHEN "t45"."n_opening" > 0
                    THEN CAST(CAST(ROUND(CAST("t45"."n_opening" AS DECIMAL(17, 0)) * "t45"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
                    ELSE 0
                  END
                ) AS DECIMAL(38, 0)) AS BIGINT)
              END AS "opening",
              CASE
                WHEN MAX(
                  CASE
                    WHEN (
                      "t45"."n_closing" > 0
                    ) AND (
                      "t45"."opening_rate" IS NULL
                    )
                    THEN 1
                    ELSE 0
                  END
                ) = 1
                THEN CAST(NULL AS BIGINT)
                ELSE CAST(CAST(SUM(
                  CASE
                    WHEN "t45"."n_closing" > 0
                    THEN CAST(CAST(ROUND(CAST("t45"."n_closing" AS DECIMAL(17, 0)) * "t45"."opening_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
                    ELSE 0
                  END
                ) AS DECIMAL(38, 0)) AS BIGINT)
              END AS "closing",
              CASE
                WHEN MAX(
                  CASE
                    WHEN (
                      "t45"."n_closing" > 0
                    ) AND (
                      "t45"."closing_rate" IS NULL
                    )
                    THEN 1
                    ELSE 0
                  END
                ) = 1
                THEN CAST(NULL AS BIGINT)
                ELSE CAST(CAST(SUM(
                  CASE
                    WHEN "t45"."n_closing" > 0
                    THEN CAST(CAST(ROUND(CAST("t45"."n_closing" AS DECIMAL(17, 0)) * "t45"."closing_rate", 0) AS DECIMAL(20, 0)) AS BIGINT)
                    ELSE 0
                  END
                ) AS DECIMAL(38, 0)) AS BIGINT)
              END AS "reported",
              MAX(CASE WHEN "t45"."n_opening" > 0 THEN 1 ELSE 0 END) AS "pays_opening",
              MAX(CASE WHEN "t45"."n_closing" > 0 THEN 1 ELSE 0 END) AS "pays_closing",
              MAX("t45"."paused_opening") AS "paused_opening",
              MAX("t45"."paused_closing") AS "paused_closing"
            FROM (
              SELECT
                "t43"."account_id",
                "t43"."currency",
                "t43"."n_opening",
                "t43"."n_closing",
                "t43"."paused_opening",
                "t43"."paused_closing",
                COALESCE("t14"."parent_id", "t43"."account_id") AS "unit_id",
                "t13"."opening_rate",
                "t15"."closing_rate"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t29"."account_id",
                    "t29"."currency",
                    "t29"."n_opening",
                    "t29"."n_closing",
                    0 AS "paused_opening",
                    0 AS "paused_closing"
                  FROM (
                    SELECT
                      "t19"."account_id",
                      "t19"."currency",
                      CAST(CAST(SUM(
                        CASE
                          WHEN (
                            "t19"."start_date" <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              "t19"."end_date_excl" IS NULL
                            )
                            OR (
                              "t19"."end_date_excl" > DATE '2024-12-31'
                            )
                          )
                          THEN "t19"."mrr_minor"
                          ELSE 0
                        END
                      ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_opening",
                      CAST(CAST(SUM(
                        CASE
                          WHEN (
                            "t19"."start_date" <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              "t19"."end_date_excl" IS NULL
                            )
                            OR (
                              "t19"."end_date_excl" > DATE '2025-12-31'
                            )
                          )
                          THEN "t19"."mrr_minor"
                          ELSE 0
                        END
                      ) AS DECIMAL(38, 0)) AS BIGINT) AS "n_closing"
                    FROM (
                      SELECT
                        *
                      FROM "t4" AS "t9"
                      WHERE
                        (
                          (
                            "t9"."start_date" <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              "t9"."end_date_excl" IS NULL
                            )
                            OR (
                              "t9"."end_date_excl" > DATE '2024-12-31'
                            )
                          )
                        )
                        OR (
                          (
                            "t9"."start_date" <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              "t9"."end_date_excl" IS NULL
                            )
                            OR (
                              "t9"."end_date_excl" > DATE '2025-12-31'
                            )
                          )
                        )
                    ) AS "t19"
                    GROUP BY
                      1,
                      2
                  ) AS "t29"
                ) AS "t30"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t35"."account_id",
                    '' AS "currency",
                    0 AS "n_opening",
                    0 AS "n_closing",
                    "t35"."paused_opening",
                    "t35"."paused_closing"
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
                          "t22"."account_id",
                          "t22"."start_date",
                          "t22"."end_date_excl",
                          "t22"."scheduled_resume_date"
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
                              CASE
                                WHEN LAG("t5"."end_date_excl") OVER (
                                  PARTITION BY "t5"."subscription_id"
                                  ORDER BY "t5"."start_date" ASC, "t5"."subscription_row_id" ASC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                ) = "t5"."start_date"
                                THEN CAST(NULL AS DATE)
                                ELSE "t5"."start_date"
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
                            ) AS "t5"
                          ) AS "t18"
                        ) AS "t22"
                        WHERE
                          "t22"."scheduled_resume_date" IS NOT NULL
                          AND "t22"."scheduled_resume_date" <= (
                            "t22"."began" + INTERVAL '90' DAY
                          )
                      ) AS "t26"
                      WHERE
                        (
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
                          )
                        )
                        OR (
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
                          )
                        )
                    ) AS "t32"
                    GROUP BY
                      1
                  ) AS "t35"
                ) AS "t38"
              ) AS "t43"
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
              ) AS "t14"
                ON "t43"."account_id" = "t14"."account_id"
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
              ) AS "t13"
                ON "t43"."currency" = "t13"."currency"
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
              ) AS "t15"
                ON "t43"."currency" = "t15"."currency"
            ) AS "t45"
            GROUP BY
              1
          ) AS "t47"
        ) AS "t49"
        LEFT OUTER JOIN (
          SELECT
            "t20"."unit_id",
            MIN("t20"."first_paid") AS "first_paid"
          FROM (
            SELECT
              "t17"."account_id",
              "t17"."first_paid",
              COALESCE("t14"."parent_id", "t17"."account_id") AS "unit_id"
            FROM (
              SELECT
                "t9"."account_id",
                MIN("t9"."start_date") AS "first_paid"
              FROM "t4" AS "t9"
              GROUP BY
                1
            ) AS "t17"
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
            ) AS "t14"
              ON "t17"."account_id" = "t14"."account_id"
          ) AS "t20"
          GROUP BY
            1
        ) AS "t25"
          ON "t49"."unit_id" = "t25"."unit_id"
      ) AS "t50"
    ) AS "t51"
  ) AS "t53"
  LEFT OUTER JOIN (
    SELECT
      "t42"."unit_id",
      "t42"."product_fell",
      "t42"."product_rose",
      "t42"."tier_fell",
      "t42"."tier_rose",
      "t42"."held_closing",
      "t42"."unpaid",
      "t42"."seats_fell",
      "t42"."seats_rose",
      "t40"."price_fell",
      "t40"."discount_ended",
      "t40"."discount_began",
      "t40"."extended"
    FROM (
      SELECT
        "t36".*
        EXCLUDE ("seats_z", "seats_o")
      FROM (
        SELECT
          "t34"."unit_id",
          "t34"."product_fell",
          "t34"."product_rose",
          "t34"."tier_fell",
          "t34"."tier_rose",
          "t34"."seats_o",
          "t34"."seats_z",
          "t34"."held_closing",
          "t34"."unpaid",
          CASE WHEN "t34"."seats_z" < "t34"."seats_o" THEN 1 ELSE 0 END AS "seats_fell",
          CASE WHEN "t34"."seats_z" > "t34"."seats_o" THEN 1 ELSE 0 END AS "seats_rose"
        FROM (
          SELECT
            "t31"."unit_id",
            MAX(
              CASE WHEN (
                "t31"."held_o" = 1
              ) AND (
                "t31"."held_z" = 0
              ) THEN 1 ELSE 0 END
            ) AS "product_fell",
            MAX(
              CASE WHEN (
                "t31"."held_o" = 0
              ) AND (
                "t31"."held_z" = 1
              ) THEN 1 ELSE 0 END
            ) AS "product_rose",
            MAX(CASE WHEN "t31"."rank_z" < "t31"."rank_o" THEN 1 ELSE 0 END) AS "tier_fell",
            MAX(CASE WHEN "t31"."rank_z" > "t31"."rank_o" THEN 1 ELSE 0 END) AS "tier_rose",
            CAST(CAST(SUM("t31"."seats_o") AS DECIMAL(38, 0)) AS BIGINT) AS "seats_o",
            CAST(CAST(SUM("t31"."seats_z") AS DECIMAL(38, 0)) AS BIGINT) AS "seats_z",
            MAX("t31"."held_z") AS "held_closing",
            CASE WHEN MAX("t31"."ended") = MAX("t31"."ended_past_due") THEN 1 ELSE 0 END AS "unpaid"
          FROM (
            SELECT
              "t28"."unit_id",
              "t28"."product_id",
              MAX("t28"."held_o") AS "held_o",
              MAX("t28"."held_z") AS "held_z",
              MAX("t28"."rank_o") AS "rank_o",
              MAX("t28"."rank_z") AS "rank_z",
              MAX("t28"."ended") AS "ended",
              MAX("t28"."ended_past_due") AS "ended_past_due",
              CAST(CAST(SUM("t28"."seats_o") AS DECIMAL(38, 0)) AS BIGINT) AS "seats_o",
              CAST(CAST(SUM("t28"."seats_z") AS DECIMAL(38, 0)) AS BIGINT) AS "seats_z"
            FROM "t27" AS "t28"
            GROUP BY
              1,
              2
          ) AS "t31"
          GROUP BY
            1
        ) AS "t34"
      ) AS "t36"
    ) AS "t42"
    INNER JOIN (
      SELECT
        "t33"."unit_id",
        "t33"."price_fell",
        "t33"."discount_ended",
        "t33"."discount_began",
        CASE
          WHEN (
            "t33"."lines_fell" > 0
          ) AND (
            "t33"."lines_fell" = "t33"."lines_longer"
          )
          THEN 1
          ELSE 0
        END AS "extended"
      FROM (
        SELECT
          "t28"."unit_id",
          MAX(
            CASE
              WHEN (
                "t28"."mrr_o" > 0
              )
              AND (
                "t28"."mrr_z" > 0
              )
              AND (
                (
                  COALESCE("t28"."rank_o", 0) = COALESCE("t28"."rank_z", 0)
                )
                AND CASE
                  WHEN (
                    "t28"."seats_o" > 0
                  ) AND (
                    "t28"."seats_z" > 0
                  )
                  THEN (
                    CAST("t28"."mrr_z" AS DECIMAL(18, 0)) * CAST("t28"."seats_o" AS DECIMAL(18, 0))
                  ) < (
                    CAST("t28"."mrr_o" AS DECIMAL(18, 0)) * CAST("t28"."seats_z" AS DECIMAL(18, 0))
                  )
                  ELSE "t28"."mrr_z" < "t28"."mrr_o"
                END
              )
              THEN 1
              ELSE 0
            END
          ) AS "price_fell",
          MAX(
            CASE
              WHEN (
                "t28"."mrr_o" > 0
              )
              AND (
                "t28"."mrr_z" > 0
              )
              AND (
                "t28"."list_z" = "t28"."list_o"
              )
              AND (
                "t28"."mrr_z" > "t28"."mrr_o"
              )
              THEN 1
              ELSE 0
            END
          ) AS "discount_ended",
          MAX(
            CASE
              WHEN (
                "t28"."mrr_o" > 0
              )
              AND (
                "t28"."mrr_z" > 0
              )
              AND (
                "t28"."list_z" = "t28"."list_o"
              )
              AND (
                "t28"."mrr_z" < "t28"."mrr_o"
              )
              THEN 1
              ELSE 0
            END
          ) AS "discount_began",
          CAST(CAST(SUM(CASE WHEN "t28"."mrr_z" < "t28"."mrr_o" THEN 1 ELSE 0 END) AS DECIMAL(38, 0)) AS BIGINT) AS "lines_fell",
          CAST(CAST(SUM(
            CASE
              WHEN (
                "t28"."mrr_o" > 0
              )
              AND (
                "t28"."mrr_z" > 0
              )
              AND (
                "t28"."mrr_z" < "t28"."mrr_o"
              )
              AND (
                "t28"."term_z" > "t28"."term_o"
              )
              THEN 1
              ELSE 0
            END
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "lines_longer"
        FROM "t27" AS "t28"
        GROUP BY
          1
      ) AS "t33"
    ) AS "t40"
      ON "t42"."unit_id" = "t40"."unit_id"
  ) AS "t46"
    ON "t53"."unit_id" = "t46"."unit_id"
) AS "t54"
WHERE
  (
    "t54"."category" = 'new'
  ) OR (
    "t54"."category" IS NULL
  )
