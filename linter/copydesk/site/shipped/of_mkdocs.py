"""The facts about mkdocs, made by `python -m copydesk.site.pack`; do not edit."""

TABLES = (
    ('', (('name', 'mkdocs'), ('title', 'MkDocs'), ('source', 'https://www.mkdocs.org/user-guide/'))),
    ('recognise', (('sure', ('mkdocs.yml', 'mkdocs.yaml', 'zensical.toml')),)),
    ('content', (('roots', ('docs',)), ('posts', ('{content}/blog/posts/',)), ('html', 'posts'))),
    ('skip', (('built output', ('/site/',)), ('theme', ('/overrides/', '/custom_theme/')))),
    ('images', (('static', ('{content}',)), ('maybe', ('.', '{content}/assets', '{content}/images', '{content}/img')), ('theme_serves', ('assets', 'img', 'images')), ('absolute', 'folder'), ('markdown', 'file'), ('html', 'page'), ('folders', True), ('beside', ()), ('moves', False))),
    ('front_matter', (('fields_source', 'https://squidfunk.github.io/mkdocs-material/reference/#usage'), ('formats', ('yaml',)), ('blank_before', 'ignored'), ('bom', 'ignored'), ('required', ()), ('images', ('image', 'social.image')), ('dates', ('date',)), ('date_formats', ('iso',)), ('date_in_name', False), ('fields', ('title', 'description', 'date', 'authors', 'tags', 'categories', 'template', 'hide', 'icon', 'status', 'draft', 'slug', 'search')))),
    ('fields', (('title', ('string', 'title')), ('subtitle', ('string', 'second line in the navigation')), ('description', ('text', 'description for search engines')), ('template', ('string', 'template')), ('icon', ('string', 'icon in the navigation')), ('status', ('string', 'mark in the navigation')), ('hide', ('string or list of string', 'parts of the page that are left out')), ('tags', ('list of string', 'tags')), ('search', ('map', 'how search treats the page')), ('draft', ('boolean', 'whether the post is left out')), ('authors', ('list of string', 'authors, as the blog declares them')), ('categories', ('list of string', 'categories')), ('slug', ('string', 'last part of the address')), ('date', ('date-time or date or map', 'when it was published')), ('pin', ('boolean', 'whether the post stays on top')), ('readtime', ('integer', 'minutes it takes to read')), ('comments', ('boolean', 'whether readers can comment')), ('links', ('list', 'further reading')))),
    ('addresses', (('slug', 'day'),)),
    ('authors', (('fields', ('authors',)), ('declared', ('{above}/.authors.yml', '{content}/blog/.authors.yml')), ('under', 'authors'), ('strict', True))),
    ('text', (('excerpts', ('more',)), ('templates', ('jinja',)), ('leaks', False))),
    ('configuration', (('files', ('mkdocs.yml', 'mkdocs.yaml')), ('content', 'docs_dir'), ('output', ('site_dir',)), ('base', ('site_url',)), ('folders', 'use_directory_urls'), ('layouts', ('theme.custom_dir',)))),
)
