SELECT
  `t19`.`unit_id`,
  IF(
    IF(`t19`.`seats` > 0, CAST(NULL AS STRING), 'no seats in force at the closing') IS NULL,
    `t19`.`users`,
    CAST(NULL AS BIGINT)
  ) AS `numerator`,
  IF(
    IF(`t19`.`seats` > 0, CAST(NULL AS STRING), 'no seats in force at the closing') IS NULL,
    `t19`.`seats`,
    CAST(NULL AS BIGINT)
  ) AS `denominator`,
  IF(`t19`.`seats` > 0, CAST(NULL AS STRING), 'no seats in force at the closing') AS `reason`,
  `t19`.`seats`,
  `t19`.`users`
FROM (
  SELECT
    `t16`.`unit_id`,
    `t16`.`seats`,
    COALESCE(`t18`.`users`, 0) AS `users`
  FROM (
    SELECT
      `t12`.`unit_id`,
      CAST(CAST(SUM(`t12`.`seats`) AS DECIMAL(38, 0)) AS BIGINT) AS `seats`
    FROM (
      SELECT
        `t9`.`account_id`,
        `t9`.`seats`,
        COALESCE(`t8`.`parent_id`, `t9`.`account_id`) AS `unit_id`
      FROM (
        SELECT
          `t4`.`account_id`,
          COALESCE(`t4`.`seats`, 0) AS `seats`
        FROM (
          SELECT
            *
          FROM `subscriptions` AS `t0`
          WHERE
            `t0`.`status` IN ('active', 'past_due')
            AND `t0`.`start_date` <= DATE '2025-12-31'
            AND (
              (
                `t0`.`end_date_excl` IS NULL
              )
              OR (
                `t0`.`end_date_excl` > DATE '2025-12-31'
              )
            )
        ) AS `t4`
      ) AS `t9`
      LEFT OUTER JOIN (
        SELECT
          `t5`.`account_id`,
          `t5`.`parent_id`
        FROM (
          SELECT
            *
          FROM `ultimate_parents` AS `t1`
          WHERE
            (
              (
                `t1`.`valid_from` IS NULL
              )
              OR (
                `t1`.`valid_from` <= DATE '2025-12-31'
              )
            )
            AND (
              (
                `t1`.`valid_to_excl` IS NULL
              )
              OR (
                `t1`.`valid_to_excl` > DATE '2025-12-31'
              )
            )
        ) AS `t5`
      ) AS `t8`
        ON `t9`.`account_id` = `t8`.`account_id`
    ) AS `t12`
    GROUP BY
      1
  ) AS `t16`
  LEFT OUTER JOIN (
    SELECT
      `t14`.`unit_id`,
      CAST(CAST(SUM(`t14`.`users`) AS DECIMAL(38, 0)) AS BIGINT) AS `users`
    FROM (
      SELECT
        `t13`.`account_id`,
        `t13`.`users`,
        COALESCE(`t8`.`parent_id`, `t13`.`account_id`) AS `unit_id`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t3`.`account_id`,
            CAST(CAST(SUM(`t3`.`delta`) AS DECIMAL(38, 0)) AS BIGINT) AS `users`
          FROM (
            SELECT
              *
            FROM `active_user_steps` AS `t2`
            WHERE
              `t2`.`window` = 30 AND `t2`.`day` <= DATE '2025-12-31'
          ) AS `t3`
          GROUP BY
            1
        ) AS `t10`
        WHERE
          `t10`.`users` > 0
      ) AS `t13`
      LEFT OUTER JOIN (
        SELECT
          `t5`.`account_id`,
          `t5`.`parent_id`
        FROM (
          SELECT
            *
          FROM `ultimate_parents` AS `t1`
          WHERE
            (
              (
                `t1`.`valid_from` IS NULL
              )
              OR (
                `t1`.`valid_from` <= DATE '2025-12-31'
              )
            )
            AND (
              (
                `t1`.`valid_to_excl` IS NULL
              )
              OR (
                `t1`.`valid_to_excl` > DATE '2025-12-31'
              )
            )
        ) AS `t5`
      ) AS `t8`
        ON `t13`.`account_id` = `t8`.`account_id`
    ) AS `t14`
    GROUP BY
      1
  ) AS `t18`
    ON `t16`.`unit_id` = `t18`.`unit_id`
) AS `t19`
