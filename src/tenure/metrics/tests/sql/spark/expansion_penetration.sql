WITH `t19` AS (
  SELECT
    `t10`.`account_id`,
    `t10`.`parent_id`
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
  ) AS `t10`
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
        `t37`.`unit_id` AS `unit_id_right`,
        `t37`.`reached_on`
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
            `t40`.`unit_id` AS `unit_id_right`,
            `t40`.`eligible`
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
                `t38`.`unit_id` AS `unit_id_right`,
                `t38`.`onboarded`
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
                      CAST(CAST(SUM(
                        IF(
                          `t49`.`n_opening` > 0,
                          CAST(CAST(ROUND(CAST(`t49`.`n_opening` AS DECIMAL(17, 0)) * `t49`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT),
                          0
                        )
                      ) AS DECIMAL(38, 0)) AS BIGINT)
                    ) AS `opening`,
                    IF(
                      MAX(IF((
                        `t49`.`n_closing` > 0
                      ) AND (
                        `t49`.`opening_rate` IS NULL
                      ), 1, 0)) = 1,
                      CAST(NULL AS BIGINT),
                      CAST(CAST(SUM(
                        IF(
                          `t49`.`n_closing` > 0,
                          CAST(CAST(ROUND(CAST(`t49`.`n_closing` AS DECIMAL(17, 0)) * `t49`.`opening_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT),
                          0
                        )
                      ) AS DECIMAL(38, 0)) AS BIGINT)
                    ) AS `closing`,
                    IF(
                      MAX(IF((
                        `t49`.`n_closing` > 0
                      ) AND (
                        `t49`.`closing_rate` IS NULL
                      ), 1, 0)) = 1,
                      CAST(NULL AS BIGINT),
                      CAST(CAST(SUM(
                        IF(
                          `t49`.`n_closing` > 0,
                          CAST(CAST(ROUND(CAST(`t49`.`n_closing` AS DECIMAL(17, 0)) * `t49`.`closing_rate`, 0) AS DECIMAL(20, 0)) AS BIGINT),
                          0
                        )
                      ) AS DECIMAL(38, 0)) AS BIGINT)
                    ) AS `reported`,
                    MAX(IF(`t49`.`n_opening` > 0, 1, 0)) AS `pays_opening`,
                    MAX(IF(`t49`.`n_closing` > 0, 1, 0)) AS `pays_closing`,
                    MAX(`t49`.`paused_opening`) AS `paused_opening`,
                    MAX(`t49`.`paused_closing`) AS `paused_closing`
                  FROM (
                    SELECT
                      `t48`.`account_id`,
                      `t48`.`currency`,
                      `t48`.`n_opening`,
                      `t48`.`n_closing`,
                      `t48`.`paused_opening`,
                      `t48`.`paused_closing`,
                      COALESCE(`t26`.`parent_id`, `t48`.`account_id`) AS `unit_id`,
                      `t25`.`opening_rate`,
                      `t24`.`closing_rate`
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          `t42`.`account_id`,
                          `t42`.`currency`,
                          `t42`.`n_opening`,
                          `t42`.`n_closing`,
                          0 AS `paused_opening`,
                          0 AS `paused_closing`
                        FROM (
                          SELECT
                            `t28`.`account_id`,
                            `t28`.`currency`,
                            CAST(CAST(SUM(
                              IF(
                                (
                                  `t28`.`start_date` <= DATE '2024-12-31'
                                )
                                AND (
                                  (
                                    `t28`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t28`.`end_date_excl` > DATE '2024-12-31'
                                  )
                                ),
                                `t28`.`mrr_minor`,
                                0
                              )
                            ) AS DECIMAL(38, 0)) AS BIGINT) AS `n_opening`,
                            CAST(CAST(SUM(
                              IF(
                                (
                                  `t28`.`start_date` <= DATE '2025-12-31'
                                )
                                AND (
                                  (
                                    `t28`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t28`.`end_date_excl` > DATE '2025-12-31'
                                  )
                                ),
                                `t28`.`mrr_minor`,
                                0
                              )
                            ) AS DECIMAL(38, 0)) AS BIGINT) AS `n_closing`
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                *
                              FROM `subscriptions` AS `t2`
                              WHERE
                                `t2`.`status` IN ('active', 'past_due')
                                AND `t2`.`mrr_minor` > 0
                                AND (
                                  (
                                    `t2`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t2`.`end_date_excl` > `t2`.`start_date`
                                  )
                                )
                            ) AS `t12`
                            WHERE
                              (
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
                                )
                              )
                              OR (
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
                                )
                              )
                          ) AS `t28`
                          GROUP BY
                            1,
                            2
                        ) AS `t42`
                      ) AS `t43`
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          `t45`.`account_id`,
                          '' AS `currency`,
                          0 AS `n_opening`,
                          0 AS `n_closing`,
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
                                `t34`.`account_id`,
                                `t34`.`start_date`,
                                `t34`.`end_date_excl`,
                                `t34`.`scheduled_resume_date`
                              FROM (
                                SELECT
                                  `t29`.`subscription_row_id`,
                                  `t29`.`subscription_id`,
                                  `t29`.`account_id`,
                                  `t29`.`product_id`,
                                  `t29`.`plan_id`,
                                  `t29`.`plan_rank`,
                                  `t29`.`seats`,
                                  `t29`.`term_days`,
                                  `t29`.`price_mrr_minor`,
                                  `t29`.`mrr_minor`,
                                  `t29`.`currency`,
                                  `t29`.`status`,
                                  `t29`.`start_date`,
                                  `t29`.`end_date_excl`,
                                  `t29`.`scheduled_resume_date`,
                                  `t29`.`begins`,
                                  MAX(`t29`.`begins`) OVER (
                                    PARTITION BY `t29`.`subscription_id`
                                    ORDER BY `t29`.`start_date` ASC NULLS LAST, `t29`.`subscription_row_id` ASC NULLS LAST
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
                                    FROM `subscriptions` AS `t2`
                                    WHERE
                                      `t2`.`status` = 'paused'
                                      AND (
                                        (
                                          `t2`.`end_date_excl` IS NULL
                                        )
                                        OR (
                                          `t2`.`end_date_excl` > `t2`.`start_date`
                                        )
                                      )
                                  ) AS `t13`
                                ) AS `t29`
                              ) AS `t34`
                              WHERE
                                `t34`.`scheduled_resume_date` IS NOT NULL
                                AND `t34`.`scheduled_resume_date` <= (
                                  `t34`.`began` + INTERVAL '90' DAY
                                )
                            ) AS `t41`
                            WHERE
                              (
                                (
                                  `t41`.`start_date` <= DATE '2024-12-31'
                                )
                                AND (
                                  (
                                    `t41`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t41`.`end_date_excl` > DATE '2024-12-31'
                                  )
                                )
                                AND (
                                  `t41`.`scheduled_resume_date` >= DATE '2024-12-31'
                                )
                              )
                              OR (
                                (
                                  `t41`.`start_date` <= DATE '2025-12-31'
                                )
                                AND (
                                  (
                                    `t41`.`end_date_excl` IS NULL
                                  )
                                  OR (
                                    `t41`.`end_date_excl` > DATE '2025-12-31'
                                  )
                                )
                                AND (
                                  `t41`.`scheduled_resume_date` >= DATE '2025-12-31'
                                )
                              )
                          ) AS `t44`
                          GROUP BY
                            1
                        ) AS `t45`
                      ) AS `t46`
                    ) AS `t48`
                    LEFT OUTER JOIN `t19` AS `t26`
                      ON `t48`.`account_id` = `t26`.`account_id`
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
                    ) AS `t25`
                      ON `t48`.`currency` = `t25`.`currency`
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
                    ) AS `t24`
                      ON `t48`.`currency` = `t24`.`currency`
                  ) AS `t49`
                  GROUP BY
                    1
                ) AS `t50`
                WHERE
                  (
                    `t50`.`pays_opening` = 1
                  ) OR (
                    `t50`.`pays_closing` = 1
                  )
              ) AS `t52`
              LEFT OUTER JOIN (
                SELECT
                  `t31`.`unit_id`,
                  MIN(`t31`.`completed_on`) AS `onboarded`
                FROM (
                  SELECT
                    `t20`.`account_id`,
                    `t20`.`completed_on`,
                    COALESCE(`t26`.`parent_id`, `t20`.`account_id`) AS `unit_id`
                  FROM (
                    SELECT
                      `t8`.`account_id`,
                      `t8`.`completed_on`
                    FROM (
                      SELECT
                        *
                      FROM `onboardings` AS `t4`
                      WHERE
                        `t4`.`completed_on` <= DATE '2025-12-31'
                    ) AS `t8`
                  ) AS `t20`
                  LEFT OUTER JOIN `t19` AS `t26`
                    ON `t20`.`account_id` = `t26`.`account_id`
                ) AS `t31`
                GROUP BY
                  1
              ) AS `t38`
                ON `t52`.`unit_id` = `t38`.`unit_id`
            ) AS `t53`
          ) AS `t55`
          LEFT OUTER JOIN (
            SELECT
              `t33`.`unit_id`,
              1 AS `eligible`
            FROM (
              SELECT DISTINCT
                `t32`.`unit_id`
              FROM (
                SELECT
                  `t17`.`account_id`,
                  COALESCE(`t27`.`parent_id`, `t17`.`account_id`) AS `unit_id`
                FROM (
                  SELECT
                    *
                  FROM `subscriptions` AS `t2`
                  WHERE
                    `t2`.`status` IN ('active', 'past_due')
                    AND `t2`.`start_date` <= DATE '2025-12-31'
                    AND (
                      (
                        `t2`.`end_date_excl` IS NULL
                      )
                      OR (
                        `t2`.`end_date_excl` > DATE '2025-12-31'
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
                LEFT OUTER JOIN `t19` AS `t27`
                  ON `t17`.`account_id` = `t27`.`account_id`
              ) AS `t32`
            ) AS `t33`
          ) AS `t40`
            ON `t55`.`unit_id` = `t40`.`unit_id`
        ) AS `t56`
      ) AS `t58`
      LEFT OUTER JOIN (
        SELECT
          `t30`.`unit_id`,
          MIN(`t30`.`reached_on`) AS `reached_on`
        FROM (
          SELECT
            `t9`.`offering_id`,
            `t9`.`account_id`,
            `t9`.`reached_on`,
            COALESCE(`t26`.`parent_id`, `t9`.`account_id`) AS `unit_id`
          FROM (
            SELECT
              *
            FROM `offering_reached` AS `t0`
            WHERE
              `t0`.`offering_id` = 'new_module'
          ) AS `t9`
          LEFT OUTER JOIN `t19` AS `t26`
            ON `t9`.`account_id` = `t26`.`account_id`
        ) AS `t30`
        GROUP BY
          1
      ) AS `t37`
        ON `t58`.`unit_id` = `t37`.`unit_id`
    ) AS `t59`
  ) AS `t60`
) AS `t61`
