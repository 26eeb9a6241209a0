"""The facts about vitepress, made by `python -m copydesk.site.pack`; do not edit."""

TABLES = (
    ('', (('name', 'vitepress'), ('title', 'VitePress'), ('source', 'https://vitepress.dev/'))),
    ('recognise', (('sure', ('.vitepress/', 'docs/.vitepress/', 'src/.vitepress/')), ('likely', ('package.json: "vitepress"',)))),
    ('content', (('roots', ('docs', 'src', '.')), ('holds', '.vitepress/'), ('posts', ('{content}/posts/', '{content}/blog/')), ('html', 'posts'))),
    ('skip', (('static file', ('{content}/public/',)),)),
    ('images', (('static', ('{content}/public',)), ('maybe', ('{content}', '.', 'public')), ('absolute', 'always'), ('markdown', 'file'), ('html', 'file'), ('beside', ()), ('moves', False), ('calls', ('withBase', '$withBase')))),
    ('aliases', (('@/', '{content}'),)),
    ('front_matter', (('fields_source', 'https://vitepress.dev/reference/frontmatter-config'), ('formats', ('yaml',)), ('yaml_keeps', ('sixties', 'octals')), ('blank_before', 'ignored'), ('bom', 'read'), ('required', ()), ('images', ('cover', 'image', 'banner', 'hero.image', 'features.icon')), ('dates', ('date', 'lastUpdated')), ('date_formats', ('iso', 'iso-loose')), ('date_in_name', False), ('fields', ('title', 'titleTemplate', 'description', 'head', 'layout', 'hero', 'features', 'navbar', 'sidebar', 'aside', 'outline', 'lastUpdated', 'editLink', 'footer', 'pageClass', 'date', 'author', 'tags')))),
    ('fields', (('title', ('string', 'title')), ('titleTemplate', ('string or boolean', 'what follows the title')), ('description', ('text', 'description')), ('head', ('list', 'what goes into the head of the page')), ('layout', ('string or boolean', '`doc`, `home` or `page`; `false` for none')), ('hero', ('map', 'top of the home page')), ('features', ('list', 'features on the home page')), ('navbar', ('boolean', 'whether there is a navigation bar')), ('sidebar', ('boolean', 'whether there is a sidebar')), ('aside', ('boolean or string', 'where the table of contents is')), ('outline', ('integer or list or string or boolean', 'levels in the table of contents')), ('lastUpdated', ('boolean or date or date-time', 'whether it says when it was changed, or when that was')), ('editLink', ('boolean', 'whether there is a link to edit the page')), ('footer', ('boolean', 'whether there is a footer')), ('pageClass', ('string', 'class of the page')), ('isHome', ('boolean', 'whether it is the home page')))),
    ('text', (('excerpts', ('more',)), ('templates', ('vue',)))),
    ('configuration', (('files', ('.vitepress/config.ts', '.vitepress/config.js', '.vitepress/config.mts', '.vitepress/config.mjs', 'docs/.vitepress/config.ts', 'docs/.vitepress/config.js', 'docs/.vitepress/config.mts', 'docs/.vitepress/config.mjs')), ('content', 'srcDir'), ('base', ('base',)))),
)
