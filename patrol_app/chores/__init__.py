"""Chores: what is done after the answer, by the worker that runs beside the web server.

What belongs here: the queue, its tasks and their words. What does not: anything that must have happened before a phone
is told so; a chore that is lost is done when it is next asked for.
"""
