"""Business reviews and Customer Success Reviews: scheduled, prepared from facts, held, and what came of them."""
