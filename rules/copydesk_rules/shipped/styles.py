"""The styles of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Dark Reader', (('names', ('darkreader', 'darkreader--*')), ('why', 'dresses the page for the Dark Reader extension'))),
    ('Divi', (('names', ('et_pb_*',)), ('why', 'dresses what Divi left'))),
    ('Elementor', (('names', ('elementor', 'elementor-*')), ('why', 'dresses what Elementor left'))),
    ('Sina', (('names', ('appendQr_*', 'app-kaihu-qr', 'app-qihuo-kaihu-qr', 'finance_app_sina')), ('why', "dresses Sina's promotional block"))),
)
