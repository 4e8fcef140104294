SELECT
  `t8`.`unit_id`,
  `t8`.`numerator`,
  `t8`.`denominator`,
  `t8`.`reason`,
  `t8`.`account_id`,
  `t8`.`created_on`,
  `t8`.`created_at`,
  `t8`.`activated_at`
FROM (
  SELECT
    `t7`.`account_id`,
    `t7`.`created_on`,
    `t7`.`created_at`,
    `t7`.`unit_id`,
    `t7`.`activated_at`,
    IF(
      IF(
        `t7`.`created_on` <= DATE '2025-12-17',
        CAST(NULL AS STRING),
        'its window has not elapsed'
      ) IS NULL,
      IF(`t7`.`activated_at` <= (
        `t7`.`created_at` + INTERVAL '14' DAY
      ), 1, 0),
      CAST(NULL AS BIGINT)
    ) AS `numerator`,
    IF(
      IF(
        `t7`.`created_on` <= DATE '2025-12-17',
        CAST(NULL AS STRING),
        'its window has not elapsed'
      ) IS NULL,
      IF(`t7`.`unit_id` IS NOT NULL, 1, 0),
      CAST(NULL AS BIGINT)
    ) AS `denominator`,
    IF(
      `t7`.`created_on` <= DATE '2025-12-17',
      CAST(NULL AS STRING),
      'its window has not elapsed'
    ) AS `reason`
  FROM (
    SELECT
      `t6`.`account_id`,
      `t6`.`created_on`,
      `t6`.`created_at`,
      `t6`.`unit_id`,
      MIN(`t6`.`reached_at`) AS `activated_at`
    FROM (
      SELECT
        `t5`.`account_id`,
        `t5`.`created_on`,
        `t5`.`created_at`,
        `t4`.`reached_at`,
        `t5`.`user_id` AS `unit_id`
      FROM (
        SELECT
          *
        FROM `users` AS `t0`
        WHERE
          `t0`.`created_on` > DATE '2024-12-31'
          AND `t0`.`created_on` <= DATE '2025-12-31'
      ) AS `t5`
      LEFT OUTER JOIN (
        SELECT
          *
        FROM `milestones` AS `t1`
        WHERE
          `t1`.`milestone` = 'activation' AND `t1`.`reached_on` <= DATE '2025-12-31'
      ) AS `t4`
        ON `t5`.`user_id` = `t4`.`user_id`
    ) AS `t6`
    GROUP BY
      1,
      2,
      3,
      4
  ) AS `t7`
) AS `t8`
