SELECT
  "t3"."unit_id",
  IFF(
    CAST(NULL AS VARCHAR) IS NULL,
    IFF("t3"."completed_on" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "numerator",
  IFF(
    CAST(NULL AS VARCHAR) IS NULL,
    IFF("t3"."unit_id" IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS "denominator",
  CAST(NULL AS VARCHAR) AS "reason",
  "t3"."account_id",
  "t3"."started_on",
  "t3"."completed_on",
  "t3"."cancelled_on"
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
