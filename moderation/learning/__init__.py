"""The judgement that grows: from texts to hashed features, from decisions to weights, and back to the words that weighed.

Arrays in, arrays out: pure functions of NumPy, without a clock, a file or a database. The same code for every language; there
is no vocabulary, only buckets (Weinberger et al. 2009, "Feature hashing for large scale multitask learning").
"""
