"""All tables, by what they are about. Importing this package makes them known to the migrations."""

from patrol_app.ledger.tables import books, duties, entries, gate, media, problems, register, rivers

__all__ = ["books", "duties", "entries", "gate", "media", "problems", "register", "rivers"]
