"""The sheets of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('CSDN', (('hosts', ('csdnimg.cn',)), ('paths', ('/release/*.css',)), ('why', 'dresses the pages of CSDN, and loads from its server'))),
)
