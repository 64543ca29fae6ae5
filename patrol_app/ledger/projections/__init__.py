"""From entries to read tables, one file a subject; run in the transaction of `append` and nowhere else.

What depends on other entries (a problem's state, a patrol's doubts, a day's bits) is derived anew from their rows
whenever one of them arrives, so that any order of arrival ends in the same tables.
"""
