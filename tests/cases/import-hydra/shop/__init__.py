"""The package that the configs configure."""
