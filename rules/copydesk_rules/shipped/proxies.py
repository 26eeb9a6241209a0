"""The proxies of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Baidu', (('hosts', ('image.baidu.com',)), ('paths', ('/search/down',)), ('parameter', 'url'), ('why', 'fetches the picture by way of a search engine'))),
    ('Baidu', (('hosts', ('gimg2.baidu.com',)), ('paths', ('/image_search/src=*',)), ('part', 'path'), ('why', 'is the small copy that Baidu shows in its results'))),
    ('DEV', (('hosts', ('res.cloudinary.com',)), ('part', 'path'), ('paths', ('/practicaldev/image/fetch/s--*--/*/*',)), ('why', 'is the copy that DEV keeps for its own pages'))),
    ('DuckDuckGo', (('hosts', ('external-content.duckduckgo.com', 'proxy.duckduckgo.com')), ('paths', ('/iu/',)), ('parameter', 'u'), ('why', 'is the small copy that DuckDuckGo shows in its results'))),
    ('GitHub', (('hosts', ('camo.githubusercontent.com',)), ('part', 'path'), ('paths', ('/*/*',)), ('decode', 'hexadecimal'), ('why', 'is the copy that GitHub keeps for its own pages'))),
    ('Gmail', (('hosts', ('googleusercontent.com',)), ('paths', ('/proxy/*', '/meips/*')), ('part', 'fragment'), ('why', 'is the copy that Gmail keeps for those who got the letter'))),
    ('Google', (('hosts', ('google.*',)), ('paths', ('/imgres',)), ('parameter', 'imgurl'), ('why', 'is a page of results of Google, not the picture'))),
    ('Slack', (('hosts', ('slack-imgs.com',)), ('parameter', 'url'), ('why', 'is the copy that Slack shows in its chats'))),
    ('the web at large', (('hosts', ('cors-anywhere.herokuapp.com',)), ('paths', ('/*',)), ('part', 'path'), ('why', 'is a demonstration that serves nobody by default'))),
    ('the web at large', (('hosts', ('cors.zfour.workers.dev',)), ('part', 'query'), ('why', "fetches the picture by way of somebody's proxy"))),
    ('the web at large', (('hosts', ('api.allorigins.win',)), ('paths', ('/raw',)), ('parameter', 'url'), ('why', 'fetches the picture by way of a public proxy'))),
)
