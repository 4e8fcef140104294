"""Onboarding templates: phases of steps with owners, durations and dependencies, and reading one with sentences."""

from tenure.library.onboarding.template import (
    OURS,
    BadOnboarding,
    FirstValue,
    OnboardingTemplate,
    Phase,
    Step,
    StepKind,
    read,
)

__all__ = ["OURS", "BadOnboarding", "FirstValue", "OnboardingTemplate", "Phase", "Step", "StepKind", "read"]
