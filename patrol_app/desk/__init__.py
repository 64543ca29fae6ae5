"""Door 2: pages for chiefs and offices, made on the server; they read, and what they may read is narrowed by area.

What belongs here: which page shows what, and in which words. What does not: rules (domain), questions to the
tables (ledger/queries), and who may enter at all (web).
"""
