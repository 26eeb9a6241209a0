"""The facts about vuepress, made by `python -m copydesk.site.pack`; do not edit."""

TABLES = (
    ('', (('name', 'vuepress'), ('title', 'VuePress'), ('source', 'https://vuepress.vuejs.org/'))),
    ('recognise', (('sure', ('.vuepress/', 'docs/.vuepress/', 'src/.vuepress/')), ('likely', ('package.json: "vuepress"',)))),
    ('content', (('roots', ('docs', 'src', '.')), ('holds', '.vuepress/'), ('posts', ('{content}/posts/', '{content}/blog/', '{content}/_posts/')), ('html', 'posts'))),
    ('skip', (('part of a page', ('*.snippet.md',)),)),
    ('images', (('static', ('{content}/.vuepress/public',)), ('maybe', ('{content}', '.')), ('absolute', 'always'), ('markdown', 'file'), ('html', 'file'), ('beside', ()), ('moves', False), ('calls', ('$withBase', 'withBase')), ('sure_aliases', ('@source/',)))),
    ('aliases', (('@source/', '{content}'), ('@/', '{content}'), ('~@/', '{content}'))),
    ('front_matter', (('fields_source', 'https://vuepress.vuejs.org/reference/frontmatter.html'), ('formats', ('yaml',)), ('yaml_keeps', ('sixties', 'octals')), ('blank_before', 'ignored'), ('bom', 'read'), ('required', ()), ('images', ('cover', 'heroImage', 'heroImageDark', 'banner', 'image', 'features.icon', 'bgImage')), ('dates', ('date',)), ('date_formats', ('iso', 'iso-loose')), ('date_in_name', True), ('fields', ('title', 'shortTitle', 'description', 'date', 'lang', 'layout', 'head', 'permalink', 'permalinkPattern', 'category', 'categories', 'tag', 'tags', 'author', 'icon', 'cover', 'star', 'sticky', 'sidebar', 'navbar', 'toc', 'index', 'order', 'article', 'timeline', 'home', 'heroImage', 'heroText', 'tagline', 'actions', 'footer', 'sitemap', 'keywords')))),
    ('fields', (('title', ('string', 'title')), ('description', ('text', 'description')), ('date', ('date-time or date', 'when it was written')), ('lang', ('string', 'language')), ('layout', ('string or boolean', 'layout')), ('head', ('list', 'what goes into the head of the page')), ('permalink', ('string', 'address')), ('permalinkPattern', ('string', 'pattern of the address')), ('routeMeta', ('map', 'what the route is given besides')), ('home', ('boolean', 'whether it is the home page')), ('heroImage', ('string', 'picture of the home page')), ('heroText', ('string', 'title of the home page')), ('tagline', ('text', 'subtitle of the home page')), ('actions', ('list', 'links of the home page')), ('features', ('list', 'features on the home page')), ('footer', ('text or boolean', 'footer')))),
    ('addresses', (('own', ('permalink',)),)),
    ('text', (('excerpts', ('more',)), ('templates', ('vue',)))),
    ('configuration', (('files', ('.vuepress/config.ts', '.vuepress/config.js', '.vuepress/config.mjs', 'docs/.vuepress/config.ts', 'docs/.vuepress/config.js', 'docs/.vuepress/config.mjs', 'src/.vuepress/config.ts', 'src/.vuepress/config.js')), ('base', ('base',)))),
)
