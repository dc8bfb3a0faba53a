"""The questions, one a file; each gives facts, with witnesses.

who wins          unset.py (ATC201) ties.py (ATC202) writes.py with dead.py (ATC203, ATC204) and idle.py
                  (ATC205), overrides.py (ATC208)
chains, groups    chains.py (ATC303 to ATC306)
what fails        failing.py (ATC103, ATC403 to ATC405) conditions.py (ATC406) missing.py (ATC407)
                  stale.py (ATC502) asserts.py (ATC601)
variants          absent.py (ATC104); variants.py is how fields of variants stand in the others
Python            opaque.py takes back what hangs on code that is not understood
"""
