SELECT
  "t10"."unit_id",
  IFF(CAST(NULL AS VARCHAR) IS NULL, "t10"."used_days", CAST(NULL AS BIGINT)) AS "numerator",
  IFF(CAST(NULL AS VARCHAR) IS NULL, "t10"."adopters", CAST(NULL AS BIGINT)) AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t10"."used_days",
  "t10"."adopters"
FROM (
  SELECT
    "t9"."unit_id",
    CAST(SUM("t9"."days") AS BIGINT) AS "used_days",
    CAST(SUM(IFF("t9"."days" > 0, 1, 0)) AS BIGINT) AS "adopters"
  FROM (
    SELECT
      "t5"."account_id",
      "t5"."user_id",
      "t5"."days",
      COALESCE("t8"."parent_id", "t5"."account_id") AS "unit_id"
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
    ) AS "t5"
    LEFT OUTER JOIN (
      SELECT
        "t6"."account_id",
        "t6"."parent_id"
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
      ) AS "t6"
    ) AS "t8"
      ON "t5"."account_id" = "t8"."account_id"
  ) AS "t9"
  GROUP BY
    1
) AS "t10"
