SELECT
  "t12"."unit_id",
  "t12"."numerator",
  "t12"."denominator",
  "t12"."reason",
  "t12"."account_id",
  "t12"."created_on",
  "t12"."created_at",
  "t12"."activated_at"
FROM (
  SELECT
    "t11"."account_id",
    "t11"."created_on",
    "t11"."created_at",
    "t11"."activated_at",
    "t11"."unit_id",
    CASE
      WHEN CASE
        WHEN "t11"."created_on" <= DATE '2025-12-17'
        THEN CAST(NULL AS TEXT)
        ELSE 'its window has not elapsed'
      END IS NULL
      THEN CASE
        WHEN "t11"."activated_at" <= (
          "t11"."created_at" + INTERVAL '14' DAY
        )
        THEN 1
        ELSE 0
      END
      ELSE CAST(NULL AS BIGINT)
    END AS "numerator",
    CASE
      WHEN CASE
        WHEN "t11"."created_on" <= DATE '2025-12-17'
        THEN CAST(NULL AS TEXT)
        ELSE 'its window has not elapsed'
      END IS NULL
      THEN CASE WHEN "t11"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
      ELSE CAST(NULL AS BIGINT)
    END AS "denominator",
    CASE
      WHEN "t11"."created_on" <= DATE '2025-12-17'
      THEN CAST(NULL AS TEXT)
      ELSE 'its window has not elapsed'
    END AS "reason"
  FROM (
    SELECT
      "t5"."account_id",
      "t5"."created_on",
      "t5"."created_at",
      "t10"."activated_at",
      "t5"."user_id" AS "unit_id"
    FROM (
      SELECT
        *
      FROM "users" AS "t0"
      WHERE
        "t0"."created_on" > DATE '2024-12-31'
        AND "t0"."created_on" <= DATE '2025-12-31'
    ) AS "t5"
    LEFT OUTER JOIN (
      SELECT
        "t6"."account_id",
        "t6"."parent_id"
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
      ) AS "t6"
    ) AS "t9"
      ON "t5"."account_id" = "t9"."account_id"
    LEFT OUTER JOIN (
      SELECT
        "t4"."user_id",
        MIN("t4"."reached_at") AS "activated_at"
      FROM (
        SELECT
          *
        FROM "milestones" AS "t2"
        WHERE
          "t2"."milestone" = 'activation' AND "t2"."reached_on" <= DATE '2025-12-31'
      ) AS "t4"
      GROUP BY
        1
    ) AS "t10"
      ON "t5"."user_id" = "t10"."user_id"
  ) AS "t11"
) AS "t12"
