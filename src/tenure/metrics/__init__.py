"""What each number means: declarations and expressions, without Django and without an engine."""
