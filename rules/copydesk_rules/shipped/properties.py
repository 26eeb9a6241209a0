"""The properties of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Dark Reader', (('names', ('--darkreader-*',)), ('why', 'is a style property that only the Dark Reader extension reads'))),
    ('Evernote', (('names', ('-en-*', '--en-*', '-evernote-*')), ('why', 'is a style property that only Evernote reads'))),
    ('LibreOffice', (('names', ('so-language', 'so-*')), ('why', 'is a style property that only LibreOffice reads'))),
    ('Microsoft Word', (('names', ('mso-*', 'tab-stops', 'text-autospace', 'layout-grid-mode')), ('why', 'is a style property that only Word reads'))),
    ('Toutiao', (('names', ('--tt-darkmode-*',)), ('why', 'is a style property that only Toutiao reads'))),
    ('WPS Office', (('names', ('mso-spacerun', 'mso-font-kerning', 'mso-pagination', 'mso-char-indent-count', 'mso-para-margin-*')), ('why', 'is a style property that only WPS and Word read'))),
)
