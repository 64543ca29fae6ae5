"""The shapes of what comes over the wire, checked once, at the door; they know nothing of the database.

What is checked is also what is hashed, so nothing here changes a value: each schema is only asked what is wrong.
"""
