SELECT
  "t10"."unit_id",
  IFF(CAST(NULL AS VARCHAR) IS NULL, "t10"."often", CAST(NULL AS BIGINT)) AS "numerator",
  IFF(CAST(NULL AS VARCHAR) IS NULL, "t10"."adopters", CAST(NULL AS BIGINT)) AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t10"."often",
  "t10"."adopters"
FROM (
  SELECT
    "t9"."unit_id",
    CAST(CAST(SUM(IFF("t9"."days" >= 8, 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS "often",
    CAST(CAST(SUM("t9"."one") AS DECIMAL(38, 0)) AS BIGINT) AS "adopters"
  FROM (
    SELECT
      "t8"."account_id",
      "t8"."user_id",
      "t8"."days",
      "t8"."one",
      COALESCE("t7"."parent_id", "t8"."account_id") AS "unit_id"
    FROM (
      SELECT
        "t4"."account_id",
        "t4"."user_id",
        "t4"."days",
        1 AS "one"
      FROM (
        SELECT
          "t2"."account_id",
          "t2"."user_id",
          COUNT(*) AS "days"
        FROM (
          SELECT
            *
          FROM "user_feature_day" AS "t0"
          WHERE
            "t0"."day" > DATE '2024-12-31'
            AND "t0"."day" <= DATE '2025-12-31'
            AND "t0"."feature" = 'reports'
        ) AS "t2"
        GROUP BY
          1,
          2
      ) AS "t4"
    ) AS "t8"
    LEFT OUTER JOIN (
      SELECT
        "t3"."account_id",
        "t3"."parent_id"
      FROM (
        SELECT
          *
        FROM "ultimate_parents" AS "t1"
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
      ) AS "t3"
    ) AS "t7"
      ON "t8"."account_id" = "t7"."account_id"
  ) AS "t9"
  GROUP BY
    1
) AS "t10"
