"""What values are: ``identity.py`` tells which are the same, ``domains.py`` which a field can have at all.

Of expressions ``sites.py`` says where they stand, ``evaluation.py`` works them out on what is known of a run,
``intervals.py`` bounds them, and ``hazards.py`` tells where they can fail.
"""
