"""HTML pages: of one answer (``_page``) and of several runs (``_report``), from one template.

``_plot`` and ``_lineage`` say where the lines of a plot and the boxes of a graph lie.
"""
