"""The token lookup of a feature against numpy.

The frequent tokens are not on a page, so the table is computed for all tokens, and the shown ones are compared with it; the variance
explained needs to know which are frequent: the FREQUENT most frequent counted tokens of the corpus' beginning.
"""


def check_lookup(where, page, feature, tally):
    pass
