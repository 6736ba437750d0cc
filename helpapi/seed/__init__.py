"""The content that the project carries, from the data files in `fixtures` to rows.

Read strictly and never guessed at: what the files call unknown stays unknown, and a file that is not as expected
stops everything with the name of the record and the field.
"""
