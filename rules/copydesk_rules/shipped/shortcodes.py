"""The shortcodes of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('DEV', (('names', ('devto', 'link', 'ltag', 'tag', 'user', 'organization')), ('why', "is a Liquid tag of DEV's: other generators print it as text"))),
    ('Divi', (('names', ('et_pb_*',)), ('why', 'is a module of Divi: other generators print it as text'))),
    ('WordPress', (('names', ('caption', 'gallery', 'audio', 'video', 'playlist', 'embed', 'wp_caption', 'sourcecode')), ('why', 'is a WordPress shortcode: other generators print it as text'))),
    ('WPBakery', (('names', ('vc_*', 'fusion_*', 'av_*', 'nectar_*', 'cs_*', 'siteorigin_widget')), ('why', 'is a block of a page builder: other generators print it as text'))),
)
