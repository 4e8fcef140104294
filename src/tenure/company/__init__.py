"""The company that runs Tenure: its settings, its people and their roles."""
