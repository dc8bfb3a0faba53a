"""Ato's old path to its tracker, which stands on ``ato.track``: see ``ato.db_routers.sql.manager``."""
