"""Words that every rendering uses: counts, names and lists (``_phrases``), values (``_values``), texts in
columns (``_fit``).
"""
