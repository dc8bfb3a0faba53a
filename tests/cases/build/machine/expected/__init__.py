# Made by atoc from schemas/machine.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: ef8d4d64689fa0a4
"""Typed configs of 1 scopes; each module has one scope of the program."""
