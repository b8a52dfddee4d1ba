"""Files that hang on records (附件): named by their digest, kept beside the database, never served.

A module attaches, lists and opens them by the record they hang on, which it has found in the scope
of the actor before; so who may not see the record cannot have the file.
"""
