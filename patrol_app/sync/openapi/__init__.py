"""The wire in OpenAPI 3.1: from the shapes that validate, the views that answer and the errors that refuse.

What belongs here: which calls there are and what each may answer. What a value looks like stands in `sync.schemas`.
"""
