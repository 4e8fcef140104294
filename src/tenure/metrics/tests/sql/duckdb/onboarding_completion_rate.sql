SELECT
  "t4"."unit_id",
  "t4"."numerator",
  "t4"."denominator",
  "t4"."reason",
  "t4"."account_id",
  "t4"."started_on",
  "t4"."completed_on",
  "t4"."cancelled_on"
FROM (
  SELECT
    "t3"."account_id",
    "t3"."started_on",
    "t3"."completed_on",
    "t3"."cancelled_on",
    "t3"."unit_id",
    CASE
      WHEN CASE
        WHEN "t3"."started_on" <= DATE '2025-10-02'
        THEN CAST(NULL AS TEXT)
        ELSE 'its window has not elapsed'
      END IS NULL
      THEN CASE
        WHEN DATE_DIFF('DAY', "t3"."started_on", "t3"."completed_on") <= 90
        THEN 1
        ELSE 0
      END
      ELSE CAST(NULL AS BIGINT)
    END AS "numerator",
    CASE
      WHEN CASE
        WHEN "t3"."started_on" <= DATE '2025-10-02'
        THEN CAST(NULL AS TEXT)
        ELSE 'its window has not elapsed'
      END IS NULL
      THEN CASE WHEN "t3"."unit_id" IS NOT NULL THEN 1 ELSE 0 END
      ELSE CAST(NULL AS BIGINT)
    END AS "denominator",
    CASE
      WHEN "t3"."started_on" <= DATE '2025-10-02'
      THEN CAST(NULL AS TEXT)
      ELSE 'its window has not elapsed'
    END AS "reason"
  FROM (
    SELECT
      "t2".*
      EXCLUDE ("onboarding_id")
    FROM (
      SELECT
        "t1"."onboarding_id",
        "t1"."account_id",
        "t1"."started_on",
        CASE
          WHEN "t1"."completed_on" <= DATE '2025-12-31'
          THEN "t1"."completed_on"
          ELSE CAST(NULL AS DATE)
        END AS "completed_on",
        "t1"."cancelled_on",
        "t1"."onboarding_id" AS "unit_id"
      FROM (
        SELECT
          *
        FROM "onboardings" AS "t0"
        WHERE
          "t0"."started_on" > DATE '2024-12-31'
          AND "t0"."started_on" <= DATE '2025-12-31'
      ) AS "t1"
    ) AS "t2"
  ) AS "t3"
) AS "t4"
