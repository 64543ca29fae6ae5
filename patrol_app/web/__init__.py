"""The gate all requests pass: who comes in, from where, what is answered, in which words.

What a chief or a phone may do with the river stands in the doors (`sync`, `desk`), not here.
"""
