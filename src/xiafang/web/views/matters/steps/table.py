"""The table of pages: every step of the life table that a person takes on a page of this kind."""

from xiafang.web.views.matters.steps import ending, leading, receiving, working
from xiafang.web.views.matters.steps.pages import Page

PAGES: dict[str, Page] = {page.act: page for page in (*receiving.PAGES, *working.PAGES, *leading.PAGES, *ending.PAGES)}
ELSEWHERE = {"join": "matters-join", "unmask": "matters-one"}  # steps with a page of their own, or begun there
