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
), `t21` AS (
  SELECT
    `t19`.`unit_id`,
    MIN(`t19`.`first_paid`) AS `first_paid`
  FROM (
    SELECT
      `t16`.`account_id`,
      `t16`.`first_paid`,
      COALESCE(`t12`.`parent_id`, `t16`.`account_id`) AS `unit_id`
    FROM (
      SELECT
        `t8`.`account_id`,
        MIN(`t8`.`start_date`) AS `first_paid`
      FROM `t3` AS `t8`
      GROUP BY
        1
    ) AS `t16`
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
      ON `t16`.`account_id` = `t12`.`account_id`
  ) AS `t19`
  GROUP BY
    1
)
SELECT
  `t42`.`unit_id`,
  IF(CAST(NULL AS STRING) IS NULL, `t42`.`pays_closing`, CAST(NULL AS BIGINT)) AS `numerator`,
  IF(
    CAST(NULL AS STRING) IS NULL,
    IF(`t42`.`unit_id` IS NOT NULL, 1, 0),
    CAST(NULL AS BIGINT)
  ) AS `denominator`,
  CAST(NULL AS STRING) AS `reason`,
  `t42`.`first_paid`,
  `t42`.`closing`,
  `t42`.`category`,
  `t42`.`logo_opening`,
  `t42`.`pays_closing`
