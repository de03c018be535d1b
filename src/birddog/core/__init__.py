"""Pure clinical decisions: values in, values out.

Nothing here reads a file, a clock, a network or a random source, and nothing is imported but the
standard library. ``now`` is always an argument. Every function that decides returns its reasons.
"""
