"""Words that every rendering uses: counts, values and lists (``_phrases``), texts in columns (``_fit``)."""
