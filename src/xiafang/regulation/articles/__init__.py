"""One module per article that lays a duty on somebody; importing this package declares them all in `registry.DUTIES`.

`article_NN` is 第NN条 of the provincial regulation, `statute_NN` an article of the 《信访工作条例》.
"""

from xiafang.regulation.articles import (
    article_03,
    article_05,
    article_06,
    article_07,
    article_11,
    article_12,
    article_13,
    article_14,
    article_15,
    article_16,
    article_17,
    article_18,
    article_19,
    article_20,
    statute_23,
    statute_34,
)

__all__ = [
    "article_03",
    "article_05",
    "article_06",
    "article_07",
    "article_11",
    "article_12",
    "article_13",
    "article_14",
    "article_15",
    "article_16",
    "article_17",
    "article_18",
    "article_19",
    "article_20",
    "statute_23",
    "statute_34",
]
