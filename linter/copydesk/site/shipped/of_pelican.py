"""The facts about pelican, made by `python -m copydesk.site.pack`; do not edit."""

TABLES = (
    ('', (('name', 'pelican'), ('title', 'Pelican'), ('source', 'https://docs.getpelican.com/en/latest/'))),
    ('recognise', (('sure', ('pelicanconf.py', 'publishconf.py + content/')),)),
    ('content', (('roots', ('content',)), ('posts', ('{content}/posts/', '{content}/articles/', '{content}/blog/')), ('html', 'all'))),
    ('skip', (('built output', ('/output/',)), ('theme', ('/theme/', '/themes/')), ('static file', ('{content}/extra/', '{content}/static/')))),
    ('images', (('static', ('{content}', '{content}/extra')), ('maybe', ('.', '{content}/images', '{content}/static')), ('theme', ('themes/{theme}/static', 'theme/static', '{theme}/static')), ('theme_serves', ('theme',)), ('absolute', 'folder'), ('markdown', 'page'), ('html', 'page'), ('beside', ('{stem}',)), ('moves', True), ('bases', ('SITEURL',)), ('sure_aliases', ('{static}/', '{attach}/', '{filename}/', '|static|/', '|filename|/', '{static}', '{attach}', '{filename}')))),
    ('tags', (('img', ('*',)),)),
    ('aliases', (('{static}/', '{content}'), ('{attach}/', '{content}'), ('{filename}/', '{content}'), ('|static|/', '{content}'), ('|filename|/', '{content}'), ('{static}', '{folder}'), ('{attach}', '{folder}'), ('{filename}', '{folder}'))),
    ('front_matter', (('fields_source', 'https://docs.getpelican.com/en/latest/content.html#file-metadata'), ('formats', ('yaml',)), ('blank_before', 'unknown'), ('bom', 'unknown'), ('required', ()), ('images', ('image', 'cover', 'thumbnail', 'featured_image', 'banner', 'header_cover', 'og_image')), ('dates', ('date', 'modified')), ('date_formats', ('iso', 'iso-loose', 'slash', 'rfc2822', 'long')), ('date_in_name', False), ('splits', ('tags', 'keywords', 'authors')), ('fields', ('title', 'date', 'modified', 'tags', 'keywords', 'category', 'slug', 'author', 'authors', 'summary', 'lang', 'translation', 'status', 'template', 'save_as', 'url')))),
    ('fields', (('title', ('string', 'title')), ('date', ('date-time or date or string', 'when it was published')), ('modified', ('date-time or date or string', 'when it was changed')), ('tags', ('string or list of string', 'tags, with commas between them')), ('keywords', ('string or list of string', 'keywords, with commas between them')), ('category', ('string', 'category')), ('slug', ('string', 'last part of the address')), ('author', ('string', 'author')), ('authors', ('string or list of string', 'authors')), ('summary', ('text', 'what lists show of the article')), ('lang', ('string', 'language')), ('translation', ('boolean', 'whether it translates another article')), ('status', ('string', '`draft`, `hidden`, `skip` or `published`')), ('template', ('string', 'template')), ('save_as', ('string', 'where the page is written')), ('url', ('string', 'address')))),
    ('addresses', (('own', ('save_as',)), ('slug', 'site'))),
    ('text', (('excerpts', ('PELICAN_END_SUMMARY', 'PELICAN_BEGIN_SUMMARY', 'more')), ('templates', ('jinja', 'pelican')))),
    ('configuration', (('files', ('pelicanconf.py',)), ('content', 'PATH'), ('output', ('OUTPUT_PATH',)), ('base', ('SITEURL',)), ('theme', ('THEME',)))),
)
