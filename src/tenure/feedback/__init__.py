"""What customers say: survey answers."""
