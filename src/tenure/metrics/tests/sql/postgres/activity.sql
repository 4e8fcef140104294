WITH "t4" AS (
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
)
SELECT
  "t50"."unit_id",
  "t50"."day",
  "t50"."before",
  "t50"."after",
  "t50"."amount",
  CASE
    WHEN "t50"."no_rate" = 1
    THEN CAST(NULL AS VARCHAR)
    WHEN (
      "t50"."before" = 0
    ) AND (
      "t50"."first_paid" >= "t50"."day"
    )
    THEN 'new'
    WHEN (
      "t50"."before" = 0
    ) AND (
      "t50"."paused_before" = 1
    )
    THEN 'resume'
    WHEN "t50"."before" = 0
    THEN 'reactivation'
    WHEN (
      "t50"."after" = 0
    ) AND (
      "t50"."paused_after" = 1
    )
    THEN 'pause'
    WHEN "t50"."after" = 0
    THEN 'churn'
    WHEN "t50"."amount" > 0
    THEN 'expansion'
    ELSE 'contraction'
  END AS "category"
FROM (
  SELECT
    "t46"."unit_id",
    "t46"."day",
    "t46"."before",
    "t46"."after",
    "t46"."amount",
    "t46"."no_rate",
    "t32"."first_paid",
    COALESCE("t49"."paused_before", 0) AS "paused_before",
    COALESCE("t49"."paused_after", 0) AS "paused_after"
  FROM (
    SELECT
      "t44"."unit_id",
      "t44"."day",
      "t44"."before",
      "t44"."after",
      "t44"."amount",
      "t44"."no_rate"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t42"."unit_id",
          "t42"."day",
          "t42"."amount",
          "t42"."no_rate",
          "t42"."after",
          "t42"."after" - "t42"."amount" AS "before"
        FROM (
          SELECT
            "t41"."unit_id",
            "t41"."day",
            "t41"."amount",
            MAX("t41"."no_rate") OVER (
              PARTITION BY "t41"."unit_id"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "no_rate",
            CAST(SUM("t41"."amount") OVER (
              PARTITION BY "t41"."unit_id"
              ORDER BY "t41"."day" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS BIGINT) AS "after"
          FROM (
            SELECT
              "t40"."unit_id",
              "t40"."day",
              CAST(SUM("t40"."change") AS BIGINT) AS "amount",
              MAX("t40"."no_rate") AS "no_rate"
            FROM (
              SELECT
                "t39"."account_id",
                "t39"."currency",
                "t39"."day",
                "t39"."delta",
                "t39"."level",
                "t39"."unit_id",
                "t39"."opening_rate",
                "t39"."closing_rate",
                "t39"."value",
                "t39"."value" - COALESCE(
                  LAG("t39"."value") OVER (
                    PARTITION BY "t39"."account_id", "t39"."currency"
                    ORDER BY "t39"."day" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ),
                  0
                ) AS "change",
                CASE WHEN "t39"."opening_rate" IS NULL THEN 1 ELSE 0 END AS "no_rate"
              FROM (
                SELECT
                  "t38"."account_id",
                  "t38"."currency",
                  "t38"."day",
                  "t38"."delta",
                  "t38"."level",
                  "t38"."unit_id",
                  "t38"."opening_rate",
                  "t38"."closing_rate",
                  CASE
                    WHEN "t38"."opening_rate" IS NOT NULL
                    THEN CASE
                      WHEN "t38"."opening_rate" = 1
                      THEN "t38"."level"
                      ELSE CAST(CAST(ROUND(CAST(CAST("t38"."level" AS DECIMAL(17, 0)) * "t38"."opening_rate" AS DECIMAL), 0) AS DECIMAL(20, 0)) AS BIGINT)
                    END
                    ELSE 0
                  END AS "value"
                FROM (
                  SELECT
                    "t35"."account_id",
                    "t35"."currency",
                    "t35"."day",
                    "t35"."delta",
                    "t35"."level",
                    COALESCE("t22"."parent_id", "t35"."account_id") AS "unit_id",
                    "t12"."opening_rate",
                    "t13"."closing_rate"
                  FROM (
                    SELECT
                      "t29"."account_id",
                      "t29"."currency",
                      "t29"."day",
                      "t29"."delta",
                      CAST(SUM("t29"."delta") OVER (
                        PARTITION BY "t29"."account_id", "t29"."currency"
                        ORDER BY "t29"."day" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                      ) AS BIGINT) AS "level"
                    FROM (
                      SELECT
                        "t26"."account_id",
                        "t26"."currency",
                        "t26"."day",
                        CAST(SUM("t26"."delta") AS BIGINT) AS "delta"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t16"."account_id",
                            "t16"."currency",
                            "t16"."end_date_excl" AS "day",
                            -(
                              "t16"."mrr_minor"
                            ) AS "delta"
                          FROM (
                            SELECT
                              *
                            FROM "t4" AS "t8"
                            WHERE
                              "t8"."end_date_excl" > DATE '2024-12-31'
                              AND "t8"."end_date_excl" <= DATE '2025-12-31'
                          ) AS "t16"
                        ) AS "t23"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t18"."account_id",
                              "t18"."currency",
                              DATE '2024-12-31' AS "day",
                              "t18"."mrr_minor" AS "delta"
                            FROM (
                              SELECT
                                *
                              FROM "t4" AS "t8"
                              WHERE
                                "t8"."start_date" <= DATE '2024-12-31'
                                AND (
                                  (
                                    "t8"."end_date_excl" IS NULL
                                  )
                                  OR (
                                    "t8"."end_date_excl" > DATE '2024-12-31'
                                  )
                                )
                            ) AS "t18"
                          ) AS "t24"
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t15"."account_id",
                              "t15"."currency",
                              "t15"."start_date" AS "day",
                              "t15"."mrr_minor" AS "delta"
                            FROM (
                              SELECT
                                *
                              FROM "t4" AS "t8"
                              WHERE
                                "t8"."start_date" > DATE '2024-12-31'
                                AND "t8"."start_date" <= DATE '2025-12-31'
                            ) AS "t15"
                          ) AS "t20"
                        ) AS "t25"
                      ) AS "t26"
                      GROUP BY
                        1,
                        2,
                        3
                    ) AS "t29"
                  ) AS "t35"
                  LEFT OUTER JOIN (
                    SELECT
                      "t11"."account_id",
                      "t11"."parent_id"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          *
                        FROM "ultimate_parents" AS "t1"
                        WHERE
                          "t1"."parent_id" <> "t1"."account_id"
                      ) AS "t3"
                      WHERE
                        (
                          (
                            "t3"."valid_from" IS NULL
                          )
                          OR (
                            "t3"."valid_from" <= DATE '2025-12-31'
                          )
                        )
                        AND (
                          (
                            "t3"."valid_to_excl" IS NULL
                          )
                          OR (
                            "t3"."valid_to_excl" > DATE '2025-12-31'
                          )
                        )
                    ) AS "t11"
                  ) AS "t22"
                    ON "t35"."account_id" = "t22"."account_id"
                  LEFT OUTER JOIN (
                    SELECT
                      "t6"."currency",
                      "t6"."rate" AS "opening_rate"
                    FROM (
                      SELECT
                        *
                      FROM "fx_rates" AS "t2"
                      WHERE
                        (
                          (
                            "t2"."valid_from" IS NULL
                          )
                          OR (
                            "t2"."valid_from" <= DATE '2024-12-31'
                          )
                        )
                        AND (
                          (
                            "t2"."valid_to_excl" IS NULL
                          )
                          OR (
                            "t2"."valid_to_excl" > DATE '2024-12-31'
                          )
                        )
                    ) AS "t6"
                  ) AS "t12"
                    ON "t35"."currency" = "t12"."currency"
                  LEFT OUTER JOIN (
                    SELECT
                      "t7"."currency",
                      "t7"."rate" AS "closing_rate"
                    FROM (
                      SELECT
                        *
                      FROM "fx_rates" AS "t2"
                      WHERE
                        (
                          (
                            "t2"."valid_from" IS NULL
                          )
                          OR (
                            "t2"."valid_from" <= DATE '2025-12-31'
                          )
                        )
                        AND (
                          (
                            "t2"."valid_to_excl" IS NULL
                          )
                          OR (
                            "t2"."valid_to_excl" > DATE '2025-12-31'
                          )
                        )
                    ) AS "t7"
                  ) AS "t13"
                    ON "t35"."currency" = "t13"."currency"
                ) AS "t38"
              ) AS "t39"
            ) AS "t40"
            GROUP BY
              1,
              2
          ) AS "t41"
        ) AS "t42"
      ) AS "t43"
      WHERE
        "t43"."day" > DATE '2024-12-31'
        AND (
          (
            "t43"."amount" <> 0
          ) OR (
            "t43"."no_rate" = 1
          )
        )
    ) AS "t44"
  ) AS "t46"
  LEFT OUTER JOIN (
    SELECT
      "t28"."unit_id",
      MIN("t28"."first_paid") AS "first_paid"
    FROM (
      SELECT
        "t17"."account_id",
        "t17"."first_paid",
        COALESCE("t22"."parent_id", "t17"."account_id") AS "unit_id"
      FROM (
        SELECT
          "t8"."account_id",
          MIN("t8"."start_date") AS "first_paid"
        FROM "t4" AS "t8"
        GROUP BY
          1
      ) AS "t17"
      LEFT OUTER JOIN (
        SELECT
          "t11"."account_id",
          "t11"."parent_id"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM "ultimate_parents" AS "t1"
            WHERE
              "t1"."parent_id" <> "t1"."account_id"
          ) AS "t3"
          WHERE
            (
              (
                "t3"."valid_from" IS NULL
              )
              OR (
                "t3"."valid_from" <= DATE '2025-12-31'
              )
            )
            AND (
              (
                "t3"."valid_to_excl" IS NULL
              )
              OR (
                "t3"."valid_to_excl" > DATE '2025-12-31'
              )
            )
        ) AS "t11"
      ) AS "t22"
        ON "t17"."account_id" = "t22"."account_id"
    ) AS "t28"
    GROUP BY
      1
  ) AS "t32"
    ON "t46"."unit_id" = "t32"."unit_id"
  LEFT OUTER JOIN (
    SELECT
      "t47"."unit_id",
      "t47"."day",
      MAX(
        CASE
          WHEN (
            "t47"."start_date" <= (
              "t47"."day" - INTERVAL '1 DAY'
            )
          )
          AND (
            (
              "t47"."end_date_excl" IS NULL
            )
            OR (
              "t47"."end_date_excl" > (
                "t47"."day" - INTERVAL '1 DAY'
              )
            )
          )
          AND (
            "t47"."scheduled_resume_date" >= (
              "t47"."day" - INTERVAL '1 DAY'
            )
          )
          THEN 1
          ELSE 0
        END
      ) AS "paused_before",
      MAX(
        CASE
          WHEN (
            "t47"."start_date" <= "t47"."day"
          )
          AND (
            (
              "t47"."end_date_excl" IS NULL
            ) OR (
              "t47"."end_date_excl" > "t47"."day"
            )
          )
          AND (
            "t47"."scheduled_resume_date" >= "t47"."day"
          )
          THEN 1
          ELSE 0
        END
      ) AS "paused_after"
    FROM (
      SELECT
        "t46"."unit_id",
        "t46"."day",
        "t37"."start_date",
        "t37"."end_date_excl",
        "t37"."scheduled_resume_date"
      FROM (
        SELECT
          "t44"."unit_id",
          "t44"."day",
          "t44"."before",
          "t44"."after",
          "t44"."amount",
          "t44"."no_rate"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t42"."unit_id",
              "t42"."day",
              "t42"."amount",
              "t42"."no_rate",
              "t42"."after",
              "t42"."after" - "t42"."amount" AS "before"
            FROM (
              SELECT
                "t41"."unit_id",
                "t41"."day",
                "t41"."amount",
                MAX("t41"."no_rate") OVER (
                  PARTITION BY "t41"."unit_id"
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS "no_rate",
                CAST(SUM("t41"."amount") OVER (
                  PARTITION BY "t41"."unit_id"
                  ORDER BY "t41"."day" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS BIGINT) AS "after"
              FROM (
                SELECT
                  "t40"."unit_id",
                  "t40"."day",
                  CAST(SUM("t40"."change") AS BIGINT) AS "amount",
                  MAX("t40"."no_rate") AS "no_rate"
                FROM (
                  SELECT
                    "t39"."account_id",
                    "t39"."currency",
                    "t39"."day",
                    "t39"."delta",
                    "t39"."level",
                    "t39"."unit_id",
                    "t39"."opening_rate",
                    "t39"."closing_rate",
                    "t39"."value",
                    "t39"."value" - COALESCE(
                      LAG("t39"."value") OVER (
                        PARTITION BY "t39"."account_id", "t39"."currency"
                        ORDER BY "t39"."day" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ),
                      0
                    ) AS "change",
                    CASE WHEN "t39"."opening_rate" IS NULL THEN 1 ELSE 0 END AS "no_rate"
                  FROM (
                    SELECT
                      "t38"."account_id",
                      "t38"."currency",
                      "t38"."day",
                      "t38"."delta",
                      "t38"."level",
                      "t38"."unit_id",
                      "t38"."opening_rate",
                      "t38"."closing_rate",
                      CASE
                        WHEN "t38"."opening_rate" IS NOT NULL
                        THEN CASE
                          WHEN "t38"."opening_rate" = 1
                          THEN "t38"."level"
                          ELSE CAST(CAST(ROUND(CAST(CAST("t38"."level" AS DECIMAL(17, 0)) * "t38"."opening_rate" AS DECIMAL), 0) AS DECIMAL(20, 0)) AS BIGINT)
                        END
                        ELSE 0
                      END AS "value"
                    FROM (
                      SELECT
                        "t35"."account_id",
                        "t35"."currency",
                        "t35"."day",
                        "t35"."delta",
                        "t35"."level",
                        COALESCE("t22"."parent_id", "t35"."account_id") AS "unit_id",
                        "t12"."opening_rate",
                        "t13"."closing_rate"
                      FROM (
                        SELECT
                          "t29"."account_id",
                          "t29"."currency",
                          "t29"."day",
                          "t29"."delta",
                          CAST(SUM("t29"."delta") OVER (
                            PARTITION BY "t29"."account_id", "t29"."currency"
                            ORDER BY "t29"."day" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                          ) AS BIGINT) AS "level"
                        FROM (
                          SELECT
                            "t26"."account_id",
                            "t26"."currency",
                            "t26"."day",
                            CAST(SUM("t26"."delta") AS BIGINT) AS "delta"
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t16"."account_id",
                                "t16"."currency",
                                "t16"."end_date_excl" AS "day",
                                -(
                                  "t16"."mrr_minor"
                                ) AS "delta"
                              FROM (
                                SELECT
                                  *
                                FROM "t4" AS "t8"
                                WHERE
                                  "t8"."end_date_excl" > DATE '2024-12-31'
                                  AND "t8"."end_date_excl" <= DATE '2025-12-31'
                              ) AS "t16"
                            ) AS "t23"
                            UNION ALL
                            SELECT
                              *
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  "t18"."account_id",
                                  "t18"."currency",
                                  DATE '2024-12-31' AS "day",
                                  "t18"."mrr_minor" AS "delta"
                                FROM (
                                  SELECT
                                    *
                                  FROM "t4" AS "t8"
                                  WHERE
                                    "t8"."start_date" <= DATE '2024-12-31'
                                    AND (
                                      (
                                        "t8"."end_date_excl" IS NULL
                                      )
                                      OR (
                                        "t8"."end_date_excl" > DATE '2024-12-31'
                                      )
                                    )
                                ) AS "t18"
                              ) AS "t24"
                              UNION ALL
                              SELECT
                                *
                              FROM (
                                SELECT
                                  "t15"."account_id",
                                  "t15"."currency",
                                  "t15"."start_date" AS "day",
                                  "t15"."mrr_minor" AS "delta"
                                FROM (
                                  SELECT
                                    *
                                  FROM "t4" AS "t8"
                                  WHERE
                                    "t8"."start_date" > DATE '2024-12-31'
                                    AND "t8"."start_date" <= DATE '2025-12-31'
                                ) AS "t15"
                              ) AS "t20"
                            ) AS "t25"
                          ) AS "t26"
                          GROUP BY
                            1,
                            2,
                            3
                        ) AS "t29"
                      ) AS "t35"
                      LEFT OUTER JOIN (
                        SELECT
                          "t11"."account_id",
                          "t11"."parent_id"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              *
                            FROM "ultimate_parents" AS "t1"
                            WHERE
                              "t1"."parent_id" <> "t1"."account_id"
                          ) AS "t3"
                          WHERE
                            (
                              (
                                "t3"."valid_from" IS NULL
                              )
                              OR (
                                "t3"."valid_from" <= DATE '2025-12-31'
                              )
                            )
                            AND (
                              (
                                "t3"."valid_to_excl" IS NULL
                              )
                              OR (
                                "t3"."valid_to_excl" > DATE '2025-12-31'
                              )
                            )
                        ) AS "t11"
                      ) AS "t22"
                        ON "t35"."account_id" = "t22"."account_id"
                      LEFT OUTER JOIN (
                        SELECT
                          "t6"."currency",
                          "t6"."rate" AS "opening_rate"
                        FROM (
                          SELECT
                            *
                          FROM "fx_rates" AS "t2"
                          WHERE
                            (
                              (
                                "t2"."valid_from" IS NULL
                              )
                              OR (
                                "t2"."valid_from" <= DATE '2024-12-31'
                              )
                            )
                            AND (
                              (
                                "t2"."valid_to_excl" IS NULL
                              )
                              OR (
                                "t2"."valid_to_excl" > DATE '2024-12-31'
                              )
                            )
                        ) AS "t6"
                      ) AS "t12"
                        ON "t35"."currency" = "t12"."currency"
                      LEFT OUTER JOIN (
                        SELECT
                          "t7"."currency",
                          "t7"."rate" AS "closing_rate"
                        FROM (
                          SELECT
                            *
                          FROM "fx_rates" AS "t2"
                          WHERE
                            (
                              (
                                "t2"."valid_from" IS NULL
                              )
                              OR (
                                "t2"."valid_from" <= DATE '2025-12-31'
                              )
                            )
                            AND (
                              (
                                "t2"."valid_to_excl" IS NULL
                              )
                              OR (
                                "t2"."valid_to_excl" > DATE '2025-12-31'
                              )
                            )
                        ) AS "t7"
                      ) AS "t13"
                        ON "t35"."currency" = "t13"."currency"
                    ) AS "t38"
                  ) AS "t39"
                ) AS "t40"
                GROUP BY
                  1,
                  2
              ) AS "t41"
            ) AS "t42"
          ) AS "t43"
          WHERE
            "t43"."day" > DATE '2024-12-31'
            AND (
              (
                "t43"."amount" <> 0
              ) OR (
                "t43"."no_rate" = 1
              )
            )
        ) AS "t44"
      ) AS "t46"
      INNER JOIN (
        SELECT
          "t33"."account_id",
          "t33"."start_date",
          "t33"."end_date_excl",
          "t33"."scheduled_resume_date",
          COALESCE("t22"."parent_id", "t33"."account_id") AS "unit_id"
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
              ) AS "t5"
            ) AS "t21"
          ) AS "t27"
          WHERE
            "t27"."scheduled_resume_date" IS NOT NULL
            AND "t27"."scheduled_resume_date" <= (
              "t27"."began" + INTERVAL '90 DAY'
            )
        ) AS "t33"
        LEFT OUTER JOIN (
          SELECT
            "t11"."account_id",
            "t11"."parent_id"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM "ultimate_parents" AS "t1"
              WHERE
                "t1"."parent_id" <> "t1"."account_id"
            ) AS "t3"
            WHERE
              (
                (
                  "t3"."valid_from" IS NULL
                )
                OR (
                  "t3"."valid_from" <= DATE '2025-12-31'
                )
              )
              AND (
                (
                  "t3"."valid_to_excl" IS NULL
                )
                OR (
                  "t3"."valid_to_excl" > DATE '2025-12-31'
                )
              )
          ) AS "t11"
        ) AS "t22"
          ON "t33"."account_id" = "t22"."account_id"
      ) AS "t37"
        ON "t46"."unit_id" = "t37"."unit_id"
    ) AS "t47"
    GROUP BY
      1,
      2
  ) AS "t49"
    ON "t46"."unit_id" = "t49"."unit_id" AND "t46"."day" = "t49"."day"
) AS "t50"
ORDER BY
  "t50"."day" ASC,
  "t50"."unit_id" ASC
