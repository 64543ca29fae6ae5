"""Door 1: phones, in JSON (contract, version 1).

What belongs here: routes, the shapes of what comes in, the plan of what goes out. What does not: rules, tables, pages.
"""
