SELECT
  `t11`.`unit_id`,
  IF(CAST(NULL AS STRING) IS NULL, `t11`.`often`, CAST(NULL AS BIGINT)) AS `numerator`,
  IF(CAST(NULL AS STRING) IS NULL, `t11`.`adopters`, CAST(NULL AS BIGINT)) AS `denominator`,
  CAST(NULL AS STRING) AS `reason`,
  `t11`.`often`,
  `t11`.`adopters`
FROM (
  SELECT
    `t10`.`unit_id`,
    CAST(SUM(IF(`t10`.`days` >= 8, 1, 0)) AS BIGINT) AS `often`,
    CAST(SUM(`t10`.`one`) AS BIGINT) AS `adopters`
  FROM (
    SELECT
      `t7`.`account_id`,
      `t7`.`user_id`,
      `t7`.`days`,
      `t7`.`one`,
      COALESCE(`t9`.`parent_id`, `t7`.`account_id`) AS `unit_id`
    FROM (
      SELECT
        `t4`.`account_id`,
        `t4`.`user_id`,
        `t4`.`days`,
        1 AS `one`
      FROM (
        SELECT
          `t3`.`account_id`,
          `t3`.`user_id`,
          COUNT(*) AS `days`
        FROM (
          SELECT
            *
          FROM `user_feature_day` AS `t0`
          WHERE
            `t0`.`day` > DATE '2024-12-31'
            AND `t0`.`day` <= DATE '2025-12-31'
            AND `t0`.`feature` = 'reports'
        ) AS `t3`
        GROUP BY
          1,
          2
      ) AS `t4`
    ) AS `t7`
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
        ) AS `t2`
        WHERE
          (
            (
              `t2`.`valid_from` IS NULL
            )
            OR (
              `t2`.`valid_from` <= DATE '2025-12-31'
            )
          )
          AND (
            (
              `t2`.`valid_to_excl` IS NULL
            )
            OR (
              `t2`.`valid_to_excl` > DATE '2025-12-31'
            )
          )
      ) AS `t5`
    ) AS `t9`
      ON `t7`.`account_id` = `t9`.`account_id`
  ) AS `t10`
  GROUP BY
    1
) AS `t11`
