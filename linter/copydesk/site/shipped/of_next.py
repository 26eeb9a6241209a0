"""The facts about next, made by `python -m copydesk.site.pack`; do not edit."""

TABLES = (
    ('', (('name', 'next'), ('title', 'Next.js'), ('source', 'https://nextjs.org/docs'))),
    ('recognise', (('sure', ('next.config.*',)), ('likely', ('package.json: "next"',)))),
    ('content', (('roots', ('.',)), ('posts', ('/posts/', '/_posts/', '/blog/', '/content/posts/', '/content/blog/', '/data/blog/', '/public/posts/')), ('html', 'posts'))),
    ('skip', (('built output', ('/.next/', '/out/')), ('component', ('/components/',)), ('not the site', ('/README.md', '/LICENSE.md', '/CONTRIBUTING.md', '/SECURITY.md', '/CODE_OF_CONDUCT.md', '/CHANGELOG.md')))),
    ('images', (('static', ('public',)), ('maybe', ('src', 'app', 'content')), ('absolute', 'always'), ('markdown', 'page'), ('html', 'page'), ('beside', ('{stem}',)), ('moves', True))),
    ('aliases', (('@/', '.'), ('~/', 'src'))),
    ('front_matter', (('formats', ('yaml',)), ('yaml_keeps', ('sixties', 'octals')), ('blank_before', 'ignored'), ('bom', 'read'), ('required', ()), ('images', ('image', 'images', 'cover', 'coverImage', 'thumbnail', 'ogImage', 'hero', 'banner', 'image.src', 'ogImage.url', 'author.picture')), ('dates', ('date', 'publishedAt', 'updatedAt', 'lastmod')), ('date_formats', ('iso',)), ('date_in_name', False), ('fields', ('title', 'date', 'description', 'summary', 'excerpt', 'tags', 'author', 'authors', 'coverImage', 'ogImage', 'slug', 'draft', 'layout')))),
    ('authors', (('fields', ('author', 'authors')), ('declared', ('data/authors/',)))),
    ('text', (('excerpts', ('more',)), ('templates', ('mdx',)))),
    ('configuration', (('files', ('next.config.js', 'next.config.mjs', 'next.config.ts', 'next.config.cjs')), ('base', ('basePath',)))),
)
