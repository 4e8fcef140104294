SELECT
  "t23"."unit_id",
  IFF(
    IFF("t23"."entitled" = 1, CAST(NULL AS VARCHAR), 'not entitled to the feature') IS NULL,
    IFF("t23"."entitled_users" > 0, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "numerator",
  IFF(
    IFF("t23"."entitled" = 1, CAST(NULL AS VARCHAR), 'not entitled to the feature') IS NULL,
    IFF("t23"."unit_id" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  IFF("t23"."entitled" = 1, CAST(NULL AS VARCHAR), 'not entitled to the feature') AS "reason",
  "t23"."entitled",
  "t23"."active_users",
  "t23"."feature_users",
  "t23"."entitled_active",
  "t23"."entitled_users"
FROM (
  SELECT
    "t22"."unit_id",
    MAX("t22"."has") AS "entitled",
    CAST(SUM("t22"."active") AS BIGINT) AS "active_users",
    CAST(SUM("t22"."using") AS BIGINT) AS "feature_users",
    CAST(SUM(IFF("t22"."has" = 1, "t22"."active", 0)) AS BIGINT) AS "entitled_active",
    CAST(SUM(IFF("t22"."has" = 1, "t22"."using", 0)) AS BIGINT) AS "entitled_users"
  FROM (
    SELECT
      "t21"."account_id",
      "t21"."has",
      "t21"."active",
      "t21"."using",
      COALESCE("t17"."parent_id", "t21"."account_id") AS "unit_id"
    FROM (
      SELECT
        "t19"."account_id",
        MAX("t19"."has") AS "has",
        CAST(SUM("t19"."active") AS BIGINT) AS "active",
        CAST(SUM("t19"."using") AS BIGINT) AS "using"
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
              "t5"."account_id",
              "t5"."user_id",
              COUNT(*) AS "days"
            FROM (
              SELECT
                *
              FROM "user_feature_day" AS "t1"
              WHERE
                "t1"."day" > DATE '2024-12-31'
                AND "t1"."day" <= DATE '2025-12-31'
                AND "t1"."feature" = 'reports'
            ) AS "t5"
            GROUP BY
              1,
              2
          ) AS "t8"
        ) AS "t12"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t11"."account_id",
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
            ) AS "t11"
          ) AS "t15"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t13"."account_id",
              0 AS "has",
              "t13"."users" AS "active",
              0 AS "using"
            FROM (
              SELECT
                "t9"."account_id",
                COUNT(*) AS "users"
              FROM (
                SELECT
                  "t6"."account_id",
                  "t6"."user_id",
                  COUNT(*) AS "days"
                FROM (
                  SELECT
                    *
                  FROM "user_day" AS "t3"
                  WHERE
                    "t3"."day" > DATE '2024-12-31' AND "t3"."day" <= DATE '2025-12-31'
                ) AS "t6"
                GROUP BY
                  1,
                  2
              ) AS "t9"
              GROUP BY
                1
            ) AS "t13"
          ) AS "t16"
        ) AS "t18"
      ) AS "t19"
      GROUP BY
        1
    ) AS "t21"
    LEFT OUTER JOIN (
      SELECT
        "t10"."account_id",
        "t10"."parent_id"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM "ultimate_parents" AS "t0"
          WHERE
            "t0"."parent_id" <> "t0"."account_id"
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
      ) AS "t10"
    ) AS "t17"
      ON "t21"."account_id" = "t17"."account_id"
  ) AS "t22"
  GROUP BY
    1
) AS "t23"
