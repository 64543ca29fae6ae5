"""`flask patrol demo`: an invented river with people and a past, for trying the product out.

Here belong the story, the people and how their phones send; all goes in through the doors that every phone uses.
"""
