SELECT
  `t11`.`unit_id`,
  `t11`.`numerator`,
  `t11`.`denominator`,
  `t11`.`reason`,
  `t11`.`account_id`,
  `t11`.`started_on`,
  `t11`.`completed_on`,
  `t11`.`cancelled_on`
FROM (
  SELECT
    `t10`.`account_id`,
    `t10`.`started_on`,
    `t10`.`completed_on`,
    `t10`.`cancelled_on`,
    `t10`.`unit_id`,
    IF(
      IF(
        `t10`.`started_on` <= DATE '2025-10-02',
        CAST(NULL AS STRING),
        'its window has not elapsed'
      ) IS NULL,
      IF(DATEDIFF(DAY, `t10`.`started_on`, `t10`.`completed_on`) <= 90, 1, 0),
      CAST(NULL AS BIGINT)
    ) AS `numerator`,
    IF(
      IF(
        `t10`.`started_on` <= DATE '2025-10-02',
        CAST(NULL AS STRING),
        'its window has not elapsed'
      ) IS NULL,
      IF(`t10`.`unit_id` IS NOT NULL, 1, 0),
      CAST(NULL AS BIGINT)
    ) AS `denominator`,
    IF(
      `t10`.`started_on` <= DATE '2025-10-02',
      CAST(NULL AS STRING),
      'its window has not elapsed'
    ) AS `reason`
  FROM (
    SELECT
      `t9`.`account_id`,
      `t9`.`started_on`,
      `t9`.`completed_on`,
      `t9`.`cancelled_on`,
      `t9`.`unit_id`
    FROM (
      SELECT
        `t8`.`onboarding_id`,
        `t8`.`account_id`,
        `t8`.`started_on`,
        IF(
          `t8`.`completed_on` <= DATE '2025-12-31',
          `t8`.`completed_on`,
          CAST(NULL AS DATE)
        ) AS `completed_on`,
        `t8`.`cancelled_on`,
        `t8`.`onboarding_id` AS `unit_id`
      FROM (
        SELECT
          `t4`.`onboarding_id`,
          `t4`.`account_id`,
          `t4`.`started_on`,
          `t4`.`completed_on`,
          `t4`.`cancelled_on`,
          COALESCE(`t7`.`parent_id`, `t4`.`account_id`) AS `unit_id`
        FROM (
          SELECT
            *
          FROM `onboardings` AS `t0`
          WHERE
            `t0`.`started_on` > DATE '2024-12-31'
            AND `t0`.`started_on` <= DATE '2025-12-31'
        ) AS `t4`
        LEFT OUTER JOIN (
          SELECT
            `t5`.`account_id`,
            `t5`.`parent_id`
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM `ultimate_parents` AS `t1`
              WHERE
                `t1`.`parent_id` <> `t1`.`account_id`
            ) AS `t3`
            WHERE
              (
                (
                  `t3`.`valid_from` IS NULL
                )
                OR (
                  `t3`.`valid_from` <= DATE '2025-12-31'
                )
              )
              AND (
                (
                  `t3`.`valid_to_excl` IS NULL
                )
                OR (
                  `t3`.`valid_to_excl` > DATE '2025-12-31'
                )
              )
          ) AS `t5`
        ) AS `t7`
          ON `t4`.`account_id` = `t7`.`account_id`
      ) AS `t8`
    ) AS `t9`
  ) AS `t10`
) AS `t11`
