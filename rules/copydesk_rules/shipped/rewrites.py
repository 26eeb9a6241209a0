"""The rewrites of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Wayback Machine', (('kind', 'broken'), ('old', 'web.archive.org/web/2*///*'), ('new', 'web.archive.org/web/2*/http://*'), ('why', 'has lost the `http:` of the page that was archived'))),
)
