# Made by atoc from schemas/digits.yaml, schemas/two_scopes/data.yaml and schemas/two_scopes/model.yaml. Do
# not edit; change the schemas and run: atoc build schemas/
# Digest: 066ede2d91f7b16f
"""Typed configs of 3 scopes; each module has one scope of the program."""
