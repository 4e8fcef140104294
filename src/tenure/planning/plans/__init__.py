"""Success plans and their objectives: begun from templates, measured, decided, confirmed by the customer."""
