"""What is kept: entries appended for ever, and the tables that pages read, brought up to date with them.

Here belong the one write path (`append`), canonical bytes, the tables, the projections (one a kind of entry)
and the queries. Rules about rivers do not (`domain`), nor do HTTP, forms or pictures.
"""
