SELECT
  "t22"."unit_id",
  CASE
    WHEN CASE
      WHEN "t22"."entitled" = 1
      THEN CAST(NULL AS TEXT)
      ELSE 'not entitled to the feature'
    END IS NULL
    THEN CASE WHEN "t22"."entitled_users" > 0 THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CASE
      WHEN "t22"."entitled" = 1
      THEN CAST(NULL AS TEXT)
      ELSE 'not entitled to the feature'
    END IS NULL
    THEN CASE WHEN "t22"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CASE
    WHEN "t22"."entitled" = 1
    THEN CAST(NULL AS TEXT)
    ELSE 'not entitled to the feature'
  END AS "reason",
  "t22"."entitled",
  "t22"."active_users",
  "t22"."feature_users",
  "t22"."entitled_active",
  "t22"."entitled_users"
FROM (
  SELECT
    "t21"."unit_id",
    MAX("t21"."has") AS "entitled",
    CAST(CAST(SUM("t21"."active") AS DECIMAL(38, 0)) AS BIGINT) AS "active_users",
    CAST(CAST(SUM("t21"."using") AS DECIMAL(38, 0)) AS BIGINT) AS "feature_users",
    CAST(CAST(SUM(CASE WHEN "t21"."has" = 1 THEN "t21"."active" ELSE 0 END) AS DECIMAL(38, 0)) AS BIGINT) AS "entitled_active",
    CAST(CAST(SUM(CASE WHEN "t21"."has" = 1 THEN "t21"."using" ELSE 0 END) AS DECIMAL(38, 0)) AS BIGINT) AS "entitled_users"
  FROM (
    SELECT
      "t20"."account_id",
      "t20"."has",
      "t20"."active",
      "t20"."using",
      COALESCE("t11"."parent_id", "t20"."account_id") AS "unit_id"
    FROM (
      SELECT
        "t18"."account_id",
        MAX("t18"."has") AS "has",
        CAST(CAST(SUM("t18"."active") AS DECIMAL(38, 0)) AS BIGINT) AS "active",
        CAST(CAST(SUM("t18"."using") AS DECIMAL(38, 0)) AS BIGINT) AS "using"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t8"."account_id",
            0 AS "has",
            0 AS "active",
            0 + 1 AS "using"
          FROM (
            SELECT
              "t4"."account_id",
              "t4"."user_id",
              COUNT(*) AS "days"
            FROM (
              SELECT
                *
              FROM "user_feature_day" AS "t1"
              WHERE
                "t1"."day" > DATE '2024-12-31'
                AND "t1"."day" <= DATE '2025-12-31'
                AND "t1"."feature" = 'reports'
            ) AS "t4"
            GROUP BY
              1,
              2
          ) AS "t8"
        ) AS "t13"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t12"."account_id",
              0 + 1 AS "has",
              0 AS "active",
              0 AS "using"
            FROM (
              SELECT DISTINCT
                "t7"."account_id",
                "t7"."feature"
              FROM (
                SELECT
                  *
                FROM "entitlements" AS "t2"
                WHERE
                  (
                    (
                      "t2"."start_date" IS NULL
                    )
                    OR (
                      "t2"."start_date" <= DATE '2025-12-31'
                    )
                  )
                  AND (
                    (
                      "t2"."end_date_excl" IS NULL
                    )
                    OR (
                      "t2"."end_date_excl" > DATE '2025-12-31'
                    )
                  )
              ) AS "t7"
              WHERE
                "t7"."feature" = 'reports'
            ) AS "t12"
          ) AS "t15"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t14"."account_id",
              0 AS "has",
              "t14"."users" AS "active",
              0 AS "using"
            FROM (
              SELECT
                "t9"."account_id",
                COUNT(*) AS "users"
              FROM (
                SELECT
                  "t5"."account_id",
                  "t5"."user_id",
                  COUNT(*) AS "days"
                FROM (
                  SELECT
                    *
                  FROM "user_day" AS "t3"
                  WHERE
                    "t3"."day" > DATE '2024-12-31' AND "t3"."day" <= DATE '2025-12-31'
                ) AS "t5"
                GROUP BY
                  1,
                  2
              ) AS "t9"
              GROUP BY
                1
            ) AS "t14"
          ) AS "t16"
        ) AS "t17"
      ) AS "t18"
      GROUP BY
        1
    ) AS "t20"
    LEFT OUTER JOIN (
      SELECT
        "t6"."account_id",
        "t6"."parent_id"
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
      ) AS "t6"
    ) AS "t11"
      ON "t20"."account_id" = "t11"."account_id"
  ) AS "t21"
  GROUP BY
    1
) AS "t22"
