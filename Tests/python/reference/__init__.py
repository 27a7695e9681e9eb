"""The three tools once more, as slow and plain as their rules read: what the agent finds is held against it.

A file is its path below the collection's folder; sizes are given beside it. Nothing here is shared with the agent's own code.
"""
