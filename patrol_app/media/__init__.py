"""Bytes of pictures: taken in piece by piece, looked at before they are kept, kept for ever, copied for pages.

What belongs here: uploads, the store, the defences, the copies. What does not: Flask, and who may see what.
"""
