SELECT
  "t20"."unit_id",
  CASE
    WHEN CASE
      WHEN "t20"."seats" > 0
      THEN CAST(NULL AS VARCHAR)
      ELSE 'no seats in force at the closing'
    END IS NULL
    THEN "t20"."users"
    ELSE CAST(NULL AS BIGINT)
  END AS "numerator",
  CASE
    WHEN CASE
      WHEN "t20"."seats" > 0
      THEN CAST(NULL AS VARCHAR)
      ELSE 'no seats in force at the closing'
    END IS NULL
    THEN "t20"."seats"
    ELSE CAST(NULL AS BIGINT)
  END AS "denominator",
  CASE
    WHEN "t20"."seats" > 0
    THEN CAST(NULL AS VARCHAR)
    ELSE 'no seats in force at the closing'
  END AS "reason",
  "t20"."seats",
  "t20"."users"
FROM (
  SELECT
    "t17"."unit_id",
    "t17"."seats",
    COALESCE("t19"."users", 0) AS "users"
  FROM (
    SELECT
      "t14"."unit_id",
      CAST(SUM("t14"."seats") AS BIGINT) AS "seats"
    FROM (
      SELECT
        "t9"."account_id",
        "t9"."seats",
        COALESCE("t11"."parent_id", "t9"."account_id") AS "unit_id"
      FROM (
        SELECT
          "t5"."account_id",
          COALESCE("t5"."seats", 0) AS "seats"
        FROM (
          SELECT
            *
          FROM "subscriptions" AS "t0"
          WHERE
            "t0"."status" IN ('active', 'past_due')
            AND "t0"."start_date" <= DATE '2025-12-31'
            AND (
              (
                "t0"."end_date_excl" IS NULL
              )
              OR (
                "t0"."end_date_excl" > DATE '2025-12-31'
              )
            )
        ) AS "t5"
      ) AS "t9"
      LEFT OUTER JOIN (
        SELECT
          "t7"."account_id",
          "t7"."parent_id"
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
        ) AS "t7"
      ) AS "t11"
        ON "t9"."account_id" = "t11"."account_id"
    ) AS "t14"
    GROUP BY
      1
  ) AS "t17"
  LEFT OUTER JOIN (
    SELECT
      "t15"."unit_id",
      CAST(SUM("t15"."users") AS BIGINT) AS "users"
    FROM (
      SELECT
        "t13"."account_id",
        "t13"."users",
        COALESCE("t11"."parent_id", "t13"."account_id") AS "unit_id"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t4"."account_id",
            CAST(SUM("t4"."delta") AS BIGINT) AS "users"
          FROM (
            SELECT
              *
            FROM "active_user_steps" AS "t2"
            WHERE
              "t2"."window" = 30 AND "t2"."day" <= DATE '2025-12-31'
          ) AS "t4"
          GROUP BY
            1
        ) AS "t8"
        WHERE
          "t8"."users" > 0
      ) AS "t13"
      LEFT OUTER JOIN (
        SELECT
          "t7"."account_id",
          "t7"."parent_id"
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
        ) AS "t7"
      ) AS "t11"
        ON "t13"."account_id" = "t11"."account_id"
    ) AS "t15"
    GROUP BY
      1
  ) AS "t19"
    ON "t17"."unit_id" = "t19"."unit_id"
) AS "t20"
