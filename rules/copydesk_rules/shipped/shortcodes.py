"""The shortcodes of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Divi', (('action', 'unwrap'), ('names', ('et_pb_*',)), ('why', 'is a module of Divi: other generators print it as text'))),
    ('WordPress', (('action', 'unwrap'), ('names', ('caption', 'wp_caption', 'embed')), ('why', 'is a WordPress shortcode: other generators print it as text'))),
    ('WordPress', (('action', 'report'), ('names', ('gallery', 'audio', 'video', 'playlist')), ('why', 'is a WordPress shortcode: other generators print it as text, and what it names is missing'))),
    ('WPBakery', (('action', 'unwrap'), ('names', ('vc_*', 'fusion_*', 'av_*', 'nectar_*', 'cs_*', 'siteorigin_widget')), ('why', 'is a block of a page builder: other generators print it as text'))),
)
