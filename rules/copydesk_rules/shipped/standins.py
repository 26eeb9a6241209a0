"""The standins of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Blogger', (('hosts', ('bp.blogspot.com', 'blogger.googleusercontent.com')), ('paths', ('/*/s72-c/*',)), ('kind', 'cover'), ('why', 'is the square of 72 pixels that Blogger puts into its feeds'))),
    ('the web at large', (('hosts', ('picsum.photos', 'unsplash.it', 'lorempixel.com', 'loremflickr.com', 'placeimg.com', 'placekitten.com', 'source.unsplash.com')), ('why', 'shows some picture or other'))),
    ('the web at large', (('hosts', ('placehold.it', 'placehold.co', 'via.placeholder.com', 'placeholder.com', 'dummyimage.com', 'fakeimg.pl')), ('why', 'shows a grey box that is as large as the picture will be'))),
    ('Zhihu', (('hosts', ('zhihu.com',)), ('paths', ('/equation',)), ('kind', 'cover'), ('why', 'is a formula, the first picture of a post on Zhihu'))),
)
