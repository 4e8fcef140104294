SELECT
  "t13"."unit_id",
  "t13"."numerator",
  "t13"."denominator",
  "t13"."reason",
  "t13"."account_id",
  "t13"."created_on",
  "t13"."created_at",
  "t13"."activated_at"
FROM (
  SELECT
    "t12"."account_id",
    "t12"."created_on",
    "t12"."created_at",
    "t12"."activated_at",
    "t12"."unit_id",
    CASE
      WHEN CASE
        WHEN "t12"."created_on" <= DATE '2025-12-17'
        THEN CAST(NULL AS VARCHAR)
        ELSE 'its window has not elapsed'
      END IS NULL
      THEN CASE
        WHEN "t12"."activated_at" <= (
          "t12"."created_at" + INTERVAL '14 DAY'
        )
        THEN 1
        ELSE 0
      END
      ELSE CAST(NULL AS BIGINT)
    END AS "numerator",
    CASE
      WHEN CASE
        WHEN "t12"."created_on" <= DATE '2025-12-17'
        THEN CAST(NULL AS VARCHAR)
        ELSE 'its window has not elapsed'
      END IS NULL
      THEN CASE WHEN "t12"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
      ELSE CAST(NULL AS BIGINT)
    END AS "denominator",
    CASE
      WHEN "t12"."created_on" <= DATE '2025-12-17'
      THEN CAST(NULL AS VARCHAR)
      ELSE 'its window has not elapsed'
    END AS "reason"
  FROM (
    SELECT
      "t6"."account_id",
      "t6"."created_on",
      "t6"."created_at",
      "t8"."activated_at",
      "t6"."user_id" AS "unit_id"
    FROM (
      SELECT
        *
      FROM "users" AS "t0"
      WHERE
        "t0"."created_on" > DATE '2024-12-31'
        AND "t0"."created_on" <= DATE '2025-12-31'
    ) AS "t6"
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
        ) AS "t5"
        WHERE
          (
            (
              "t5"."valid_from" IS NULL
            )
            OR (
              "t5"."valid_from" <= DATE '2025-12-31'
            )
          )
          AND (
            (
              "t5"."valid_to_excl" IS NULL
            )
            OR (
              "t5"."valid_to_excl" > DATE '2025-12-31'
            )
          )
      ) AS "t9"
    ) AS "t11"
      ON "t6"."account_id" = "t11"."account_id"
    LEFT OUTER JOIN (
      SELECT
        "t4"."user_id",
        MIN("t4"."reached_at") AS "activated_at"
      FROM (
        SELECT
          *
        FROM "milestones" AS "t1"
        WHERE
          "t1"."milestone" = 'activation' AND "t1"."reached_on" <= DATE '2025-12-31'
      ) AS "t4"
      GROUP BY
        1
    ) AS "t8"
      ON "t6"."user_id" = "t8"."user_id"
  ) AS "t12"
) AS "t13"
