SELECT
  `t3`.`unit_id`,
  IF(
    CAST(NULL AS STRING) IS NULL,
    IF(`t3`.`completed_on` IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS `numerator`,
  IF(
    CAST(NULL AS STRING) IS NULL,
    IF(`t3`.`unit_id` IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS `denominator`,
  CAST(NULL AS STRING) AS `reason`,
  `t3`.`account_id`,
  `t3`.`started_on`,
  `t3`.`completed_on`,
  `t3`.`cancelled_on`
FROM (
  SELECT
    `t2`.`account_id`,
    `t2`.`started_on`,
    `t2`.`completed_on`,
    `t2`.`cancelled_on`,
    `t2`.`unit_id`
  FROM (
    SELECT
      `t1`.`onboarding_id`,
      `t1`.`account_id`,
      `t1`.`started_on`,
      IF(
        `t1`.`completed_on` <= DATE '2025-12-31',
        `t1`.`completed_on`,
        CAST(NULL AS DATE)
      ) AS `completed_on`,
      `t1`.`cancelled_on`,
      `t1`.`onboarding_id` AS `unit_id`
    FROM (
      SELECT
        *
      FROM `onboardings` AS `t0`
      WHERE
        `t0`.`started_on` > DATE '2024-12-31'
        AND `t0`.`started_on` <= DATE '2025-12-31'
    ) AS `t1`
  ) AS `t2`
) AS `t3`
