WITH `t3` AS (
  SELECT
    *
  FROM `subscriptions` AS `t0`
  WHERE
    `t0`.`status` IN ('active', 'past_due')
    AND `t0`.`mrr_minor` > 0
    AND (
      (
        `t0`.`end_date_excl` IS NULL
      )
      OR (
        `t0`.`end_date_excl` > `t0`.`start_date`
      )
    )
)
SELECT
  `t49`.`unit_id`,
  `t49`.`day`,
  `t49`.`before`,
  `t49`.`after`,
  `t49`.`amount`,
  CASE
    WHEN `t49`.`no_rate` = 1
    THEN CAST(NULL AS STRING)
    WHEN (
      `t49`.`before` = 0
    ) AND (
      `t49`.`first_paid` >= `t49`.`day`
    )
    THEN 'new'
    WHEN (
      `t49`.`before` = 0
    ) AND (
      `t49`.`paused_before` = 1
    )
    THEN 'resume'
    WHEN `t49`.`before` = 0
    THEN 'reactivation'
    WHEN (
      `t49`.`after` = 0
    ) AND (
      `t49`.`paused_after` = 1
    )
    THEN 'pause'
    WHEN `t49`.`after` = 0
    THEN 'churn'
    WHEN `t49`.`amount` > 0
    THEN 'expansion'
    ELSE 'contraction'
  END AS `category`
