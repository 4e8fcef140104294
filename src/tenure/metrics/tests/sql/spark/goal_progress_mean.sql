WITH `t2` AS (
  SELECT
    *
  FROM `goal_values` AS `t1`
  WHERE
    `t1`.`value_on` <= DATE '2025-12-31'
)
SELECT
  `t12`.`goal_id` AS `unit_id`,
  IF(
    IF(
      (
        `t12`.`target` IS NOT NULL
      ) AND (
        `t12`.`baseline` IS NOT NULL
      ),
      CAST(NULL AS STRING),
      'it has no baseline or no target'
    ) IS NULL,
    `t12`.`progress`,
    CAST(NULL AS BIGINT)
  ) AS `numerator`,
  IF(
    IF(
      (
        `t12`.`target` IS NOT NULL
      ) AND (
        `t12`.`baseline` IS NOT NULL
      ),
      CAST(NULL AS STRING),
      'it has no baseline or no target'
    ) IS NULL,
    IF(`t12`.`goal_id` IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS `denominator`,
  IF(
    (
      `t12`.`target` IS NOT NULL
    ) AND (
      `t12`.`baseline` IS NOT NULL
    ),
    CAST(NULL AS STRING),
    'it has no baseline or no target'
  ) AS `reason`,
  `t12`.`goal_id`,
  `t12`.`plan_id`,
  `t12`.`account_id`,
  `t12`.`due_on`,
  `t12`.`baseline`,
  `t12`.`target`,
  `t12`.`verified_on`,
  `t12`.`attained_on`,
  `t12`.`ended_on`,
  `t12`.`cancelled`,
  `t12`.`value`,
  `t12`.`attained`,
  `t12`.`progress`
FROM (
  SELECT
    `t11`.`goal_id`,
    `t11`.`plan_id`,
    `t11`.`account_id`,
    `t11`.`due_on`,
    `t11`.`baseline`,
    `t11`.`target`,
    IF(
      `t11`.`verified_on` <= DATE '2025-12-31',
      `t11`.`verified_on`,
      CAST(NULL AS DATE)
    ) AS `verified_on`,
    `t11`.`attained_on`,
    `t11`.`ended_on`,
    `t11`.`cancelled`,
    `t11`.`value`,
    IF(
      IF(
        `t11`.`target` >= `t11`.`baseline`,
        `t11`.`value` >= `t11`.`target`,
        `t11`.`value` <= `t11`.`target`
      ),
      1,
      0
    ) AS `attained`,
    COALESCE(
      IF(
        CAST(ROUND(
          (
            CAST(`t11`.`value` - `t11`.`baseline` AS DOUBLE) * 1000000
          ) / NULLIF(CAST(`t11`.`target` - `t11`.`baseline` AS DOUBLE), 0),
          0
        ) AS BIGINT) > 1000000,
        1000000,
        IF(
          CAST(ROUND(
            (
              CAST(`t11`.`value` - `t11`.`baseline` AS DOUBLE) * 1000000
            ) / NULLIF(CAST(`t11`.`target` - `t11`.`baseline` AS DOUBLE), 0),
            0
          ) AS BIGINT) < 0,
          0,
          CAST(ROUND(
            (
              CAST(`t11`.`value` - `t11`.`baseline` AS DOUBLE) * 1000000
            ) / NULLIF(CAST(`t11`.`target` - `t11`.`baseline` AS DOUBLE), 0),
            0
          ) AS BIGINT)
        )
      ),
      IF(
        IF(
          `t11`.`target` >= `t11`.`baseline`,
          `t11`.`value` >= `t11`.`target`,
          `t11`.`value` <= `t11`.`target`
        ),
        1,
        0
      ) * 1000000
    ) AS `progress`
  FROM (
    SELECT
      `t6`.`goal_id`,
      `t6`.`plan_id`,
      `t6`.`account_id`,
      `t6`.`due_on`,
      `t6`.`baseline`,
      `t6`.`target`,
      `t6`.`verified_on`,
      `t6`.`attained_on`,
      `t6`.`ended_on`,
      `t6`.`cancelled`,
      `t10`.`value`
    FROM (
      SELECT
        *
      FROM `goals` AS `t0`
      WHERE
        `t0`.`due_on` > DATE '2024-12-31'
        AND `t0`.`due_on` <= DATE '2025-12-31'
        AND NOT (
          COALESCE(
            (
              `t0`.`cancelled` = 1
            ) AND (
              `t0`.`ended_on` <= DATE '2025-12-31'
            ),
            FALSE
          )
        )
    ) AS `t6`
    LEFT OUTER JOIN (
      SELECT
        `t8`.`goal_id`,
        `t4`.`value`
      FROM (
        SELECT
          `t3`.`goal_id`,
          MAX(`t3`.`value_on`) AS `value_on`
        FROM `t2` AS `t3`
        GROUP BY
          1
      ) AS `t8`
      INNER JOIN `t2` AS `t4`
        ON `t8`.`goal_id` = `t4`.`goal_id` AND `t8`.`value_on` = `t4`.`value_on`
    ) AS `t10`
      ON `t6`.`goal_id` = `t10`.`goal_id`
  ) AS `t11`
) AS `t12`
