WITH "t20" AS (
  SELECT
    "t3"."subscription_row_id",
    "t3"."subscription_id",
    "t3"."account_id",
    "t3"."product_id",
    "t3"."plan_id",
    "t3"."plan_rank",
    "t3"."seats",
    "t3"."term_days",
    "t3"."price_mrr_minor",
    "t3"."mrr_minor",
    "t3"."currency",
    "t3"."status",
    "t3"."start_date",
    "t3"."end_date_excl",
    "t3"."scheduled_resume_date",
    COALESCE("t16"."parent_id", "t3"."account_id") AS "unit_id"
  FROM "subscriptions" AS "t3"
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
        FROM "ultimate_parents" AS "t2"
        WHERE
          "t2"."parent_id" <> "t2"."account_id"
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
  ) AS "t16"
    ON "t3"."account_id" = "t16"."account_id"
), "t35" AS (
  SELECT
    "t30"."unit_id",
    "t30"."account_id",
    "t30"."product_id",
    "t30"."currency",
    MAX(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2024-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2024-12-31'
          )
        )
        THEN 1
        ELSE 0
      END
    ) AS "held_o",
    CAST(SUM(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2024-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2024-12-31'
          )
        )
        THEN COALESCE("t30"."seats", 0)
        ELSE 0
      END
    ) AS BIGINT) AS "seats_o",
    CAST(SUM(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2024-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2024-12-31'
          )
        )
        THEN "t30"."mrr_minor"
        ELSE 0
      END
    ) AS BIGINT) AS "mrr_o",
    CAST(SUM(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2024-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2024-12-31'
          )
        )
        THEN "t30"."price_mrr_minor"
        ELSE 0
      END
    ) AS BIGINT) AS "list_o",
    MAX(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2024-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2024-12-31'
          )
        )
        THEN "t30"."plan_rank"
        ELSE CAST(NULL AS BIGINT)
      END
    ) AS "rank_o",
    MAX(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2024-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2024-12-31'
          )
        )
        THEN "t30"."term_days"
        ELSE CAST(NULL AS BIGINT)
      END
    ) AS "term_o",
    MAX(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2025-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2025-12-31'
          )
        )
        THEN 1
        ELSE 0
      END
    ) AS "held_z",
    CAST(SUM(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2025-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2025-12-31'
          )
        )
        THEN COALESCE("t30"."seats", 0)
        ELSE 0
      END
    ) AS BIGINT) AS "seats_z",
    CAST(SUM(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2025-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2025-12-31'
          )
        )
        THEN "t30"."mrr_minor"
        ELSE 0
      END
    ) AS BIGINT) AS "mrr_z",
    CAST(SUM(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2025-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2025-12-31'
          )
        )
        THEN "t30"."price_mrr_minor"
        ELSE 0
      END
    ) AS BIGINT) AS "list_z",
    MAX(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2025-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2025-12-31'
          )
        )
        THEN "t30"."plan_rank"
        ELSE CAST(NULL AS BIGINT)
      END
    ) AS "rank_z",
    MAX(
      CASE
        WHEN (
          "t30"."start_date" <= DATE '2025-12-31'
        )
        AND (
          (
            "t30"."end_date_excl" IS NULL
          )
          OR (
            "t30"."end_date_excl" > DATE '2025-12-31'
          )
        )
        THEN "t30"."term_days"
        ELSE CAST(NULL AS BIGINT)
      END
    ) AS "term_z",
    MAX(
      CASE
        WHEN "t30"."mrr_minor" > 0
        THEN CASE
          WHEN "t30"."end_date_excl" <= DATE '2025-12-31'
          THEN "t30"."end_date_excl"
          ELSE CAST(NULL AS DATE)
        END
        ELSE CAST(NULL AS DATE)
      END
    ) AS "ended",
    MAX(
      CASE
        WHEN (
          "t30"."mrr_minor" > 0
        ) AND (
          "t30"."status" = 'past_due'
        )
        THEN CASE
          WHEN "t30"."end_date_excl" <= DATE '2025-12-31'
          THEN "t30"."end_date_excl"
          ELSE CAST(NULL AS DATE)
        END
        ELSE CAST(NULL AS DATE)
      END
    ) AS "ended_past_due"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t23"."subscription_row_id",
        "t23"."subscription_id",
        "t23"."account_id",
        "t23"."product_id",
        "t23"."plan_id",
        "t23"."plan_rank",
        "t23"."seats",
        "t23"."term_days",
        "t23"."price_mrr_minor",
        "t23"."mrr_minor",
        "t23"."currency",
        "t23"."status",
        "t23"."start_date",
        "t23"."end_date_excl",
        "t23"."scheduled_resume_date",
        "t23"."unit_id"
      FROM "t20" AS "t23"
      WHERE
        EXISTS(
          SELECT
            1
          FROM (
            SELECT DISTINCT
              "t25"."unit_id"
            FROM (
              SELECT
                *
              FROM "t20" AS "t21"
              WHERE
                (
                  (
                    "t21"."start_date" > DATE '2024-12-31'
                  )
                  AND (
                    "t21"."start_date" <= DATE '2025-12-31'
                  )
                )
                OR (
                  (
                    "t21"."end_date_excl" > DATE '2024-12-31'
                  )
                  AND (
                    "t21"."end_date_excl" <= DATE '2025-12-31'
                  )
                )
            ) AS "t25"
          ) AS "t27"
          WHERE
            "t23"."unit_id" = "t27"."unit_id"
        )
    ) AS "t29"
    WHERE
      "t29"."status" IN ('active', 'past_due')
      AND "t29"."start_date" <= DATE '2025-12-31'
      AND (
        (
          "t29"."end_date_excl" IS NULL
        )
        OR (
          "t29"."end_date_excl" > DATE '2024-12-31'
        )
      )
      AND (
        (
          "t29"."end_date_excl" IS NULL
        )
        OR (
          "t29"."end_date_excl" > "t29"."start_date"
        )
      )
  ) AS "t30"
  GROUP BY
    1,
    2,
    3,
    4
)
SELECT
  "t51"."unit_id",
  CASE
    WHEN CASE
      WHEN "t51"."pays_opening" = 0
      THEN 'not paying at the opening'
      WHEN (
        "t51"."opening" IS NULL
      ) OR (
        "t51"."closing" IS NULL
      )
      THEN 'no exchange rate for a currency it pays in'
      WHEN "t51"."opening" = 0
      THEN 'not paying at the opening'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL
    THEN CASE
      WHEN (
        "t51"."closing" > 0
      ) AND (
        "t51"."closing" < "t51"."opening"
      )
      THEN 1
      ELSE 0
    END
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CASE
      WHEN "t51"."pays_opening" = 0
      THEN 'not paying at the opening'
      WHEN (
        "t51"."opening" IS NULL
      ) OR (
        "t51"."closing" IS NULL
      )
      THEN 'no exchange rate for a currency it pays in'
      WHEN "t51"."opening" = 0
      THEN 'not paying at the opening'
      ELSE CAST(NULL AS VARCHAR)
    END IS NULL
    THEN CASE WHEN "t51"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CASE
    WHEN "t51"."pays_opening" = 0
    THEN 'not paying at the opening'
    WHEN (
      "t51"."opening" IS NULL
    ) OR (
      "t51"."closing" IS NULL
    )
    THEN 'no exchange rate for a currency it pays in'
    WHEN "t51"."opening" = 0
    THEN 'not paying at the opening'
    ELSE CAST(NULL AS VARCHAR)
  END AS "reason",
  "t51"."opening",
  "t51"."closing",
  "t51"."amount",
  "t51"."category",
  CASE
    WHEN (
      "t51"."category" = 'churn'
    ) AND (
      "t51"."held_closing" = 1
    )
    THEN 'to_free'
    WHEN (
      "t51"."category" = 'churn'
    ) AND (
      "t51"."unpaid" = 1
    )
    THEN 'non_payment'
    WHEN "t51"."category" = 'churn'
    THEN 'cancelled'
    WHEN (
      (
        "t51"."category" = 'expansion'
      ) OR (
        "t51"."category" = 'contraction'
      )
    )
    AND (
      (
        "t51"."product_fell" = 1
      ) AND (
        "t51"."product_rose" = 1
      )
    )
    THEN 'product_swap'
    WHEN (
      "t51"."category" = 'expansion'
    ) AND (
      "t51"."product_rose" = 1
    )
    THEN 'product_add'
    WHEN (
      "t51"."category" = 'expansion'
    ) AND (
      "t51"."tier_rose" = 1
    )
    THEN 'tier'
    WHEN (
      "t51"."category" = 'expansion'
    ) AND (
      "t51"."seats_rose" = 1
    )
    THEN 'seats'
    WHEN (
      "t51"."category" = 'expansion'
    ) AND (
      "t51"."discount_ended" = 1
    )
    THEN 'discount_expiry'
    WHEN "t51"."category" = 'expansion'
    THEN 'price'
    WHEN (
      "t51"."category" = 'contraction'
    ) AND (
      "t51"."product_fell" = 1
    )
    THEN 'product_remove'
    WHEN (
      "t51"."category" = 'contraction'
    ) AND (
      "t51"."tier_fell" = 1
    )
    THEN 'tier'
    WHEN (
      "t51"."category" = 'contraction'
    ) AND (
      "t51"."seats_fell" = 1
    )
    THEN 'seats'
    WHEN (
      "t51"."category" = 'contraction'
    ) AND (
      "t51"."extended" = 1
    )
    THEN 'term_extension'
    WHEN (
      "t51"."category" = 'contraction'
    ) AND (
      "t51"."discount_began" = 1
    )
    THEN 'discount_start'
    WHEN "t51"."category" = 'contraction'
    THEN 'price'
    ELSE CAST(NULL AS VARCHAR)
  END AS "subtype",
  "t51"."seats_fell",
  "t51"."tier_fell",
  "t51"."product_fell",
  "t51"."price_fell"
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
    "t50"."amount",
    "t50"."fx",
    "t50"."category",
    "t50"."logo_opening",
    "t50"."logo_closing",
    COALESCE("t48"."product_fell", 0) AS "product_fell",
    COALESCE("t48"."product_rose", 0) AS "product_rose",
    COALESCE("t48"."tier_fell", 0) AS "tier_fell",
    COALESCE("t48"."tier_rose", 0) AS "tier_rose",
    COALESCE("t48"."held_closing", 0) AS "held_closing",
    COALESCE("t48"."unpaid", 0) AS "unpaid",
    COALESCE("t48"."seats_fell", 0) AS "seats_fell",
    COALESCE("t48"."seats_rose", 0) AS "seats_rose",
    COALESCE("t48"."price_fell", 0) AS "price_fell",
    COALESCE("t48"."discount_ended", 0) AS "discount_ended",
    COALESCE("t48"."discount_began", 0) AS "discount_began",
    COALESCE("t48"."extended", 0) AS "extended"
  FROM (
    SELECT
      "t46"."unit_id",
      "t46"."opening",
      "t46"."closing",
      "t46"."reported",
      "t46"."pays_opening",
      "t46"."pays_closing",
      "t46"."paused_opening",
      "t46"."paused_closing",
      "t46"."first_paid",
      "t46"."amount",
      "t46"."fx",
      CASE
        WHEN (
          "t46"."opening" IS NULL
        ) OR (
          "t46"."closing" IS NULL
        )
        THEN CAST(NULL AS VARCHAR)
        WHEN "t46"."opening" = "t46"."closing"
        THEN 'none'
        WHEN (
          "t46"."opening" = 0
        ) AND (
          "t46"."first_paid" > DATE '2024-12-31'
        )
        THEN 'new'
        WHEN (
          "t46"."opening" = 0
        ) AND (
          "t46"."paused_opening" = 1
        )
        THEN 'resume'
        WHEN "t46"."opening" = 0
        THEN 'reactivation'
        WHEN (
          "t46"."closing" = 0
        ) AND (
          "t46"."paused_closing" = 1
        )
        THEN 'pause'
        WHEN "t46"."closing" = 0
        THEN 'churn'
        WHEN "t46"."closing" > "t46"."opening"
        THEN 'expansion'
        ELSE 'contraction'
      END AS "category",
      "t46"."pays_opening" + "t46"."paused_opening" AS "logo_opening",
      "t46"."pays_closing" + "t46"."paused_closing" AS "logo_closing"
    FROM (
      SELECT
        "t41"."unit_id",
        "t41"."opening",
        "t41"."closing",
        "t41"."reported",
        "t41"."pays_opening",
        "t41"."pays_closing",
        "t41"."paused_opening" * (
          1 - "t41"."pays_opening"
        ) AS "paused_opening",
        "t41"."paused_closing" * (
          1 - "t41"."pays_closing"
        ) AS "paused_closing",
        "t41"."first_paid",
        "t41"."closing" - "t41"."opening" AS "amount",
        "t41"."reported" - "t41"."closing" AS "fx"
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
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t37"."n_opening" AS DECIMAL(17, 0)) * "t37"."opening_rate" AS DECIMAL),
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
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t37"."n_closing" AS DECIMAL(17, 0)) * "t37"."opening_rate" AS DECIMAL),
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
                  ELSE CAST(CAST(ROUND(
                    CAST(CAST("t37"."n_closing" AS DECIMAL(17, 0)) * "t37"."closing_rate" AS DECIMAL),
                    0
                  ) AS DECIMAL(20, 0)) AS BIGINT)
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
            "t34"."account_id",
            "t34"."currency",
            "t34"."n_opening",
            "t34"."n_closing",
            "t34"."first_paid",
            "t34"."paused_opening",
            "t34"."paused_closing",
            COALESCE("t16"."parent_id", "t34"."account_id") AS "unit_id",
            "t11"."opening_rate",
            "t13"."closing_rate"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t17"."account_id",
                "t17"."currency",
                "t17"."n_0" AS "n_opening",
                "t17"."n_1" AS "n_closing",
                "t17"."first_paid",
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
                  FROM "subscriptions" AS "t1"
                  WHERE
                    "t1"."status" IN ('active', 'past_due')
                    AND "t1"."mrr_minor" > 0
                    AND (
                      (
                        "t1"."end_date_excl" IS NULL
                      )
                      OR (
                        "t1"."end_date_excl" > "t1"."start_date"
                      )
                    )
                ) AS "t6"
                GROUP BY
                  1,
                  2
              ) AS "t17"
            ) AS "t18"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t31"."account_id",
                '' AS "currency",
                0 AS "n_opening",
                0 AS "n_closing",
                CAST(NULL AS DATE) AS "first_paid",
                "t31"."paused_opening",
                "t31"."paused_closing"
              FROM (
                SELECT
                  "t28"."account_id",
                  MAX(
                    CASE
                      WHEN (
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
                      )
                      THEN 1
                      ELSE 0
                    END
                  ) AS "paused_opening",
                  MAX(
                    CASE
                      WHEN (
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
                      "t19"."account_id",
                      "t19"."start_date",
                      "t19"."end_date_excl",
                      "t19"."scheduled_resume_date"
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
                        "t15"."begins",
                        MAX("t15"."begins") OVER (
                          PARTITION BY "t15"."subscription_id"
                          ORDER BY "t15"."start_date" ASC, "t15"."subscription_row_id" ASC
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
                          FROM "subscriptions" AS "t1"
                          WHERE
                            "t1"."status" = 'paused'
                            AND (
                              (
                                "t1"."end_date_excl" IS NULL
                              )
                              OR (
                                "t1"."end_date_excl" > "t1"."start_date"
                              )
                            )
                        ) AS "t7"
                      ) AS "t15"
                    ) AS "t19"
                    WHERE
                      "t19"."scheduled_resume_date" IS NOT NULL
                      AND "t19"."scheduled_resume_date" <= (
                        "t19"."began" + INTERVAL '90 DAY'
                      )
                  ) AS "t24"
                  WHERE
                    (
                      (
                        "t24"."start_date" <= DATE '2024-12-31'
                      )
                      AND (
                        (
                          "t24"."end_date_excl" IS NULL
                        )
                        OR (
                          "t24"."end_date_excl" > DATE '2024-12-31'
                        )
                      )
                      AND (
                        "t24"."scheduled_resume_date" >= DATE '2024-12-31'
                      )
                    )
                    OR (
                      (
                        "t24"."start_date" <= DATE '2025-12-31'
                      )
                      AND (
                        (
                          "t24"."end_date_excl" IS NULL
                        )
                        OR (
                          "t24"."end_date_excl" > DATE '2025-12-31'
                        )
                      )
                      AND (
                        "t24"."scheduled_resume_date" >= DATE '2025-12-31'
                      )
                    )
                ) AS "t28"
                GROUP BY
                  1
              ) AS "t31"
            ) AS "t32"
          ) AS "t34"
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
                FROM "ultimate_parents" AS "t2"
                WHERE
                  "t2"."parent_id" <> "t2"."account_id"
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
          ) AS "t16"
            ON "t34"."account_id" = "t16"."account_id"
          LEFT OUTER JOIN (
            SELECT
              "t5"."currency",
              "t5"."rate" AS "opening_rate"
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
            ) AS "t5"
          ) AS "t11"
            ON "t34"."currency" = "t11"."currency"
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
          ) AS "t13"
            ON "t34"."currency" = "t13"."currency"
        ) AS "t37"
        GROUP BY
          1
      ) AS "t41"
      WHERE
        (
          "t41"."pays_opening" = 1
        )
        OR (
          "t41"."pays_closing" = 1
        )
        OR (
          "t41"."paused_opening" = 1
        )
        OR (
          "t41"."paused_closing" = 1
        )
    ) AS "t46"
  ) AS "t50"
  LEFT OUTER JOIN (
    SELECT
      "t43"."unit_id",
      "t43"."product_fell",
      "t43"."product_rose",
      "t43"."tier_fell",
      "t43"."tier_rose",
      "t43"."held_closing",
      "t43"."unpaid",
      "t43"."seats_fell",
      "t43"."seats_rose",
      "t45"."price_fell",
      "t45"."discount_ended",
      "t45"."discount_began",
      "t45"."extended"
    FROM (
      SELECT
        "t39"."unit_id",
        "t39"."product_fell",
        "t39"."product_rose",
        "t39"."tier_fell",
        "t39"."tier_rose",
        "t39"."held_closing",
        "t39"."unpaid",
        CASE WHEN "t39"."seats_z" < "t39"."seats_o" THEN 1 ELSE 0 END AS "seats_fell",
        CASE WHEN "t39"."seats_z" > "t39"."seats_o" THEN 1 ELSE 0 END AS "seats_rose"
      FROM (
        SELECT
          "t38"."unit_id",
          MAX(
            CASE WHEN (
              "t38"."held_o" = 1
            ) AND (
              "t38"."held_z" = 0
            ) THEN 1 ELSE 0 END
          ) AS "product_fell",
          MAX(
            CASE WHEN (
              "t38"."held_o" = 0
            ) AND (
              "t38"."held_z" = 1
            ) THEN 1 ELSE 0 END
          ) AS "product_rose",
          MAX(CASE WHEN "t38"."rank_z" < "t38"."rank_o" THEN 1 ELSE 0 END) AS "tier_fell",
          MAX(CASE WHEN "t38"."rank_z" > "t38"."rank_o" THEN 1 ELSE 0 END) AS "tier_rose",
          CAST(SUM("t38"."seats_o") AS BIGINT) AS "seats_o",
          CAST(SUM("t38"."seats_z") AS BIGINT) AS "seats_z",
          MAX("t38"."held_z") AS "held_closing",
          CASE WHEN MAX("t38"."ended") = MAX("t38"."ended_past_due") THEN 1 ELSE 0 END AS "unpaid"
        FROM (
          SELECT
            "t36"."unit_id",
            "t36"."product_id",
            MAX("t36"."held_o") AS "held_o",
            MAX("t36"."held_z") AS "held_z",
            MAX("t36"."rank_o") AS "rank_o",
            MAX("t36"."rank_z") AS "rank_z",
            MAX("t36"."ended") AS "ended",
            MAX("t36"."ended_past_due") AS "ended_past_due",
            CAST(SUM("t36"."seats_o") AS BIGINT) AS "seats_o",
            CAST(SUM("t36"."seats_z") AS BIGINT) AS "seats_z"
          FROM "t35" AS "t36"
          GROUP BY
            1,
            2
        ) AS "t38"
        GROUP BY
          1
      ) AS "t39"
    ) AS "t43"
    INNER JOIN (
      SELECT
        "t40"."unit_id",
        "t40"."price_fell",
        "t40"."discount_ended",
        "t40"."discount_began",
        CASE
          WHEN (
            "t40"."lines_fell" > 0
          ) AND (
            "t40"."lines_fell" = "t40"."lines_longer"
          )
          THEN 1
          ELSE 0
        END AS "extended"
      FROM (
        SELECT
          "t36"."unit_id",
          MAX(
            CASE
              WHEN (
                "t36"."mrr_o" > 0
              )
              AND (
                "t36"."mrr_z" > 0
              )
              AND (
                (
                  COALESCE("t36"."rank_o", 0) = COALESCE("t36"."rank_z", 0)
                )
                AND CASE
                  WHEN (
                    "t36"."seats_o" > 0
                  ) AND (
                    "t36"."seats_z" > 0
                  )
                  THEN (
                    CAST("t36"."mrr_z" AS DECIMAL(18, 0)) * CAST("t36"."seats_o" AS DECIMAL(18, 0))
                  ) < (
                    CAST("t36"."mrr_o" AS DECIMAL(18, 0)) * CAST("t36"."seats_z" AS DECIMAL(18, 0))
                  )
                  ELSE "t36"."mrr_z" < "t36"."mrr_o"
                END
              )
              THEN 1
              ELSE 0
            END
          ) AS "price_fell",
          MAX(
            CASE
              WHEN (
                "t36"."mrr_o" > 0
              )
              AND (
                "t36"."mrr_z" > 0
              )
              AND (
                "t36"."list_z" = "t36"."list_o"
              )
              AND (
                "t36"."mrr_z" > "t36"."mrr_o"
              )
              THEN 1
              ELSE 0
            END
          ) AS "discount_ended",
          MAX(
            CASE
              WHEN (
                "t36"."mrr_o" > 0
              )
              AND (
                "t36"."mrr_z" > 0
              )
              AND (
                "t36"."list_z" = "t36"."list_o"
              )
              AND (
                "t36"."mrr_z" < "t36"."mrr_o"
              )
              THEN 1
              ELSE 0
            END
          ) AS "discount_began",
          CAST(SUM(CASE WHEN "t36"."mrr_z" < "t36"."mrr_o" THEN 1 ELSE 0 END) AS BIGINT) AS "lines_fell",
          CAST(SUM(
            CASE
              WHEN (
                "t36"."mrr_o" > 0
              )
              AND (
                "t36"."mrr_z" > 0
              )
              AND (
                "t36"."mrr_z" < "t36"."mrr_o"
              )
              AND (
                "t36"."term_z" > "t36"."term_o"
              )
              THEN 1
              ELSE 0
            END
          ) AS BIGINT) AS "lines_longer"
        FROM "t35" AS "t36"
        GROUP BY
          1
      ) AS "t40"
    ) AS "t45"
      ON "t43"."unit_id" = "t45"."unit_id"
  ) AS "t48"
    ON "t50"."unit_id" = "t48"."unit_id"
) AS "t51"
