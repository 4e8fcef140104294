WITH `t25` AS (
  SELECT
    `t22`.`account_id`,
    `t22`.`parent_id`
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
  ) AS `t22`
)
SELECT
  `t61`.`unit_id`,
  `t61`.`numerator`,
  `t61`.`denominator`,
  `t61`.`reason`,
  `t61`.`pays_opening`,
  `t61`.`pays_closing`,
  `t61`.`onboarded`,
  `t61`.`eligible`,
  `t61`.`reached_on`
FROM (
  SELECT
    `t60`.`unit_id`,
    `t60`.`pays_opening`,
    `t60`.`pays_closing`,
    `t60`.`onboarded`,
    `t60`.`eligible`,
    `t60`.`reached_on`,
    IF(
      CASE
        WHEN `t60`.`pays_closing` = 0
        THEN 'not paying at the closing'
        WHEN `t60`.`onboarded` IS NULL
        THEN 'no onboarding completed by the closing'
        WHEN `t60`.`eligible` IS NULL
        THEN 'its plan is not eligible for the offering'
        ELSE CAST(NULL AS STRING)
      END IS NULL,
      IF(`t60`.`reached_on` <= DATE '2025-12-31', 1, 0),
      CAST(NULL AS BIGINT)
    ) AS `numerator`,
    IF(
      CASE
        WHEN `t60`.`pays_closing` = 0
        THEN 'not paying at the closing'
        WHEN `t60`.`onboarded` IS NULL
        THEN 'no onboarding completed by the closing'
        WHEN `t60`.`eligible` IS NULL
        THEN 'its plan is not eligible for the offering'
        ELSE CAST(NULL AS STRING)
      END IS NULL,
      IF(`t60`.`unit_id` IS NOT NULL, 1, 0),
      CAST(NULL AS BIGINT)
    ) AS `denominator`,
    CASE
      WHEN `t60`.`pays_closing` = 0
      THEN 'not paying at the closing'
      WHEN `t60`.`onboarded` IS NULL
      THEN 'no onboarding completed by the closing'
      WHEN `t60`.`eligible` IS NULL
      THEN 'its plan is not eligible for the offering'
      ELSE CAST(NULL AS STRING)
    END AS `reason`
  FROM (
    SELECT
      `t59`.`unit_id`,
      `t59`.`pays_opening`,
      `t59`.`pays_closing`,
      `t59`.`onboarded`,
      `t59`.`eligible`,
      `t59`.`reached_on`
    FROM (
      SELECT
        `t58`.`unit_id`,
        `t58`.`pays_opening`,
        `t58`.`pays_closing`,
        `t58`.`onboarded`,
        `t58`.`eligible`,
        `t40`.`unit_id` AS `unit_id_right`,
        `t40`.`reached_on`
      FROM (
        SELECT
          `t56`.`unit_id`,
          `t56`.`pays_opening`,
          `t56`.`pays_closing`,
          `t56`.`onboarded`,
          `t56`.`eligible`
        FROM (
          SELECT
            `t55`.`unit_id`,
            `t55`.`pays_opening`,
            `t55`.`pays_closing`,
            `t55`.`onboarded`,
            `t43`.`unit_id` AS `unit_id_right`,
            `t43`.`eligible`
          FROM (
            SELECT
              `t53`.`unit_id`,
              `t53`.`pays_opening`,
              `t53`.`pays_closing`,
              `t53`.`onboarded`
            FROM (
              SELECT
                `t52`.`unit_id`,
                `t52`.`pays_opening`,
                `t52`.`pays_closing`,
                `t41`.`unit_id` AS `unit_id_right`,
                `t41`.`onboarded`
              FROM (
                SELECT
                  `t50`.`unit_id`,
                  `t50`.`pays_opening`,
                  `t50`.`pays_closing`
                FROM (
                  SELECT
                    `t49`.`unit_id`,
                    IF(
                      MAX(IF((
                        `t49`.`n_opening` > 0
                      ) AND (
                        `t49`.`opening_rate` IS NULL
                      ), 1, 0)) = 1,
                      CAST(NULL AS BIGINT),
                      CAST(SUM(
                        IF(
                          `t49`.`n_opening` > 0,
                          IF(
                            `t49`.`opening_rate` = 1,
                            `t49`.`n_opening`,
                            CAST(CAST(ROUND(CAST(`t49`.`n_opening` AS DECIMAL(17, 0)) * `t49`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT)
                          ),
                          0
                        )
                      ) AS BIGINT)
                    ) AS `opening`,
                    IF(
                      MAX(IF((
                        `t49`.`n_closing` > 0
                      ) AND (
                        `t49`.`opening_rate` IS NULL
                      ), 1, 0)) = 1,
                      CAST(NULL AS BIGINT),
                      CAST(SUM(
                        IF(
                          `t49`.`n_closing` > 0,
                          IF(
                            `t49`.`opening_rate` = 1,
                            `t49`.`n_closing`,
                            CAST(CAST(ROUND(CAST(`t49`.`n_closing` AS DECIMAL(17, 0)) * `t49`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT)
                          ),
                          0
                        )
                      ) AS BIGINT)
                    ) AS `closing`,
                    IF(
                      MAX(IF((
                        `t49`.`n_closing` > 0
                      ) AND (
                        `t49`.`closing_rate` IS NULL
                      ), 1, 0)) = 1,
                      CAST(NULL AS BIGINT),
                      CAST(SUM(
                        IF(
                          `t49`.`n_closing` > 0,
                          IF(
                            `t49`.`closing_rate` = 1,
                            `t49`.`n_closing`,
                            CAST(CAST(ROUND(CAST(`t49`.`n_closing` AS DECIMAL(17, 0)) * `t49`.`closing_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT)
                          ),
                          0
                        )
                      ) AS BIGINT)
                    ) AS `reported`,
                    MAX(IF(`t49`.`n_opening` > 0, 1, 0)) AS `pays_opening`,
                    MAX(IF(`t49`.`n_closing` > 0, 1, 0)) AS `pays_closing`,
                    MAX(`t49`.`paused_opening`) AS `paused_opening`,
                    MAX(`t49`.`paused_closing`) AS `paused_closing`,
                    MIN(`t49`.`first_paid`) AS `first_paid`
                  FROM (
                    SELECT
                      `t48`.`account_id`,
                      `t48`.`currency`,
                      `t48`.`n_opening`,
                      `t48`.`n_closing`,
                      `t48`.`first_paid`,
                      `t48`.`paused_opening`,
                      `t48`.`paused_closing`,
                      COALESCE(`t28`.`parent_id`, `t48`.`account_id`) AS `unit_id`,
                      `t24`.`opening_rate`,
                      `t23`.`closing_rate`
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          `t30`.`account_id`,
                          `t30`.`currency`,
                          `t30`.`n_0` AS `n_opening`,
                          `t30`.`n_1` AS `n_closing`,
                          `t30`.`first_paid`,
                          0 AS `paused_opening`,
                          0 AS `paused_closing`
                        FROM (
                          SELECT
                            `t12`.`account_id`,
                            `t12`.`currency`,
                            CAST(SUM(
                              IF(
                                (
                                  `t12`.`start_date` <= DATE '2024-12-31'
                                )
                                AND (
                                  (
                                    `t12`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t12`.`end_date_excl` > DATE '2024-12-31'
                                  )
                                ),
                                `t12`.`mrr_minor`,
                                0
                              )
                            ) AS BIGINT) AS `n_0`,
                            CAST(SUM(
                              IF(
                                (
                                  `t12`.`start_date` <= DATE '2025-12-31'
                                )
                                AND (
                                  (
                                    `t12`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t12`.`end_date_excl` > DATE '2025-12-31'
                                  )
                                ),
                                `t12`.`mrr_minor`,
                                0
                              )
                            ) AS BIGINT) AS `n_1`,
                            MIN(`t12`.`start_date`) AS `first_paid`
                          FROM (
                            SELECT
                              *
                            FROM `subscriptions` AS `t1`
                            WHERE
                              `t1`.`status` IN ('active', 'past_due')
                              AND `t1`.`mrr_minor` > 0
                              AND (
                                (
                                  `t1`.`end_date_excl` IS NULL
                                )
                                OR (
                                  `t1`.`end_date_excl` > `t1`.`start_date`
                                )
                              )
                          ) AS `t12`
                          GROUP BY
                            1,
                            2
                        ) AS `t30`
                      ) AS `t31`
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          `t45`.`account_id`,
                          '' AS `currency`,
                          0 AS `n_opening`,
                          0 AS `n_closing`,
                          CAST(NULL AS DATE) AS `first_paid`,
                          `t45`.`paused_opening`,
                          `t45`.`paused_closing`
                        FROM (
                          SELECT
                            `t44`.`account_id`,
                            MAX(
                              IF(
                                (
                                  `t44`.`start_date` <= DATE '2024-12-31'
                                )
                                AND (
                                  (
                                    `t44`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t44`.`end_date_excl` > DATE '2024-12-31'
                                  )
                                )
                                AND (
                                  `t44`.`scheduled_resume_date` >= DATE '2024-12-31'
                                ),
                                1,
                                0
                              )
                            ) AS `paused_opening`,
                            MAX(
                              IF(
                                (
                                  `t44`.`start_date` <= DATE '2025-12-31'
                                )
                                AND (
                                  (
                                    `t44`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t44`.`end_date_excl` > DATE '2025-12-31'
                                  )
                                )
                                AND (
                                  `t44`.`scheduled_resume_date` >= DATE '2025-12-31'
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
                                  `t26`.`subscription_row_id`,
                                  `t26`.`subscription_id`,
                                  `t26`.`account_id`,
                                  `t26`.`product_id`,
                                  `t26`.`plan_id`,
                                  `t26`.`plan_rank`,
                                  `t26`.`seats`,
                                  `t26`.`term_days`,
                                  `t26`.`price_mrr_minor`,
                                  `t26`.`mrr_minor`,
                                  `t26`.`currency`,
                                  `t26`.`status`,
                                  `t26`.`start_date`,
                                  `t26`.`end_date_excl`,
                                  `t26`.`scheduled_resume_date`,
                                  `t26`.`begins`,
                                  MAX(`t26`.`begins`) OVER (
                                    PARTITION BY `t26`.`subscription_id`
                                    ORDER BY `t26`.`start_date` ASC NULLS LAST, `t26`.`subscription_row_id` ASC NULLS LAST
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                                  ) AS `began`
                                FROM (
                                  SELECT
                                    `t13`.`subscription_row_id`,
                                    `t13`.`subscription_id`,
                                    `t13`.`account_id`,
                                    `t13`.`product_id`,
                                    `t13`.`plan_id`,
                                    `t13`.`plan_rank`,
                                    `t13`.`seats`,
                                    `t13`.`term_days`,
                                    `t13`.`price_mrr_minor`,
                                    `t13`.`mrr_minor`,
                                    `t13`.`currency`,
                                    `t13`.`status`,
                                    `t13`.`start_date`,
                                    `t13`.`end_date_excl`,
                                    `t13`.`scheduled_resume_date`,
                                    IF(
                                      LAG(`t13`.`end_date_excl`) OVER (
                                        PARTITION BY `t13`.`subscription_id`
                                        ORDER BY `t13`.`start_date` ASC NULLS LAST, `t13`.`subscription_row_id` ASC NULLS LAST
                                      ) = `t13`.`start_date`,
                                      CAST(NULL AS DATE),
                                      `t13`.`start_date`
                                    ) AS `begins`
                                  FROM (
                                    SELECT
                                      *
                                    FROM `subscriptions` AS `t1`
                                    WHERE
                                      `t1`.`status` = 'paused'
                                      AND (
                                        (
                                          `t1`.`end_date_excl` IS NULL
                                        )
                                        OR (
                                          `t1`.`end_date_excl` > `t1`.`start_date`
                                        )
                                      )
                                  ) AS `t13`
                                ) AS `t26`
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
                          ) AS `t44`
                          GROUP BY
                            1
                        ) AS `t45`
                      ) AS `t46`
                    ) AS `t48`
                    LEFT OUTER JOIN `t25` AS `t28`
                      ON `t48`.`account_id` = `t28`.`account_id`
                    LEFT OUTER JOIN (
                      SELECT
                        `t16`.`currency`,
                        `t16`.`rate` AS `opening_rate`
                      FROM (
                        SELECT
                          *
                        FROM `fx_rates` AS `t5`
                        WHERE
                          (
                            (
                              `t5`.`valid_from` IS NULL
                            )
                            OR (
                              `t5`.`valid_from` <= DATE '2024-12-31'
                            )
                          )
                          AND (
                            (
                              `t5`.`valid_to_excl` IS NULL
                            )
                            OR (
                              `t5`.`valid_to_excl` > DATE '2024-12-31'
                            )
                          )
                      ) AS `t16`
                    ) AS `t24`
                      ON `t48`.`currency` = `t24`.`currency`
                    LEFT OUTER JOIN (
                      SELECT
                        `t15`.`currency`,
                        `t15`.`rate` AS `closing_rate`
                      FROM (
                        SELECT
                          *
                        FROM `fx_rates` AS `t5`
                        WHERE
                          (
                            (
                              `t5`.`valid_from` IS NULL
                            )
                            OR (
                              `t5`.`valid_from` <= DATE '2025-12-31'
                            )
                          )
                          AND (
                            (
                              `t5`.`valid_to_excl` IS NULL
                            )
                            OR (
                              `t5`.`valid_to_excl` > DATE '2025-12-31'
                            )
                          )
                      ) AS `t15`
                    ) AS `t23`
                      ON `t48`.`currency` = `t23`.`currency`
                  ) AS `t49`
                  GROUP BY
                    1
                ) AS `t50`
                WHERE
                  (
                    (
                      `t50`.`pays_opening` = 1
                    )
                    OR (
                      `t50`.`pays_closing` = 1
                    )
                    OR (
                      `t50`.`paused_opening` = 1
                    )
                    OR (
                      `t50`.`paused_closing` = 1
                    )
                  )
                  AND (
                    (
                      `t50`.`pays_opening` = 1
                    ) OR (
                      `t50`.`pays_closing` = 1
                    )
                  )
              ) AS `t52`
              LEFT OUTER JOIN (
                SELECT
                  `t34`.`unit_id`,
                  MIN(`t34`.`completed_on`) AS `onboarded`
                FROM (
                  SELECT
                    `t19`.`account_id`,
                    `t19`.`completed_on`,
                    COALESCE(`t28`.`parent_id`, `t19`.`account_id`) AS `unit_id`
                  FROM (
                    SELECT
                      `t9`.`account_id`,
                      `t9`.`completed_on`
                    FROM (
                      SELECT
                        *
                      FROM `onboardings` AS `t4`
                      WHERE
                        `t4`.`completed_on` <= DATE '2025-12-31'
                    ) AS `t9`
                  ) AS `t19`
                  LEFT OUTER JOIN `t25` AS `t28`
                    ON `t19`.`account_id` = `t28`.`account_id`
                ) AS `t34`
                GROUP BY
                  1
              ) AS `t41`
                ON `t52`.`unit_id` = `t41`.`unit_id`
            ) AS `t53`
          ) AS `t55`
          LEFT OUTER JOIN (
            SELECT
              `t36`.`unit_id`,
              1 AS `eligible`
            FROM (
              SELECT DISTINCT
                `t35`.`unit_id`
              FROM (
                SELECT
                  `t17`.`account_id`,
                  COALESCE(`t29`.`parent_id`, `t17`.`account_id`) AS `unit_id`
                FROM (
                  SELECT
                    *
                  FROM `subscriptions` AS `t1`
                  WHERE
                    `t1`.`status` IN ('active', 'past_due')
                    AND `t1`.`start_date` <= DATE '2025-12-31'
                    AND (
                      (
                        `t1`.`end_date_excl` IS NULL
                      )
                      OR (
                        `t1`.`end_date_excl` > DATE '2025-12-31'
                      )
                    )
                ) AS `t17`
                LEFT SEMI JOIN (
                  SELECT
                    *
                  FROM `offering_plans` AS `t3`
                  WHERE
                    `t3`.`offering_id` = 'new_module'
                ) AS `t14`
                  ON `t17`.`plan_id` = `t14`.`plan_id`
                LEFT OUTER JOIN `t25` AS `t29`
                  ON `t17`.`account_id` = `t29`.`account_id`
              ) AS `t35`
            ) AS `t36`
          ) AS `t43`
            ON `t55`.`unit_id` = `t43`.`unit_id`
        ) AS `t56`
      ) AS `t58`
      LEFT OUTER JOIN (
        SELECT
          `t33`.`unit_id`,
          MIN(`t33`.`reached_on`) AS `reached_on`
        FROM (
          SELECT
            `t10`.`offering_id`,
            `t10`.`account_id`,
            `t10`.`reached_on`,
            COALESCE(`t28`.`parent_id`, `t10`.`account_id`) AS `unit_id`
          FROM (
            SELECT
              *
            FROM `offering_reached` AS `t0`
            WHERE
              `t0`.`offering_id` = 'new_module'
          ) AS `t10`
          LEFT OUTER JOIN `t25` AS `t28`
            ON `t10`.`account_id` = `t28`.`account_id`
        ) AS `t33`
        GROUP BY
          1
      ) AS `t40`
        ON `t58`.`unit_id` = `t40`.`unit_id`
    ) AS `t59`
  ) AS `t60`
) AS `t61`
