"""Is what a customer wrote negative, neutral or positive, how sure is that, and which words decided.

    from tenure.feedback import sentiment

    told = sentiment.classify("Support is quick, but the export fails every night.")
    told.label, told.confidence, told.deciding(3)

How it works, how it was trained and how good it is: docs/algorithms/sentiment.md.
"""

from tenure.feedback.sentiment.reading import HELD_OUT, LABELS, Sentiment, Weighed, classify, version

__all__ = ["HELD_OUT", "LABELS", "Sentiment", "Weighed", "classify", "version"]
