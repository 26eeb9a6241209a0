"""The facts about gitbook, made by `python -m copydesk.site.pack`; do not edit."""

TABLES = (
    ('', (('name', 'gitbook'), ('title', 'GitBook'), ('source', 'https://docs.gitbook.com/'))),
    ('recognise', (('sure', ('.gitbook.yaml', '.gitbook/', 'book.json', 'book.js')), ('likely', ('SUMMARY.md + README.md',)))),
    ('content', (('roots', ('.',)), ('posts', ()), ('html', 'posts'))),
    ('skip', (('built output', ('/_book/',)), ('table of contents', ('SUMMARY.md',)))),
    ('images', (('static', ('{content}',)), ('maybe', ('.', '{content}/.gitbook/assets', '.gitbook/assets')), ('absolute', 'folder'), ('markdown', 'file'), ('html', 'file'), ('beside', ()), ('moves', False))),
    ('front_matter', (('fields_source', 'https://gitbook.com/docs/getting-started/git-sync/content-configuration'), ('formats', ('yaml',)), ('yaml_keeps', ('octals',)), ('blank_before', 'unknown'), ('bom', 'unknown'), ('required', ()), ('images', ('cover',)), ('dates', ()), ('date_formats', ('iso',)), ('date_in_name', False), ('fields', ('description', 'icon', 'cover', 'coverY', 'layout', 'hidden')))),
    ('fields', (('description', ('text', 'description')), ('icon', ('string', 'icon in the table of contents')), ('cover', ('string', 'picture at the top')), ('coverY', ('number', 'how far the picture is moved')), ('layout', ('map', 'parts of the page that are shown')), ('hidden', ('boolean', 'whether the table of contents leaves it out')))),
    ('text', (('excerpts', ()), ('templates', ('liquid',)))),
    ('configuration', (('files', ('.gitbook.yaml', 'book.json')), ('content', 'root'))),
)
