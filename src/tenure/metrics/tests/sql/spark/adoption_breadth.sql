SELECT
  `t14`.`unit_id`,
  IF(CAST(NULL AS STRING) IS NULL, `t14`.`used`, CAST(NULL AS BIGINT)) AS `numerator`,
  IF(CAST(NULL AS STRING) IS NULL, `t14`.`entitled`, CAST(NULL AS BIGINT)) AS `denominator`,
  CAST(NULL AS STRING) AS `reason`,
  `t14`.`used`,
  `t14`.`entitled`
FROM (
  SELECT
    `t13`.`unit_id`,
    CAST(CAST(SUM(`t13`.`used`) AS DECIMAL(38, 0)) AS BIGINT) AS `used`,
    CAST(CAST(SUM(IF(`t13`.`feature` IS NOT NULL, 1, 0)) AS DECIMAL(38, 0)) AS BIGINT) AS `entitled`
  FROM (
    SELECT
      `t12`.`unit_id`,
      `t12`.`feature`,
      MAX(`t12`.`used`) AS `used`
    FROM (
      SELECT
        `t10`.`account_id`,
        `t10`.`feature`,
        IF(`t9`.`account_id` IS NOT NULL, 1, 0) AS `used`,
        COALESCE(`t11`.`parent_id`, `t10`.`account_id`) AS `unit_id`
      FROM (
        SELECT DISTINCT
          `t4`.`account_id`,
          `t4`.`feature`
        FROM (
          SELECT
            *
          FROM `entitlements` AS `t0`
          WHERE
            (
              (
                `t0`.`start_date` IS NULL
              )
              OR (
                `t0`.`start_date` <= DATE '2025-12-31'
              )
            )
            AND (
              (
                `t0`.`end_date_excl` IS NULL
              )
              OR (
                `t0`.`end_date_excl` > DATE '2025-12-31'
              )
            )
        ) AS `t4`
      ) AS `t10`
      LEFT OUTER JOIN (
        SELECT DISTINCT
          `t3`.`account_id`,
          `t3`.`feature`
        FROM (
          SELECT
            *
          FROM `user_feature_day` AS `t1`
          WHERE
            `t1`.`day` > DATE '2024-12-31' AND `t1`.`day` <= DATE '2025-12-31'
        ) AS `t3`
      ) AS `t9`
        ON `t10`.`account_id` = `t9`.`account_id` AND `t10`.`feature` = `t9`.`feature`
      LEFT OUTER JOIN (
        SELECT
          `t5`.`account_id`,
          `t5`.`parent_id`
        FROM (
          SELECT
            *
          FROM `ultimate_parents` AS `t2`
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
      ) AS `t11`
        ON `t10`.`account_id` = `t11`.`account_id`
    ) AS `t12`
    GROUP BY
      1,
      2
  ) AS `t13`
  GROUP BY
    1
) AS `t14`
