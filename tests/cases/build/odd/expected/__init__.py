# Made by atoc from schemas/empty.yaml and schemas/odd.yaml. Do not edit; change the schemas and run: atoc
# build schemas/
# Digest: 98f610bcfe442429
"""Typed configs of 2 scopes; each module has one scope of the program."""
