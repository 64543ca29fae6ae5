"""The rules, as plain functions of plain values.

What belongs here: what a patrol, a problem, a month and a permission are.
What does not: Flask, SQL, files, the network, and the clock. Time is an argument.
"""
