"""The words of a command line, as Ato reads them.

``_scan`` cuts them, ``_literal`` reads values, ``_words`` says what each is; ``_argparse`` and ``_given``
leave to ``argparse`` what is its own.
"""
