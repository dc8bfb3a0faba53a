"""Findings mended in the documents themselves: byte edits for what is beyond doubt, and nothing else.

``fix`` on a finding says what is meant; this room says which bytes that comes to (``respell``, ``remove``,
``silence``), holds the outcome against the tree that it must come to (``plan``), puts the edits into the text
(``edit``) and keeps those alone that leave less to find (``mend``). It writes nothing.
"""

from atoc.mend.edit import Edit, edited
from atoc.mend.mend import MOST_TRIALS, Mended, mend

__all__ = ["MOST_TRIALS", "Edit", "Mended", "edited", "mend"]
