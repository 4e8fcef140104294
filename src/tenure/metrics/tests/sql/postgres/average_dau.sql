SELECT
  "t10"."unit_id",
  CASE
    WHEN CAST(NULL AS VARCHAR) IS NULL
    THEN "t10"."user_days"
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CAST(NULL AS VARCHAR) IS NULL
    THEN CAST(NULL AS BIGINT)
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t10"."user_days",
  "t10"."users"
FROM (
  SELECT
    "t9"."unit_id",
    CAST(SUM("t9"."days") AS BIGINT) AS "user_days",
    CAST(SUM(CASE WHEN "t9"."days" > 0 THEN 1 ELSE 0 END) AS BIGINT) AS "users"
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
        FROM "user_day" AS "t0"
        WHERE
          "t0"."day" > DATE '2024-12-31' AND "t0"."day" <= DATE '2025-12-31'
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
