"""Who set a value, and why: ``_causality`` follows the steps of a run, ``_telling`` puts them into words.

``_manifest`` is what the compiler has proved beforehand, ``_tracking`` which values were read
(``_readers``: and by which functions), ``_manual`` the help of a program.
"""
