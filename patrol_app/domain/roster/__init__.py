"""What a roster file may say, what it changes, and what is wrong with it.

Here belong rules over values that have been read already; files, workbooks and tables do not.
"""
