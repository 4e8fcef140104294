SELECT
  "t15"."unit_id",
  IFF(CAST(NULL AS VARCHAR) IS NULL, "t15"."used", CAST(NULL AS BIGINT)) AS "numerator",
  IFF(CAST(NULL AS VARCHAR) IS NULL, "t15"."entitled", CAST(NULL AS BIGINT)) AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t15"."used",
  "t15"."entitled"
FROM (
  SELECT
    "t14"."unit_id",
    CAST(SUM("t14"."used") AS BIGINT) AS "used",
    CAST(SUM(IFF("t14"."feature" IS NOT NULL, 1, 0)) AS BIGINT) AS "entitled"
  FROM (
    SELECT
      "t13"."unit_id",
      "t13"."feature",
      MAX("t13"."used") AS "used"
    FROM (
      SELECT
        "t10"."account_id",
        "t10"."feature",
        IFF("t8"."account_id" IS NOT NULL, 1, 0) AS "used",
        COALESCE("t12"."parent_id", "t10"."account_id") AS "unit_id"
      FROM (
        SELECT DISTINCT
          "t5"."account_id",
          "t5"."feature"
        FROM (
          SELECT
            *
          FROM "entitlements" AS "t0"
          WHERE
            (
              (
                "t0"."start_date" IS NULL
              )
              OR (
                "t0"."start_date" <= DATE '2025-12-31'
              )
            )
            AND (
              (
                "t0"."end_date_excl" IS NULL
              )
              OR (
                "t0"."end_date_excl" > DATE '2025-12-31'
              )
            )
        ) AS "t5"
      ) AS "t10"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t4"."account_id",
          "t4"."feature"
        FROM (
          SELECT
            *
          FROM "user_feature_day" AS "t1"
          WHERE
            "t1"."day" > DATE '2024-12-31' AND "t1"."day" <= DATE '2025-12-31'
        ) AS "t4"
      ) AS "t8"
        ON "t10"."account_id" = "t8"."account_id" AND "t10"."feature" = "t8"."feature"
      LEFT OUTER JOIN (
        SELECT
          "t9"."account_id",
          "t9"."parent_id"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM "ultimate_parents" AS "t2"
            WHERE
              "t2"."parent_id" <> "t2"."account_id"
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
        ) AS "t9"
      ) AS "t12"
        ON "t10"."account_id" = "t12"."account_id"
    ) AS "t13"
    GROUP BY
      1,
      2
  ) AS "t14"
  GROUP BY
    1
) AS "t15"