FROM (
  SELECT
    `t45`.`unit_id`,
    `t45`.`day`,
    `t45`.`before`,
    `t45`.`after`,
    `t45`.`amount`,
    `t45`.`no_rate`,
    `t29`.`first_paid`,
    COALESCE(`t48`.`paused_before`, 0) AS `paused_before`,
    COALESCE(`t48`.`paused_after`, 0) AS `paused_after`
  FROM (
    SELECT
      `t43`.`unit_id`,
      `t43`.`day`,
      `t43`.`before`,
      `t43`.`after`,
      `t43`.`amount`,
      `t43`.`no_rate`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t41`.`unit_id`,
          `t41`.`day`,
          `t41`.`amount`,
          `t41`.`no_rate`,
          `t41`.`after`,
          `t41`.`after` - `t41`.`amount` AS `before`
        FROM (
          SELECT
            `t40`.`unit_id`,
            `t40`.`day`,
            `t40`.`amount`,
            MAX(`t40`.`no_rate`) OVER (
              PARTITION BY `t40`.`unit_id`
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS `no_rate`,
            CAST(CAST(SUM(`t40`.`amount`) OVER (
              PARTITION BY `t40`.`unit_id`
              ORDER BY `t40`.`day` ASC NULLS LAST
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS DECIMAL(38, 0)) AS BIGINT) AS `after`
          FROM (
            SELECT
              `t39`.`unit_id`,
              `t39`.`day`,
              CAST(CAST(SUM(`t39`.`change`) AS DECIMAL(38, 0)) AS BIGINT) AS `amount`,
              MAX(`t39`.`no_rate`) AS `no_rate`
            FROM (
              SELECT
                `t38`.`account_id`,
                `t38`.`currency`,
                `t38`.`day`,
                `t38`.`delta`,
                `t38`.`level`,
                `t38`.`unit_id`,
                `t38`.`opening_rate`,
                `t38`.`closing_rate`,
                `t38`.`value`,
                `t38`.`value` - COALESCE(
                  LAG(`t38`.`value`) OVER (
                    PARTITION BY `t38`.`account_id`, `t38`.`currency`
                    ORDER BY `t38`.`day` ASC NULLS LAST
                  ),
                  0
                ) AS `change`,
                IF(`t38`.`opening_rate` IS NULL, 1, 0) AS `no_rate`
              FROM (
                SELECT
                  `t37`.`account_id`,
                  `t37`.`currency`,
                  `t37`.`day`,
                  `t37`.`delta`,
                  `t37`.`level`,
                  `t37`.`unit_id`,
                  `t37`.`opening_rate`,
                  `t37`.`closing_rate`,
                  IF(
                    `t37`.`opening_rate` IS NOT NULL,
                    CAST(CAST(ROUND(CAST(`t37`.`level` AS DECIMAL(17, 0)) * `t37`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT),
                    0
                  ) AS `value`
                FROM (
                  SELECT
                    `t36`.`account_id`,
                    `t36`.`currency`,
                    `t36`.`day`,
                    `t36`.`delta`,
                    `t36`.`level`,
                    COALESCE(`t12`.`parent_id`, `t36`.`account_id`) AS `unit_id`,
                    `t13`.`opening_rate`,
                    `t14`.`closing_rate`
                  FROM (
                    SELECT
                      `t30`.`account_id`,
                      `t30`.`currency`,
                      `t30`.`day`,
                      `t30`.`delta`,
                      CAST(CAST(SUM(`t30`.`delta`) OVER (
                        PARTITION BY `t30`.`account_id`, `t30`.`currency`
                        ORDER BY `t30`.`day` ASC NULLS LAST
                        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                      ) AS DECIMAL(38, 0)) AS BIGINT) AS `level`
                    FROM (
                      SELECT
                        `t26`.`account_id`,
                        `t26`.`currency`,
                        `t26`.`day`,
                        CAST(CAST(SUM(`t26`.`delta`) AS DECIMAL(38, 0)) AS BIGINT) AS `delta`
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            `t17`.`account_id`,
                            `t17`.`currency`,
                            `t17`.`end_date_excl` AS `day`,
                            -(
                              `t17`.`mrr_minor`
                            ) AS `delta`
                          FROM (
                            SELECT
                              *
                            FROM `t3` AS `t8`
                            WHERE
                              `t8`.`end_date_excl` > DATE '2024-12-31'
                              AND `t8`.`end_date_excl` <= DATE '2025-12-31'
                          ) AS `t17`
                        ) AS `t22`
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              `t19`.`account_id`,
                              `t19`.`currency`,
                              DATE '2024-12-31' AS `day`,
                              `t19`.`mrr_minor` AS `delta`
                            FROM (
                              SELECT
                                *
                              FROM `t3` AS `t8`
                              WHERE
                                `t8`.`start_date` <= DATE '2024-12-31'
                                AND (
                                  (
                                    `t8`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t8`.`end_date_excl` > DATE '2024-12-31'
                                  )
                                )
                            ) AS `t19`
                          ) AS `t23`
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              `t16`.`account_id`,
                              `t16`.`currency`,
                              `t16`.`start_date` AS `day`,
                              `t16`.`mrr_minor` AS `delta`
                            FROM (
                              SELECT
                                *
                              FROM `t3` AS `t8`
                              WHERE
                                `t8`.`start_date` > DATE '2024-12-31'
                                AND `t8`.`start_date` <= DATE '2025-12-31'
                            ) AS `t16`
                          ) AS `t20`
                        ) AS `t24`
                      ) AS `t26`
                      GROUP BY
                        1,
                        2,
                        3
                    ) AS `t30`
                  ) AS `t36`
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
                  ) AS `t12`
                    ON `t36`.`account_id` = `t12`.`account_id`
                  LEFT OUTER JOIN (
                    SELECT
                      `t6`.`currency`,
                      `t6`.`rate` AS `opening_rate`
                    FROM (
                      SELECT
                        *
                      FROM `fx_rates` AS `t2`
                      WHERE
                        (
                          (
                            `t2`.`valid_from` IS NULL
                          )
                          OR (
                            `t2`.`valid_from` <= DATE '2024-12-31'
                          )
                        )
                        AND (
                          (
                            `t2`.`valid_to_excl` IS NULL
                          )
                          OR (
                            `t2`.`valid_to_excl` > DATE '2024-12-31'
                          )
                        )
                    ) AS `t6`
                  ) AS `t13`
                    ON `t36`.`currency` = `t13`.`currency`
                  LEFT OUTER JOIN (
                    SELECT
                      `t7`.`currency`,
                      `t7`.`rate` AS `closing_rate`
                    FROM (
                      SELECT
                        *
                      FROM `fx_rates` AS `t2`
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
                    ) AS `t7`
                  ) AS `t14`
                    ON `t36`.`currency` = `t14`.`currency`
                ) AS `t37`
              ) AS `t38`
            ) AS `t39`
            GROUP BY
              1,
              2
          ) AS `t40`
        ) AS `t41`
      ) AS `t42`
      WHERE
        `t42`.`day` > DATE '2024-12-31'
        AND (
          (
            `t42`.`amount` <> 0
          ) OR (
            `t42`.`no_rate` = 1
          )
        )
    ) AS `t43`
  ) AS `t45`
  LEFT OUTER JOIN (
    SELECT
      `t25`.`unit_id`,
      MIN(`t25`.`first_paid`) AS `first_paid`
    FROM (
      SELECT
        `t18`.`account_id`,
        `t18`.`first_paid`,
        COALESCE(`t12`.`parent_id`, `t18`.`account_id`) AS `unit_id`
      FROM (
        SELECT
          `t8`.`account_id`,
          MIN(`t8`.`start_date`) AS `first_paid`
        FROM `t3` AS `t8`
        GROUP BY
          1
      ) AS `t18`
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
      ) AS `t12`
        ON `t18`.`account_id` = `t12`.`account_id`
    ) AS `t25`
    GROUP BY
      1
  ) AS `t29`
    ON `t45`.`unit_id` = `t29`.`unit_id`
  LEFT OUTER JOIN (
    SELECT
      `t46`.`unit_id`,
      `t46`.`day`,
      MAX(
        IF(
          (
            `t46`.`start_date` <= (
              `t46`.`day` - INTERVAL '1' DAY
            )
          )
          AND (
            (
              `t46`.`end_date_excl` IS NULL
            )
            OR (
              `t46`.`end_date_excl` > (
                `t46`.`day` - INTERVAL '1' DAY
              )
            )
          )
          AND (
            `t46`.`scheduled_resume_date` >= (
              `t46`.`day` - INTERVAL '1' DAY
            )
          ),
          1,
          0
        )
      ) AS `paused_before`,
      MAX(
        IF(
          (
            `t46`.`start_date` <= `t46`.`day`
          )
          AND (
            (
              `t46`.`end_date_excl` IS NULL
            ) OR (
              `t46`.`end_date_excl` > `t46`.`day`
            )
          )
          AND (
            `t46`.`scheduled_resume_date` >= `t46`.`day`
          ),
          1,
          0
        )
      ) AS `paused_after`
    FROM (
      SELECT
        `t45`.`unit_id`,
        `t45`.`day`,
        `t35`.`start_date`,
        `t35`.`end_date_excl`,
        `t35`.`scheduled_resume_date`
      FROM (
        SELECT
          `t43`.`unit_id`,
          `t43`.`day`,
          `t43`.`before`,
          `t43`.`after`,
          `t43`.`amount`,
          `t43`.`no_rate`
        FROM (
          SELECT
            *
          FROM (
            SELECT
              `t41`.`unit_id`,
              `t41`.`day`,
              `t41`.`amount`,
              `t41`.`no_rate`,
              `t41`.`after`,
              `t41`.`after` - `t41`.`amount` AS `before`
            FROM (
              SELECT
                `t40`.`unit_id`,
                `t40`.`day`,
                `t40`.`amount`,
                MAX(`t40`.`no_rate`) OVER (
                  PARTITION BY `t40`.`unit_id`
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS `no_rate`,
                CAST(CAST(SUM(`t40`.`amount`) OVER (
                  PARTITION BY `t40`.`unit_id`
                  ORDER BY `t40`.`day` ASC NULLS LAST
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS DECIMAL(38, 0)) AS BIGINT) AS `after`
              FROM (
                SELECT
                  `t39`.`unit_id`,
                  `t39`.`day`,
                  CAST(CAST(SUM(`t39`.`change`) AS DECIMAL(38, 0)) AS BIGINT) AS `amount`,
                  MAX(`t39`.`no_rate`) AS `no_rate`
                FROM (
                  SELECT
                    `t38`.`account_id`,
                    `t38`.`currency`,
                    `t38`.`day`,
                    `t38`.`delta`,
                    `t38`.`level`,
                    `t38`.`unit_id`,
                    `t38`.`opening_rate`,
                    `t38`.`closing_rate`,
                    `t38`.`value`,
                    `t38`.`value` - COALESCE(
                      LAG(`t38`.`value`) OVER (
                        PARTITION BY `t38`.`account_id`, `t38`.`currency`
                        ORDER BY `t38`.`day` ASC NULLS LAST
                      ),
                      0
                    ) AS `change`,
                    IF(`t38`.`opening_rate` IS NULL, 1, 0) AS `no_rate`
                  FROM (
                    SELECT
                      `t37`.`account_id`,
                      `t37`.`currency`,
                      `t37`.`day`,
                      `t37`.`delta`,
                      `t37`.`level`,
                      `t37`.`unit_id`,
                      `t37`.`opening_rate`,
                      `t37`.`closing_rate`,
                      IF(
                        `t37`.`opening_rate` IS NOT NULL,
                        CAST(CAST(ROUND(CAST(`t37`.`level` AS DECIMAL(17, 0)) * `t37`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT),
                        0
                      ) AS `value`
                    FROM (
                      SELECT
                        `t36`.`account_id`,
                        `t36`.`currency`,
                        `t36`.`day`,
                        `t36`.`delta`,
                        `t36`.`level`,
                        COALESCE(`t12`.`parent_id`, `t36`.`account_id`) AS `unit_id`,
                        `t13`.`opening_rate`,
                        `t14`.`closing_rate`
                      FROM (
                        SELECT
                          `t30`.`account_id`,
                          `t30`.`currency`,
                          `t30`.`day`,
                          `t30`.`delta`,
                          CAST(CAST(SUM(`t30`.`delta`) OVER (
                            PARTITION BY `t30`.`account_id`, `t30`.`currency`
                            ORDER BY `t30`.`day` ASC NULLS LAST
                            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                          ) AS DECIMAL(38, 0)) AS BIGINT) AS `level`
                        FROM (
                          SELECT
                            `t26`.`account_id`,
                            `t26`.`currency`,
                            `t26`.`day`,
                            CAST(CAST(SUM(`t26`.`delta`) AS DECIMAL(38, 0)) AS BIGINT) AS `delta`
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                `t17`.`account_id`,
                                `t17`.`currency`,
                                `t17`.`end_date_excl` AS `day`,
                                -(
                                  `t17`.`mrr_minor`
                                ) AS `delta`
                              FROM (
                                SELECT
                                  *
                                FROM `t3` AS `t8`
                                WHERE
                                  `t8`.`end_date_excl` > DATE '2024-12-31'
                                  AND `t8`.`end_date_excl` <= DATE '2025-12-31'
                              ) AS `t17`
                            ) AS `t22`
                            UNION ALL
                            SELECT
                              *
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  `t19`.`account_id`,
                                  `t19`.`currency`,
                                  DATE '2024-12-31' AS `day`,
                                  `t19`.`mrr_minor` AS `delta`
                                FROM (
                                  SELECT
                                    *
                                  FROM `t3` AS `t8`
                                  WHERE
                                    `t8`.`start_date` <= DATE '2024-12-31'
                                    AND (
                                      (
                                        `t8`.`end_date_excl` IS NULL
                                      )
                                      OR (
                                        `t8`.`end_date_excl` > DATE '2024-12-31'
                                      )
                                    )
                                ) AS `t19`
                              ) AS `t23`
                              UNION ALL
                              SELECT
                                *
                              FROM (
                                SELECT
                                  `t16`.`account_id`,
                                  `t16`.`currency`,
                                  `t16`.`start_date` AS `day`,
                                  `t16`.`mrr_minor` AS `delta`
                                FROM (
                                  SELECT
                                    *
                                  FROM `t3` AS `t8`
                                  WHERE
                                    `t8`.`start_date` > DATE '2024-12-31'
                                    AND `t8`.`start_date` <= DATE '2025-12-31'
                                ) AS `t16`
                              ) AS `t20`
                            ) AS `t24`
                          ) AS `t26`
                          GROUP BY
                            1,
                            2,
                            3
                        ) AS `t30`
                      ) AS `t36`
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
                      ) AS `t12`
                        ON `t36`.`account_id` = `t12`.`account_id`
                      LEFT OUTER JOIN (
                        SELECT
                          `t6`.`currency`,
                          `t6`.`rate` AS `opening_rate`
                        FROM (
                          SELECT
                            *
                          FROM `fx_rates` AS `t2`
                          WHERE
                            (
                              (
                                `t2`.`valid_from` IS NULL
                              )
                              OR (
                                `t2`.`valid_from` <= DATE '2024-12-31'
                              )
                            )
                            AND (
                              (
                                `t2`.`valid_to_excl` IS NULL
                              )
                              OR (
                                `t2`.`valid_to_excl` > DATE '2024-12-31'
                              )
                            )
                        ) AS `t6`
                      ) AS `t13`
                        ON `t36`.`currency` = `t13`.`currency`
                      LEFT OUTER JOIN (
                        SELECT
                          `t7`.`currency`,
                          `t7`.`rate` AS `closing_rate`
                        FROM (
                          SELECT
                            *
                          FROM `fx_rates` AS `t2`
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
                        ) AS `t7`
                      ) AS `t14`
                        ON `t36`.`currency` = `t14`.`currency`
                    ) AS `t37`
                  ) AS `t38`
                ) AS `t39`
                GROUP BY
                  1,
                  2
              ) AS `t40`
            ) AS `t41`
          ) AS `t42`
          WHERE
            `t42`.`day` > DATE '2024-12-31'
            AND (
              (
                `t42`.`amount` <> 0
              ) OR (
                `t42`.`no_rate` = 1
              )
            )
        ) AS `t43`
      ) AS `t45`
      INNER JOIN (
        SELECT
          `t32`.`account_id`,
          `t32`.`start_date`,
          `t32`.`end_date_excl`,
          `t32`.`scheduled_resume_date`,
          COALESCE(`t12`.`parent_id`, `t32`.`account_id`) AS `unit_id`
        FROM (
          SELECT
            `t27`.`account_id`,
            `t27`.`start_date`,
            `t27`.`end_date_excl`,
            `t27`.`scheduled_resume_date`
          FROM (
            SELECT
              `t21`.`subscription_row_id`,
              `t21`.`subscription_id`,
              `t21`.`account_id`,
              `t21`.`product_id`,
              `t21`.`plan_id`,
              `t21`.`plan_rank`,
              `t21`.`seats`,
              `t21`.`term_days`,
              `t21`.`price_mrr_minor`,
              `t21`.`mrr_minor`,
              `t21`.`currency`,
              `t21`.`status`,
              `t21`.`start_date`,
              `t21`.`end_date_excl`,
              `t21`.`scheduled_resume_date`,
              `t21`.`begins`,
              MAX(`t21`.`begins`) OVER (
                PARTITION BY `t21`.`subscription_id`
                ORDER BY `t21`.`start_date` ASC NULLS LAST, `t21`.`subscription_row_id` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `began`
            FROM (
              SELECT
                `t4`.`subscription_row_id`,
                `t4`.`subscription_id`,
                `t4`.`account_id`,
                `t4`.`product_id`,
                `t4`.`plan_id`,
                `t4`.`plan_rank`,
                `t4`.`seats`,
                `t4`.`term_days`,
                `t4`.`price_mrr_minor`,
                `t4`.`mrr_minor`,
                `t4`.`currency`,
                `t4`.`status`,
                `t4`.`start_date`,
                `t4`.`end_date_excl`,
                `t4`.`scheduled_resume_date`,
                IF(
                  LAG(`t4`.`end_date_excl`) OVER (
                    PARTITION BY `t4`.`subscription_id`
                    ORDER BY `t4`.`start_date` ASC NULLS LAST, `t4`.`subscription_row_id` ASC NULLS LAST
                  ) = `t4`.`start_date`,
                  CAST(NULL AS DATE),
                  `t4`.`start_date`
                ) AS `begins`
              FROM (
                SELECT
                  *
                FROM `subscriptions` AS `t0`
                WHERE
                  `t0`.`status` = 'paused'
                  AND (
                    (
                      `t0`.`end_date_excl` IS NULL
                    )
                    OR (
                      `t0`.`end_date_excl` > `t0`.`start_date`
                    )
                  )
              ) AS `t4`
            ) AS `t21`
          ) AS `t27`
          WHERE
            `t27`.`scheduled_resume_date` IS NOT NULL
            AND `t27`.`scheduled_resume_date` <= (
              `t27`.`began` + INTERVAL '90' DAY
            )
        ) AS `t32`
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
        ) AS `t12`
          ON `t32`.`account_id` = `t12`.`account_id`
      ) AS `t35`
        ON `t45`.`unit_id` = `t35`.`unit_id`
    ) AS `t46`
    GROUP BY
      1,
      2
  ) AS `t48`
    ON `t45`.`unit_id` = `t48`.`unit_id` AND `t45`.`day` = `t48`.`day`
) AS `t49`
ORDER BY
  `t49`.`day` ASC NULLS LAST,
  `t49`.`unit_id` ASC NULLS LAST
