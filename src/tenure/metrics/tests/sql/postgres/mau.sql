SELECT
  "t11"."unit_id",
  CASE
    WHEN CAST(NULL AS VARCHAR) IS NULL
    THEN "t11"."users"
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CAST(NULL AS VARCHAR) IS NULL
    THEN CAST(NULL AS BIGINT)
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t11"."users"
FROM (
  SELECT
    "t10"."unit_id",
    CAST(SUM("t10"."users") AS BIGINT) AS "users"
  FROM (
    SELECT
      "t7"."account_id",
      "t7"."users",
      COALESCE("t9"."parent_id", "t7"."account_id") AS "unit_id"
    FROM (
      SELECT
        "t4"."account_id",
        COUNT(*) AS "users"
      FROM (
        SELECT
          "t3"."account_id",
          "t3"."user_id",
          COUNT(*) AS "days"
        FROM (
          SELECT
            *
          FROM "user_day" AS "t0"
          WHERE
            "t0"."day" > DATE '2024-12-31' AND "t0"."day" <= DATE '2025-12-31'
        ) AS "t3"
        GROUP BY
          1,
          2
      ) AS "t4"
      GROUP BY
        1
    ) AS "t7"
    LEFT OUTER JOIN (
      SELECT
        "t5"."account_id",
        "t5"."parent_id"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM "ultimate_parents" AS "t1"
          WHERE
            "t1"."parent_id" <> "t1"."account_id"
        ) AS "t2"
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
      ) AS "t5"
    ) AS "t9"
      ON "t7"."account_id" = "t9"."account_id"
  ) AS "t10"
  GROUP BY
    1
) AS "t11"
