"""`flask patrol import-outbox FILE`: what a phone could not send, carried to the server in a file.

What is filed goes through the phones' own door; nothing here writes entries or read tables.
"""
