"""Success plans and objectives, proposed goals, account plans with their people, and the value that came of it."""
