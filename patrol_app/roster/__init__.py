"""The door for roster files: workbooks and JSON are read here, and what they change goes into the register.

Here belongs what knows openpyxl, XlsxWriter and the files' forms; what a row means is a rule of domain/roster.
"""
