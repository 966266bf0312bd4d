"""The same study on tables larger than memory, and on a cluster.

Nothing here is loaded by an ordinary run.
"""
