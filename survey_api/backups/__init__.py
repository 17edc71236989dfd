"""Logical copies of the three databases: what is in them, sorted by key, and no trace of when.

A copy of the files would carry pages, transaction numbers and logs, which know in what order
ballots came and tokens were fetched. These copies carry rows, and read the same on either engine.
"""
