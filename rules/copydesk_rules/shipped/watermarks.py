"""The watermarks of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Alibaba', (('kind', 'shown'), ('names', ('x-oss-process',)), ('divider', '/'), ('text', ('watermark', 'watermark,*')), ('why', 'stamps the picture with a name'))),
    ('Alibaba', (('kind', 'dead'), ('hosts', ('github.com', 'githubusercontent.com', 'gitlab.com', 'imgur.com', 'sinaimg.cn')), ('names', ('x-oss-process',)), ('divider', '/'), ('text', ('watermark', 'watermark,*')), ('why', 'asked another host to stamp the picture, and does nothing here'))),
    ('the web at large', (('kind', 'shown'), ('divider', '|'), ('text', ('watermark/*',)), ('why', 'stamps the picture with a name'))),
)
