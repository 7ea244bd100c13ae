"""The workplace: server-rendered pages, their templates and static files."""
