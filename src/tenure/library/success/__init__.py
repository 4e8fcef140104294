"""Success plan templates: what customers of a kind want to reach, how it is measured, and what is to be done for it."""

from tenure.library.success.template import (
    BadSuccessTemplate,
    PlannedTask,
    SuccessObjective,
    SuccessTemplate,
    read,
)

__all__ = ["BadSuccessTemplate", "PlannedTask", "SuccessObjective", "SuccessTemplate", "read"]
