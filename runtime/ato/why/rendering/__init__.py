"""An answer as text (``_text``), Markdown (``_markdown``) and JSON (``_json``), and two runs side by side
(``_sides``).
"""
