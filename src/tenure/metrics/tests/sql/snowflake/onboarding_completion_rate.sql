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
    IFF(
      IFF(
        "t3"."started_on" <= DATE '2025-10-02',
        CAST(NULL AS VARCHAR),
        'its window has not elapsed'
      ) IS NULL,
      IFF(DATEDIFF(DAY, "t3"."started_on", "t3"."completed_on") <= 90, 1, 0),
      CAST(NULL AS BIGINT)
    ) AS "numerator",
    IFF(
      IFF(
        "t3"."started_on" <= DATE '2025-10-02',
        CAST(NULL AS VARCHAR),
        'its window has not elapsed'
      ) IS NULL,
      IFF("t3"."unit_id" IS NOT NULL, 1, 0),
      CAST(NULL AS BIGINT)
    ) AS "denominator",
    IFF(
      "t3"."started_on" <= DATE '2025-10-02',
      CAST(NULL AS VARCHAR),
      'its window has not elapsed'
    ) AS "reason"
  FROM (
    SELECT
      "t2".*
      EXCLUDE ("onboarding_id")
    FROM (
      SELECT
        "t1"."onboarding_id",
        "t1"."account_id",
        "t1"."started_on",
        IFF(
          "t1"."completed_on" <= DATE '2025-12-31',
          "t1"."completed_on",
          CAST(NULL AS DATE)
        ) AS "completed_on",
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
