"""What the store knows of two runs, side by side, as frozen values; nothing is concluded here.

``_compare`` is the entry, ``_values`` says what a comparison holds. Each part has its module: ``_config``
(and ``_readers`` of its keys), ``_code``, ``_outputs``, ``_metrics``, ``_artifacts``, ``_command``, and
``_surroundings`` for environments, working trees and generators. ``_weights`` says which fact of an
environment counts how much; ``_histories`` reads what is drawn.
"""
