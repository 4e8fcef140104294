SELECT
  "t9"."unit_id",
  IFF(
    CAST(NULL AS VARCHAR) IS NULL,
    IFF("t9"."completed_on" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "numerator",
  IFF(
    CAST(NULL AS VARCHAR) IS NULL,
    IFF("t9"."unit_id" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t9"."account_id",
  "t9"."started_on",
  "t9"."completed_on",
  "t9"."cancelled_on"
FROM (
  SELECT
    "t8".*
    EXCLUDE ("onboarding_id")
  FROM (
    SELECT
      "t7"."onboarding_id",
      "t7"."account_id",
      "t7"."started_on",
      IFF(
        "t7"."completed_on" <= DATE '2025-12-31',
        "t7"."completed_on",
        CAST(NULL AS DATE)
      ) AS "completed_on",
      "t7"."cancelled_on",
      "t7"."onboarding_id" AS "unit_id"
    FROM (
      SELECT
        "t3"."onboarding_id",
        "t3"."account_id",
        "t3"."started_on",
        "t3"."completed_on",
        "t3"."cancelled_on",
        COALESCE("t6"."parent_id", "t3"."account_id") AS "unit_id"
      FROM (
        SELECT
          *
        FROM "onboardings" AS "t0"
        WHERE
          "t0"."started_on" > DATE '2024-12-31'
          AND "t0"."started_on" <= DATE '2025-12-31'
      ) AS "t3"
      LEFT OUTER JOIN (
        SELECT
          "t4"."account_id",
          "t4"."parent_id"
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
        ) AS "t4"
      ) AS "t6"
        ON "t3"."account_id" = "t6"."account_id"
    ) AS "t7"
  ) AS "t8"
) AS "t9"
