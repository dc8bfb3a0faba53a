# Made by atoc from schemas/heirs.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: f4fac59f4b51fc55
"""Typed configs of 1 scopes; each module has one scope of the program."""
