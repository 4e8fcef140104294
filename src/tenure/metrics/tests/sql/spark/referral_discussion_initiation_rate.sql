SELECT
  `t50`.`unit_id`,
  IF(`t50`.`reason` IS NULL, IF(`t50`.`first_on` IS NOT NULL, 1, 0), CAST(NULL AS BIGINT)) AS `numerator`,
  IF(`t50`.`reason` IS NULL, IF(`t50`.`unit_id` IS NOT NULL, 1, 0), CAST(NULL AS BIGINT)) AS `denominator`,
  `t50`.`reason`,
  `t50`.`pays_opening`,
  `t50`.`pays_closing`,
  `t50`.`first_on`
FROM (
  SELECT
    `t49`.`unit_id`,
    `t49`.`pays_opening`,
    `t49`.`pays_closing`,
    `t49`.`reason`,
    `t35`.`first_on`
  FROM (
    SELECT
      `t47`.`unit_id`,
      `t47`.`pays_opening`,
      `t47`.`pays_closing`,
      CASE
        WHEN `t47`.`pays_opening` = 0
        THEN 'not paying at the opening'
        WHEN `t47`.`onboarded` IS NULL
        THEN 'no onboarding completed by the opening'
        WHEN `t47`.`flagged` IS NOT NULL
        THEN 'flagged do-not-ask at the opening'
        ELSE CAST(NULL AS STRING)
      END AS `reason`
    FROM (
      SELECT
        `t46`.`unit_id`,
        `t46`.`pays_opening`,
        `t46`.`pays_closing`,
        `t36`.`onboarded`,
        `t24`.`flagged`
      FROM (
        SELECT
          `t44`.`unit_id`,
          `t44`.`pays_opening`,
          `t44`.`pays_closing`
        FROM (
          SELECT
            `t43`.`unit_id`,
            IF(
              MAX(IF((
                `t43`.`n_opening` > 0
              ) AND (
                `t43`.`opening_rate` IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(SUM(
                IF(
                  `t43`.`n_opening` > 0,
                  IF(
                    `t43`.`opening_rate` = 1,
                    `t43`.`n_opening`,
                    CAST(CAST(ROUND(CAST(`t43`.`n_opening` AS DECIMAL(17, 0)) * `t43`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT)
                  ),
                  0
                )
              ) AS BIGINT)
            ) AS `opening`,
            IF(
              MAX(IF((
                `t43`.`n_closing` > 0
              ) AND (
                `t43`.`opening_rate` IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(SUM(
                IF(
                  `t43`.`n_closing` > 0,
                  IF(
                    `t43`.`opening_rate` = 1,
                    `t43`.`n_closing`,
                    CAST(CAST(ROUND(CAST(`t43`.`n_closing` AS DECIMAL(17, 0)) * `t43`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT)
                  ),
                  0
                )
              ) AS BIGINT)
            ) AS `closing`,
            IF(
              MAX(IF((
                `t43`.`n_closing` > 0
              ) AND (
                `t43`.`closing_rate` IS NULL
              ), 1, 0)) = 1,
              CAST(NULL AS BIGINT),
              CAST(SUM(
                IF(
                  `t43`.`n_closing` > 0,
                  IF(
                    `t43`.`closing_rate` = 1,
                    `t43`.`n_closing`,
                    CAST(CAST(ROUND(CAST(`t43`.`n_closing` AS DECIMAL(17, 0)) * `t43`.`closing_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT)
                  ),
                  0
                )
              ) AS BIGINT)
            ) AS `reported`,
            MAX(IF(`t43`.`n_opening` > 0, 1, 0)) AS `pays_opening`,
            MAX(IF(`t43`.`n_closing` > 0, 1, 0)) AS `pays_closing`,
            MAX(`t43`.`paused_opening`) AS `paused_opening`,
            MAX(`t43`.`paused_closing`) AS `paused_closing`,
            MIN(`t43`.`first_paid`) AS `first_paid`
          FROM (
            SELECT
              `t42`.`account_id`,
              `t42`.`currency`,
              `t42`.`n_opening`,
              `t42`.`n_closing`,
              `t42`.`first_paid`,
              `t42`.`paused_opening`,
              `t42`.`paused_closing`,
              COALESCE(`t26`.`parent_id`, `t42`.`account_id`) AS `unit_id`,
              `t21`.`opening_rate`,
              `t22`.`closing_rate`
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  `t28`.`account_id`,
                  `t28`.`currency`,
                  `t28`.`n_0` AS `n_opening`,
                  `t28`.`n_1` AS `n_closing`,
                  `t28`.`first_paid`,
                  0 AS `paused_opening`,
                  0 AS `paused_closing`
                FROM (
                  SELECT
                    `t13`.`account_id`,
                    `t13`.`currency`,
                    CAST(SUM(
                      IF(
                        (
                          `t13`.`start_date` <= DATE '2024-12-31'
                        )
                        AND (
                          (
                            `t13`.`end_date_excl` IS NULL
                          )
                          OR (
                            `t13`.`end_date_excl` > DATE '2024-12-31'
                          )
                        ),
                        `t13`.`mrr_minor`,
                        0
                      )
                    ) AS BIGINT) AS `n_0`,
                    CAST(SUM(
                      IF(
                        (
                          `t13`.`start_date` <= DATE '2025-12-31'
                        )
                        AND (
                          (
                            `t13`.`end_date_excl` IS NULL
                          )
                          OR (
                            `t13`.`end_date_excl` > DATE '2025-12-31'
                          )
                        ),
                        `t13`.`mrr_minor`,
                        0
                      )
                    ) AS BIGINT) AS `n_1`,
                    MIN(`t13`.`start_date`) AS `first_paid`
                  FROM (
                    SELECT
                      *
                    FROM `subscriptions` AS `t5`
                    WHERE
                      `t5`.`status` IN ('active', 'past_due')
                      AND `t5`.`mrr_minor` > 0
                      AND (
                        (
                          `t5`.`end_date_excl` IS NULL
                        )
                        OR (
                          `t5`.`end_date_excl` > `t5`.`start_date`
                        )
                      )
                  ) AS `t13`
                  GROUP BY
                    1,
                    2
                ) AS `t28`
              ) AS `t31`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  `t39`.`account_id`,
                  '' AS `currency`,
                  0 AS `n_opening`,
                  0 AS `n_closing`,
                  CAST(NULL AS DATE) AS `first_paid`,
                  `t39`.`paused_opening`,
                  `t39`.`paused_closing`
                FROM (
                  SELECT
                    `t38`.`account_id`,
                    MAX(
                      IF(
                        (
                          `t38`.`start_date` <= DATE '2024-12-31'
                        )
                        AND (
                          (
                            `t38`.`end_date_excl` IS NULL
                          )
                          OR (
                            `t38`.`end_date_excl` > DATE '2024-12-31'
                          )
                        )
                        AND (
                          `t38`.`scheduled_resume_date` >= DATE '2024-12-31'
                        ),
                        1,
                        0
                      )
                    ) AS `paused_opening`,
                    MAX(
                      IF(
                        (
                          `t38`.`start_date` <= DATE '2025-12-31'
                        )
                        AND (
                          (
                            `t38`.`end_date_excl` IS NULL
                          )
                          OR (
                            `t38`.`end_date_excl` > DATE '2025-12-31'
                          )
                        )
                        AND (
                          `t38`.`scheduled_resume_date` >= DATE '2025-12-31'
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
                        `t32`.`account_id`,
                        `t32`.`start_date`,
                        `t32`.`end_date_excl`,
                        `t32`.`scheduled_resume_date`
                      FROM (
                        SELECT
                          `t27`.`subscription_row_id`,
                          `t27`.`subscription_id`,
                          `t27`.`account_id`,
                          `t27`.`product_id`,
                          `t27`.`plan_id`,
                          `t27`.`plan_rank`,
                          `t27`.`seats`,
                          `t27`.`term_days`,
                          `t27`.`price_mrr_minor`,
                          `t27`.`mrr_minor`,
                          `t27`.`currency`,
                          `t27`.`status`,
                          `t27`.`start_date`,
                          `t27`.`end_date_excl`,
                          `t27`.`scheduled_resume_date`,
                          `t27`.`begins`,
                          MAX(`t27`.`begins`) OVER (
                            PARTITION BY `t27`.`subscription_id`
                            ORDER BY `t27`.`start_date` ASC NULLS LAST, `t27`.`subscription_row_id` ASC NULLS LAST
                            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                          ) AS `began`
                        FROM (
                          SELECT
                            `t14`.`subscription_row_id`,
                            `t14`.`subscription_id`,
                            `t14`.`account_id`,
                            `t14`.`product_id`,
                            `t14`.`plan_id`,
                            `t14`.`plan_rank`,
                            `t14`.`seats`,
                            `t14`.`term_days`,
                            `t14`.`price_mrr_minor`,
                            `t14`.`mrr_minor`,
                            `t14`.`currency`,
                            `t14`.`status`,
                            `t14`.`start_date`,
                            `t14`.`end_date_excl`,
                            `t14`.`scheduled_resume_date`,
                            IF(
                              LAG(`t14`.`end_date_excl`) OVER (
                                PARTITION BY `t14`.`subscription_id`
                                ORDER BY `t14`.`start_date` ASC NULLS LAST, `t14`.`subscription_row_id` ASC NULLS LAST
                              ) = `t14`.`start_date`,
                              CAST(NULL AS DATE),
                              `t14`.`start_date`
                            ) AS `begins`
                          FROM (
                            SELECT
                              *
                            FROM `subscriptions` AS `t5`
                            WHERE
                              `t5`.`status` = 'paused'
                              AND (
                                (
                                  `t5`.`end_date_excl` IS NULL
                                )
                                OR (
                                  `t5`.`end_date_excl` > `t5`.`start_date`
                                )
                              )
                          ) AS `t14`
                        ) AS `t27`
                      ) AS `t32`
                      WHERE
                        `t32`.`scheduled_resume_date` IS NOT NULL
                        AND `t32`.`scheduled_resume_date` <= (
                          `t32`.`began` + INTERVAL '90' DAY
                        )
                    ) AS `t37`
                    WHERE
                      (
                        (
                          `t37`.`start_date` <= DATE '2024-12-31'
                        )
                        AND (
                          (
                            `t37`.`end_date_excl` IS NULL
                          )
                          OR (
                            `t37`.`end_date_excl` > DATE '2024-12-31'
                          )
                        )
                        AND (
                          `t37`.`scheduled_resume_date` >= DATE '2024-12-31'
                        )
                      )
                      OR (
                        (
                          `t37`.`start_date` <= DATE '2025-12-31'
                        )
                        AND (
                          (
                            `t37`.`end_date_excl` IS NULL
                          )
                          OR (
                            `t37`.`end_date_excl` > DATE '2025-12-31'
                          )
                        )
                        AND (
                          `t37`.`scheduled_resume_date` >= DATE '2025-12-31'
                        )
                      )
                  ) AS `t38`
                  GROUP BY
                    1
                ) AS `t39`
              ) AS `t40`
            ) AS `t42`
            LEFT OUTER JOIN (
              SELECT
                `t20`.`account_id`,
                `t20`.`parent_id`
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM `ultimate_parents` AS `t2`
                  WHERE
                    `t2`.`parent_id` <> `t2`.`account_id`
                ) AS `t7`
                WHERE
                  (
                    (
                      `t7`.`valid_from` IS NULL
                    )
                    OR (
                      `t7`.`valid_from` <= DATE '2025-12-31'
                    )
                  )
                  AND (
                    (
                      `t7`.`valid_to_excl` IS NULL
                    )
                    OR (
                      `t7`.`valid_to_excl` > DATE '2025-12-31'
                    )
                  )
              ) AS `t20`
            ) AS `t26`
              ON `t42`.`account_id` = `t26`.`account_id`
            LEFT OUTER JOIN (
              SELECT
                `t11`.`currency`,
                `t11`.`rate` AS `opening_rate`
              FROM (
                SELECT
                  *
                FROM `fx_rates` AS `t4`
                WHERE
                  (
                    (
                      `t4`.`valid_from` IS NULL
                    )
                    OR (
                      `t4`.`valid_from` <= DATE '2024-12-31'
                    )
                  )
                  AND (
                    (
                      `t4`.`valid_to_excl` IS NULL
                    )
                    OR (
                      `t4`.`valid_to_excl` > DATE '2024-12-31'
                    )
                  )
              ) AS `t11`
            ) AS `t21`
              ON `t42`.`currency` = `t21`.`currency`
            LEFT OUTER JOIN (
              SELECT
                `t12`.`currency`,
                `t12`.`rate` AS `closing_rate`
              FROM (
                SELECT
                  *
                FROM `fx_rates` AS `t4`
                WHERE
                  (
                    (
                      `t4`.`valid_from` IS NULL
                    )
                    OR (
                      `t4`.`valid_from` <= DATE '2025-12-31'
                    )
                  )
                  AND (
                    (
                      `t4`.`valid_to_excl` IS NULL
                    )
                    OR (
                      `t4`.`valid_to_excl` > DATE '2025-12-31'
                    )
                  )
              ) AS `t12`
            ) AS `t22`
              ON `t42`.`currency` = `t22`.`currency`
          ) AS `t43`
          GROUP BY
            1
        ) AS `t44`
        WHERE
          (
            (
              `t44`.`pays_opening` = 1
            )
            OR (
              `t44`.`pays_closing` = 1
            )
            OR (
              `t44`.`paused_opening` = 1
            )
            OR (
              `t44`.`paused_closing` = 1
            )
          )
          AND (
            (
              `t44`.`pays_opening` = 1
            ) OR (
              `t44`.`pays_closing` = 1
            )
          )
      ) AS `t46`
      LEFT OUTER JOIN (
        SELECT
          `t30`.`unit_id`,
          MIN(`t30`.`completed_on`) AS `onboarded`
        FROM (
          SELECT
            `t17`.`account_id`,
            `t17`.`completed_on`,
            COALESCE(`t26`.`parent_id`, `t17`.`account_id`) AS `unit_id`
          FROM (
            SELECT
              `t8`.`account_id`,
              `t8`.`completed_on`
            FROM (
              SELECT
                *
              FROM `onboardings` AS `t3`
              WHERE
                `t3`.`completed_on` <= DATE '2024-12-31'
            ) AS `t8`
          ) AS `t17`
          LEFT OUTER JOIN (
            SELECT
              `t20`.`account_id`,
              `t20`.`parent_id`
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM `ultimate_parents` AS `t2`
                WHERE
                  `t2`.`parent_id` <> `t2`.`account_id`
              ) AS `t7`
              WHERE
                (
                  (
                    `t7`.`valid_from` IS NULL
                  )
                  OR (
                    `t7`.`valid_from` <= DATE '2025-12-31'
                  )
                )
                AND (
                  (
                    `t7`.`valid_to_excl` IS NULL
                  )
                  OR (
                    `t7`.`valid_to_excl` > DATE '2025-12-31'
                  )
                )
            ) AS `t20`
          ) AS `t26`
            ON `t17`.`account_id` = `t26`.`account_id`
        ) AS `t30`
        GROUP BY
          1
      ) AS `t36`
        ON `t46`.`unit_id` = `t36`.`unit_id`
      LEFT OUTER JOIN (
        SELECT
          `t16`.`unit_id`,
          1 AS `flagged`
        FROM (
          SELECT DISTINCT
            `t9`.`account_id` AS `unit_id`
          FROM (
            SELECT
              *
            FROM `attributes` AS `t1`
            WHERE
              `t1`.`attribute` = 'do_not_ask'
              AND `t1`.`value` = '1'
              AND (
                (
                  `t1`.`valid_from` IS NULL
                )
                OR (
                  `t1`.`valid_from` <= DATE '2024-12-31'
                )
              )
              AND (
                (
                  `t1`.`valid_to_excl` IS NULL
                )
                OR (
                  `t1`.`valid_to_excl` > DATE '2024-12-31'
                )
              )
          ) AS `t9`
        ) AS `t16`
      ) AS `t24`
        ON `t46`.`unit_id` = `t24`.`unit_id`
    ) AS `t47`
  ) AS `t49`
  LEFT OUTER JOIN (
    SELECT
      `t29`.`unit_id`,
      MIN(`t29`.`occurred_on`) AS `first_on`
    FROM (
      SELECT
        `t10`.`event_id`,
        `t10`.`account_id`,
        `t10`.`user_id`,
        `t10`.`event`,
        `t10`.`channel`,
        `t10`.`occurred_on`,
        COALESCE(`t26`.`parent_id`, `t10`.`account_id`) AS `unit_id`
      FROM (
        SELECT
          *
        FROM `referral_events` AS `t0`
        WHERE
          `t0`.`event` = 'referral_discussion_initiated'
          AND `t0`.`occurred_on` > DATE '2024-12-31'
          AND `t0`.`occurred_on` <= DATE '2025-12-31'
      ) AS `t10`
      LEFT OUTER JOIN (
        SELECT
          `t20`.`account_id`,
          `t20`.`parent_id`
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM `ultimate_parents` AS `t2`
            WHERE
              `t2`.`parent_id` <> `t2`.`account_id`
          ) AS `t7`
          WHERE
            (
              (
                `t7`.`valid_from` IS NULL
              )
              OR (
                `t7`.`valid_from` <= DATE '2025-12-31'
              )
            )
            AND (
              (
                `t7`.`valid_to_excl` IS NULL
              )
              OR (
                `t7`.`valid_to_excl` > DATE '2025-12-31'
              )
            )
        ) AS `t20`
      ) AS `t26`
        ON `t10`.`account_id` = `t26`.`account_id`
    ) AS `t29`
    GROUP BY
      1
  ) AS `t35`
    ON `t49`.`unit_id` = `t35`.`unit_id`
) AS `t50`