FROM (
  SELECT
    `t27`.`unit_id`,
    `t27`.`first_paid`,
    `t41`.`closing`,
    `t41`.`category`,
    COALESCE(`t41`.`logo_opening`, 0) AS `logo_opening`,
    COALESCE(`t41`.`pays_closing`, 0) AS `pays_closing`
  FROM (
    SELECT
      *
    FROM `t21` AS `t22`
    WHERE
      `t22`.`first_paid` <= DATE '2024-12-31'
  ) AS `t27`
  LEFT OUTER JOIN (
    SELECT
      `t39`.`unit_id`,
      `t39`.`opening`,
      `t39`.`closing`,
      `t39`.`reported`,
      `t39`.`pays_opening`,
      `t39`.`pays_closing`,
      `t39`.`paused_opening`,
      `t39`.`paused_closing`,
      `t39`.`first_paid`,
      `t39`.`amount`,
      `t39`.`fx`,
      CASE
        WHEN (
          `t39`.`opening` IS NULL
        ) OR (
          `t39`.`closing` IS NULL
        )
        THEN CAST(NULL AS STRING)
        WHEN `t39`.`opening` = `t39`.`closing`
        THEN 'none'
        WHEN (
          `t39`.`opening` = 0
        ) AND (
          `t39`.`first_paid` > DATE '2024-12-31'
        )
        THEN 'new'
        WHEN (
          `t39`.`opening` = 0
        ) AND (
          `t39`.`paused_opening` = 1
        )
        THEN 'resume'
        WHEN `t39`.`opening` = 0
        THEN 'reactivation'
        WHEN (
          `t39`.`closing` = 0
        ) AND (
          `t39`.`paused_closing` = 1
        )
        THEN 'pause'
        WHEN `t39`.`closing` = 0
        THEN 'churn'
        WHEN `t39`.`closing` > `t39`.`opening`
        THEN 'expansion'
        ELSE 'contraction'
      END AS `category`,
      `t39`.`pays_opening` + `t39`.`paused_opening` AS `logo_opening`,
      `t39`.`pays_closing` + `t39`.`paused_closing` AS `logo_closing`
    FROM (
      SELECT
        `t38`.`unit_id`,
        `t38`.`opening`,
        `t38`.`closing`,
        `t38`.`reported`,
        `t38`.`pays_opening`,
        `t38`.`pays_closing`,
        `t38`.`paused_opening`,
        `t38`.`paused_closing`,
        `t38`.`first_paid`,
        `t38`.`closing` - `t38`.`opening` AS `amount`,
        `t38`.`reported` - `t38`.`closing` AS `fx`
      FROM (
        SELECT
          `t37`.`unit_id`,
          `t37`.`opening`,
          `t37`.`closing`,
          `t37`.`reported`,
          `t37`.`pays_opening`,
          `t37`.`pays_closing`,
          `t37`.`paused_opening`,
          `t37`.`paused_closing`,
          `t23`.`first_paid`
        FROM (
          SELECT
            `t35`.`unit_id`,
            `t35`.`opening`,
            `t35`.`closing`,
            `t35`.`reported`,
            `t35`.`pays_opening`,
            `t35`.`pays_closing`,
            `t35`.`paused_opening` * (
              1 - `t35`.`pays_opening`
            ) AS `paused_opening`,
            `t35`.`paused_closing` * (
              1 - `t35`.`pays_closing`
            ) AS `paused_closing`
          FROM (
            SELECT
              `t34`.`unit_id`,
              IF(
                MAX(IF((
                  `t34`.`n_opening` > 0
                ) AND (
                  `t34`.`opening_rate` IS NULL
                ), 1, 0)) = 1,
                CAST(NULL AS BIGINT),
                CAST(CAST(SUM(
                  IF(
                    `t34`.`n_opening` > 0,
                    CAST(CAST(ROUND(CAST(`t34`.`n_opening` AS DECIMAL(17, 0)) * `t34`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT),
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT)
              ) AS `opening`,
              IF(
                MAX(IF((
                  `t34`.`n_closing` > 0
                ) AND (
                  `t34`.`opening_rate` IS NULL
                ), 1, 0)) = 1,
                CAST(NULL AS BIGINT),
                CAST(CAST(SUM(
                  IF(
                    `t34`.`n_closing` > 0,
                    CAST(CAST(ROUND(CAST(`t34`.`n_closing` AS DECIMAL(17, 0)) * `t34`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT),
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT)
              ) AS `closing`,
              IF(
                MAX(IF((
                  `t34`.`n_closing` > 0
                ) AND (
                  `t34`.`closing_rate` IS NULL
                ), 1, 0)) = 1,
                CAST(NULL AS BIGINT),
                CAST(CAST(SUM(
                  IF(
                    `t34`.`n_closing` > 0,
                    CAST(CAST(ROUND(CAST(`t34`.`n_closing` AS DECIMAL(17, 0)) * `t34`.`closing_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT),
                    0
                  )
                ) AS DECIMAL(38, 0)) AS BIGINT)
              ) AS `reported`,
              MAX(IF(`t34`.`n_opening` > 0, 1, 0)) AS `pays_opening`,
              MAX(IF(`t34`.`n_closing` > 0, 1, 0)) AS `pays_closing`,
              MAX(`t34`.`paused_opening`) AS `paused_opening`,
              MAX(`t34`.`paused_closing`) AS `paused_closing`
            FROM (
              SELECT
                `t33`.`account_id`,
                `t33`.`currency`,
                `t33`.`n_opening`,
                `t33`.`n_closing`,
                `t33`.`paused_opening`,
                `t33`.`paused_closing`,
                COALESCE(`t12`.`parent_id`, `t33`.`account_id`) AS `unit_id`,
                `t13`.`opening_rate`,
                `t14`.`closing_rate`
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    `t26`.`account_id`,
                    `t26`.`currency`,
                    `t26`.`n_opening`,
                    `t26`.`n_closing`,
                    0 AS `paused_opening`,
                    0 AS `paused_closing`
                  FROM (
                    SELECT
                      `t18`.`account_id`,
                      `t18`.`currency`,
                      CAST(CAST(SUM(
                        IF(
                          (
                            `t18`.`start_date` <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              `t18`.`end_date_excl` IS NULL
                            )
                            OR (
                              `t18`.`end_date_excl` > DATE '2024-12-31'
                            )
                          ),
                          `t18`.`mrr_minor`,
                          0
                        )
                      ) AS DECIMAL(38, 0)) AS BIGINT) AS `n_opening`,
                      CAST(CAST(SUM(
                        IF(
                          (
                            `t18`.`start_date` <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              `t18`.`end_date_excl` IS NULL
                            )
                            OR (
                              `t18`.`end_date_excl` > DATE '2025-12-31'
                            )
                          ),
                          `t18`.`mrr_minor`,
                          0
                        )
                      ) AS DECIMAL(38, 0)) AS BIGINT) AS `n_closing`
                    FROM (
                      SELECT
                        *
                      FROM `t3` AS `t8`
                      WHERE
                        (
                          (
                            `t8`.`start_date` <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              `t8`.`end_date_excl` IS NULL
                            )
                            OR (
                              `t8`.`end_date_excl` > DATE '2024-12-31'
                            )
                          )
                        )
                        OR (
                          (
                            `t8`.`start_date` <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              `t8`.`end_date_excl` IS NULL
                            )
                            OR (
                              `t8`.`end_date_excl` > DATE '2025-12-31'
                            )
                          )
                        )
                    ) AS `t18`
                    GROUP BY
                      1,
                      2
                  ) AS `t26`
                ) AS `t28`
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    `t30`.`account_id`,
                    '' AS `currency`,
                    0 AS `n_opening`,
                    0 AS `n_closing`,
                    `t30`.`paused_opening`,
                    `t30`.`paused_closing`
                  FROM (
                    SELECT
                      `t29`.`account_id`,
                      MAX(
                        IF(
                          (
                            `t29`.`start_date` <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              `t29`.`end_date_excl` IS NULL
                            )
                            OR (
                              `t29`.`end_date_excl` > DATE '2024-12-31'
                            )
                          )
                          AND (
                            `t29`.`scheduled_resume_date` >= DATE '2024-12-31'
                          ),
                          1,
                          0
                        )
                      ) AS `paused_opening`,
                      MAX(
                        IF(
                          (
                            `t29`.`start_date` <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              `t29`.`end_date_excl` IS NULL
                            )
                            OR (
                              `t29`.`end_date_excl` > DATE '2025-12-31'
                            )
                          )
                          AND (
                            `t29`.`scheduled_resume_date` >= DATE '2025-12-31'
                          ),
                          1,
                          0
                        )
                      ) AS `paused_closing`
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          `t20`.`account_id`,
                          `t20`.`start_date`,
                          `t20`.`end_date_excl`,
                          `t20`.`scheduled_resume_date`
                        FROM (
                          SELECT
                            `t17`.`subscription_row_id`,
                            `t17`.`subscription_id`,
                            `t17`.`account_id`,
                            `t17`.`product_id`,
                            `t17`.`plan_id`,
                            `t17`.`plan_rank`,
                            `t17`.`seats`,
                            `t17`.`term_days`,
                            `t17`.`price_mrr_minor`,
                            `t17`.`mrr_minor`,
                            `t17`.`currency`,
                            `t17`.`status`,
                            `t17`.`start_date`,
                            `t17`.`end_date_excl`,
                            `t17`.`scheduled_resume_date`,
                            `t17`.`begins`,
                            MAX(`t17`.`begins`) OVER (
                              PARTITION BY `t17`.`subscription_id`
                              ORDER BY `t17`.`start_date` ASC NULLS LAST, `t17`.`subscription_row_id` ASC NULLS LAST
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
                          ) AS `t17`
                        ) AS `t20`
                        WHERE
                          `t20`.`scheduled_resume_date` IS NOT NULL
                          AND `t20`.`scheduled_resume_date` <= (
                            `t20`.`began` + INTERVAL '90' DAY
                          )
                      ) AS `t24`
                      WHERE
                        (
                          (
                            `t24`.`start_date` <= DATE '2024-12-31'
                          )
                          AND (
                            (
                              `t24`.`end_date_excl` IS NULL
                            )
                            OR (
                              `t24`.`end_date_excl` > DATE '2024-12-31'
                            )
                          )
                          AND (
                            `t24`.`scheduled_resume_date` >= DATE '2024-12-31'
                          )
                        )
                        OR (
                          (
                            `t24`.`start_date` <= DATE '2025-12-31'
                          )
                          AND (
                            (
                              `t24`.`end_date_excl` IS NULL
                            )
                            OR (
                              `t24`.`end_date_excl` > DATE '2025-12-31'
                            )
                          )
                          AND (
                            `t24`.`scheduled_resume_date` >= DATE '2025-12-31'
                          )
                        )
                    ) AS `t29`
                    GROUP BY
                      1
                  ) AS `t30`
                ) AS `t31`
              ) AS `t33`
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
                ON `t33`.`account_id` = `t12`.`account_id`
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
                ON `t33`.`currency` = `t13`.`currency`
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
                ON `t33`.`currency` = `t14`.`currency`
            ) AS `t34`
            GROUP BY
              1
          ) AS `t35`
        ) AS `t37`
        LEFT OUTER JOIN `t21` AS `t23`
          ON `t37`.`unit_id` = `t23`.`unit_id`
      ) AS `t38`
    ) AS `t39`
  ) AS `t41`
    ON `t27`.`unit_id` = `t41`.`unit_id`
) AS `t42`
WHERE
  `t42`.`logo_opening` = 0
