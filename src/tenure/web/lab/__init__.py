"""The health lab: a scorecard beside its record, edited as a draft, published with a note."""
