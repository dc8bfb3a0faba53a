# Made by atoc from schemas/fit.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: d5c1c8f1e3394ffc
"""Typed configs of 1 scopes; each module has one scope of the program."""
