"""The facts about astro, made by `python -m copydesk.site.pack`; do not edit."""

TABLES = (
    ('', (('name', 'astro'), ('title', 'Astro'), ('source', 'https://docs.astro.build/'))),
    ('recognise', (('sure', ('astro.config.*',)), ('likely', ('package.json: "astro"',)))),
    ('content', (('roots', ('src/content', 'src/pages', 'src/data', 'src/blog', 'content')), ('posts', ('/src/content/blog/', '/src/content/posts/', '/src/content/post/', '/src/data/blog/', '/src/data/post/', '/src/pages/posts/', '/src/pages/blog/')), ('html', 'posts'))),
    ('skip', (('built output', ('/dist/', '/.astro/')), ('layout', ('/src/layouts/',)), ('component', ('/src/components/',)), ('static file', ('/public/',)), ('not built', ('/src/content/**/_*/', '/src/content/**/_*.md', '/src/content/**/_*.mdx', '/src/pages/**/_*/', '/src/pages/**/_*.md', '/src/pages/**/_*.mdx')))),
    ('images', (('static', ('public',)), ('maybe', ('src', 'src/assets', 'src/images')), ('absolute', 'always'), ('markdown', 'file'), ('html', 'page'), ('beside', ()), ('moves', False))),
    ('aliases', (('~/', 'src'), ('@/', 'src'), ('@assets/', 'src/assets'), ('@images/', 'src/images'), ('/src/', 'src'))),
    ('front_matter', (('fields_source', 'https://docs.astro.build/en/guides/markdown-content/'), ('formats', ('yaml', 'toml')), ('yaml_keeps', ()), ('blank_before', 'read'), ('bom', 'read'), ('required', ()), ('images', ('image', 'heroImage', 'cover', 'coverImage', 'ogImage', 'thumbnail', 'hero.image', 'seo.image', 'image.src', 'social.image')), ('dates', ('date', 'pubDate', 'pubDatetime', 'publishDate', 'updatedDate', 'modDatetime')), ('date_formats', ('iso', 'rfc2822', 'javascript', 'long', 'slash')), ('date_in_name', False), ('fields', ('title', 'description', 'date', 'pubDate', 'updatedDate', 'heroImage', 'author', 'tags', 'category', 'draft', 'slug', 'layout', 'lang', 'featured', 'ogImage')))),
    ('fields', (('layout', ('string', 'layout of a page')), ('slug', ('string', 'last part of the address')))),
    ('addresses', (('slug', 'collection'),)),
    ('authors', (('fields', ('author', 'authors')), ('declared', ('src/content/authors/', 'src/data/authors/', 'src/content/authors.json', 'src/data/authors.json')))),
    ('text', (('excerpts', ('more',)), ('templates', ('mdx',)))),
    ('configuration', (('files', ('astro.config.mjs', 'astro.config.ts', 'astro.config.js', 'astro.config.mts', 'astro.config.cjs')), ('static', ('publicDir',)), ('output', ('outDir',)), ('base', ('base',)))),
)
