"""A county as its own notice prints it: read, judged by rules, and laid out as rows of the register.

Here belong the notice's shape, its words about places, and what makes a printed thing doubtful. Files, tables and
words for people do not. Source of the shape: 城政办发〔2025〕5号, annexes 1–3.
"""
