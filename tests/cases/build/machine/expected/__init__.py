# Made by atoc from schemas/machine.yaml and schemas/resolvers.yaml. Do not edit; change the schemas and run:
# atoc build schemas/
# Digest: 39360a3d668a3d7c
"""Typed configs of 1 scopes; each module has one scope of the program."""
