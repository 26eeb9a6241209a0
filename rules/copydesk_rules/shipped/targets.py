"""The targets of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('ASP.NET', (('action', 'unlink'), ('text', ('javascript:__doPostBack(*', 'javascript:WebForm_DoPostBackWithOptions(*')), ('why', 'calls a script of a page that is not here'))),
    ('Baidu', (('action', 'report'), ('text', ('http*://www.baidu.com/link?url=*',)), ('why', 'is an address in a cipher that only Baidu reads'))),
    ('ChatGPT', (('action', 'unlink'), ('text', ('sandbox:/*', 'file-service://*', 'sediment://*')), ('why', 'is an address that exists inside ChatGPT only'))),
    ('Claude', (('action', 'unlink'), ('text', ('computer:///mnt/user-data/*', '/mnt/user-data/outputs/*')), ('why', 'is a file of a conversation'))),
    ('Cloudflare', (('action', 'report'), ('text', ('/cdn-cgi/l/email-protection', '/cdn-cgi/l/email-protection#*', 'http*/cdn-cgi/l/email-protection*')), ('why', 'was a mail address that Cloudflare hid'))),
    ('Evernote', (('action', 'unlink'), ('text', ('evernote:///view/*', 'en-cache://*')), ('why', 'is an address that exists inside Evernote only'))),
    ('Feishu', (('action', 'report'), ('text', ('https://internal-api-drive-stream*feishu.cn/*', 'https://internal-api-drive-stream*larksuite.com/*')), ('why', 'is a picture that only members of a company may see'))),
    ('Gemini', (('action', 'report'), ('text', ('http://googleusercontent.com/immersive_entry_chip/*', 'http://googleusercontent.com/image_generation_content/*')), ('why', 'is an address that exists inside Gemini only'))),
    ('Grok', (('action', 'unlink'), ('text', ('grok_render_citation_card_json=*',)), ('why', "is a citation mark that only Grok's page can follow"))),
    ('MediaWiki', (('action', 'unlink'), ('text', ('javascript:toggleToc()',)), ('why', "calls a script of the wiki's that is not here"))),
    ('Notion', (('action', 'report'), ('text', ('https://s3.us-west-2.amazonaws.com/secure.notion-static.com/*', 'https://s3-us-west-2.amazonaws.com/secure.notion-static.com/*', 'https://prod-files-secure.s3.us-west-2.amazonaws.com/*', 'https://file.notion.so/*')), ('why', "is an address of Notion's that expires"))),
    ('Perplexity', (('action', 'report'), ('text', ('https://ppl-ai-file-upload.s3.amazonaws.com/*', 'https://ppl-ai-code-interpreter-files.s3.amazonaws.com/*')), ('why', 'is a file of a conversation, whose address expires'))),
    ('SegmentFault', (('action', 'report'), ('text', ('https://link.segmentfault.com/?enc=*',)), ('why', 'is an address in a cipher that only SegmentFault reads'))),
    ('Slack', (('action', 'report'), ('text', ('https://files.slack.com/files-pri/*', 'https://files.slack.com/files-tmb/*')), ('why', 'is a file that only members of a workspace may read'))),
    ('Microsoft Teams', (('action', 'report'), ('text', ('https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html', 'https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html')), ('why', "is Microsoft's link filter without the link"))),
    ('Technorati', (('action', 'unlink'), ('text', ('http://technorati.com/tag/*', 'http://technorati.com/tags/*', 'http://www.technorati.com/tag/*', 'http://www.technorati.com/tags/*', 'http://del.icio.us/popular/*', 'http://del.icio.us/tag/*', 'http://icerocket.com/tag/*', 'http://www.icerocket.com/search?tab=blog&q=*')), ('why', 'is a page of tags that is gone'))),
    ('Typora', (('action', 'report'), ('text', ('C:\\Users\\*\\AppData\\Roaming\\Typora\\typora-user-images\\*', 'C:/Users/*/AppData/Roaming/Typora/typora-user-images/*', '/Users/*/Library/Application Support/typora-user-images/*', '/Users/*/Library/Application%20Support/typora-user-images/*', '/home/*/.config/Typora/typora-user-images/*', 'file:///C:/Users/*/AppData/Roaming/Typora/typora-user-images/*')), ('why', "is a picture on the writer's own disk"))),
    ('WordPress', (('action', 'unlink'), ('text', ('http://s.w.org/images/core/emoji/*', 'https://s.w.org/images/core/emoji/*')), ('why', 'is the picture of an emoji that stands there already'))),
)
