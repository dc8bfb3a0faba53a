# Made by atoc from schemas/train.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: 42c95ba81544d13f
"""Typed configs of 1 scopes; each module has one scope of the program."""
