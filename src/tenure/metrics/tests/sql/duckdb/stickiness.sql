SELECT
  "t9"."unit_id",
  CASE
    WHEN CAST(NULL AS TEXT) IS NULL
    THEN "t9"."user_days"
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CAST(NULL AS TEXT) IS NULL
    THEN "t9"."users" * 365
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CAST(NULL AS TEXT) AS "reason",
  "t9"."user_days",
  "t9"."users"
FROM (
  SELECT
    "t8"."unit_id",
    CAST(CAST(SUM("t8"."days") AS DECIMAL(38, 0)) AS BIGINT) AS "user_days",
    CAST(CAST(SUM(CASE WHEN "t8"."days" > 0 THEN 1 ELSE 0 END) AS DECIMAL(38, 0)) AS BIGINT) AS "users"
  FROM (
    SELECT
      "t6"."account_id",
      "t6"."user_id",
      "t6"."days",
      COALESCE("t7"."parent_id", "t6"."account_id") AS "unit_id"
    FROM (
      SELECT
        "t2"."account_id",
        "t2"."user_id",
        COUNT(*) AS "days"
      FROM (
        SELECT
          *
        FROM "user_day" AS "t0"
        WHERE
          "t0"."day" > DATE '2024-12-31' AND "t0"."day" <= DATE '2025-12-31'
      ) AS "t2"
      GROUP BY
        1,
        2
    ) AS "t6"
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
      ON "t6"."account_id" = "t7"."account_id"
  ) AS "t8"
  GROUP BY
    1
) AS "t9"
