"""The facts about gatsby, made by `python -m copydesk.site.pack`; do not edit."""

TABLES = (
    ('', (('name', 'gatsby'), ('title', 'Gatsby'), ('source', 'https://www.gatsbyjs.com/docs/'))),
    ('recognise', (('sure', ('gatsby-config.*',)), ('likely', ('package.json: "gatsby"',)))),
    ('content', (('roots', ('content', 'src/pages', 'src/posts', 'src/content', 'posts', 'blog', '_posts')), ('posts', ('/content/blog/', '/content/posts/', '/posts/', '/blog/', '/_posts/', '/src/posts/')), ('html', 'posts'))),
    ('skip', (('built output', ('/public/', '/.cache/')), ('static file', ('/static/',)), ('component', ('/src/components/', '/src/templates/')))),
    ('images', (('static', ('static',)), ('maybe', ('src/images', 'src', 'content/assets', 'content')), ('absolute', 'always'), ('markdown', 'page'), ('html', 'page'), ('beside', ('{stem}',)), ('moves', True), ('calls', ('withPrefix',)))),
    ('components', (('StaticImage', ('src',)),)),
    ('front_matter', (('formats', ('yaml',)), ('yaml_keeps', ('sixties', 'octals')), ('blank_before', 'ignored'), ('bom', 'read'), ('required', ()), ('images', ('image', 'cover', 'featuredImage', 'thumbnail', 'coverImage', 'featuredimage', 'banner', 'hero', 'hero.image', 'seo.image')), ('dates', ('date',)), ('date_formats', ('iso',)), ('date_in_name', False), ('fields', ('title', 'date', 'description', 'tags', 'category', 'author', 'slug', 'path', 'template', 'draft', 'featuredImage')))),
    ('text', (('excerpts', ('end', 'more')), ('templates', ('mdx',)))),
    ('configuration', (('files', ('gatsby-config.js', 'gatsby-config.ts', 'gatsby-config.mjs')), ('base', ('pathPrefix',)))),
)
