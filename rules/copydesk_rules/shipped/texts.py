"""The texts of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Blogger', (('action', 'remove'), ('where', 'line'), ('text', ('[]: https://blogger.googleusercontent.com/tracker/*',)), ('why', "is a pixel of Blogger's that a converter wrote out"))),
    ('ChatGPT', (('action', 'remove'), ('text', (':contentReference[oaicite:*]{index=*}', '[oai_citation:*](file-service://*)', '[oai_citation:*](sediment://*)', '[oai_citation:*](sandbox:*)', '【*†*】', '\ue200*\ue202turn*\ue201')), ('why', "is a citation mark that only ChatGPT's page can follow"))),
    ('ChatGPT', (('action', 'remove'), ('text', ('citeturn*',)), ('holds', 'word'), ('why', "is what is left of a citation mark of ChatGPT's"))),
    ('ChatGPT', (('action', 'replace'), ('text', ('[oai_citation:*‡*](http*)', '[oai_citation:*,*](http*)')), ('becomes', '[$2](http$3)'), ('why', 'is how ChatGPT numbers its sources'))),
    ('ChatGPT', (('action', 'replace'), ('text', ('[*+1](http*utm_source=chatgpt.com*)', '[*+2](http*utm_source=chatgpt.com*)', '[*+3](http*utm_source=chatgpt.com*)', '[*+4](http*utm_source=chatgpt.com*)', '[*+5](http*utm_source=chatgpt.com*)', '[*+6](http*utm_source=chatgpt.com*)')), ('becomes', '[$1](http$2utm_source=chatgpt.com$3)'), ('why', "counts further sources, which only ChatGPT's page shows"))),
    ('Cloudflare', (('action', 'report'), ('text', ('[email protected]', '[email\xa0protected]')), ('why', 'was a mail address that Cloudflare hid'))),
    ('cnblogs', (('action', 'remove'), ('where', 'line'), ('text', ('[![*](*//common.cnblogs.com/images/copycode.gif)](javascript:void(0);*)', '[![*](*//common.cnblogs.com/img/copycode.gif)](javascript:void(0);*)')), ('why', "is a button that only cnblogs' page has a script for"))),
    ('Copilot', (('action', 'remove'), ('text', ('[^*^]',)), ('holds', 'digits'), ('why', "is a citation mark that only Bing's page can follow"))),
    ('Gemini', (('action', 'remove'), ('text', ('[cite_start]',)), ('why', "is where Gemini's page began to look for sources"))),
    ('Gemini', (('action', 'remove'), ('text', ('[cite: *]', '[cite_end: *]', '[span_*](start_span)', '[span_*](end_span)')), ('holds', 'digits'), ('why', "is a citation mark that only Gemini's page can follow"))),
    ('Mailchimp', (('action', 'report'), ('text', ('\\*|UNSUB|\\*', '\\*|ARCHIVE|\\*', '\\*|UPDATE_PROFILE|\\*', '\\*|LIST:*|\\*', '\\*|MC:*|\\*', '\\*|FNAME|\\*', '\\*|EMAIL|\\*', '\\*|CURRENT_YEAR|\\*', '\\*|REWARDS|\\*')), ('why', 'is a blank that Mailchimp fills in for each reader of a letter'))),
    ('Microsoft Word', (('action', 'replace'), ('where', 'line-start'), ('text', ('\uf0b7',)), ('becomes', '•'), ('why', "is a bullet of Word's Symbol font, and a box or nothing in any other"))),
    ('Microsoft Word', (('action', 'replace'), ('where', 'line-start'), ('text', ('\uf0a7',)), ('becomes', '▪'), ('why', "is a bullet of Word's Wingdings font, and a box or nothing in any other"))),
    ('Microsoft Word', (('action', 'replace'), ('where', 'line-start'), ('text', ('\uf0d8',)), ('becomes', '➢'), ('why', "is a bullet of Word's Wingdings font, and a box or nothing in any other"))),
    ('Microsoft Word', (('action', 'replace'), ('where', 'line-start'), ('text', ('\uf0fc',)), ('becomes', '✓'), ('why', "is a bullet of Word's Wingdings font, and a box or nothing in any other"))),
    ('Technorati', (('action', 'remove'), ('where', 'line'), ('text', ('Technorati Tags: [*](http://technorati.com/tag*', 'Technorati: [*](http://technorati.com/tag*', 'Technorati : [*](http://technorati.com/tag*', 'Technorati Tags: [*](http://www.technorati.com/tag*', 'Technorati : [*](http://www.technorati.com/tag*', 'del.icio.us Tags: [*](http://del.icio.us/*')), ('why', 'is a line of tags for sites that are gone'))),
    ('Tistory', (('action', 'report'), ('text', ('[##_*_##]',)), ('why', "is a mark of Tistory's that stands for a picture or a file"))),
    ('the web at large', (('action', 'remove'), ('text', ('\ufeff',)), ('why', 'is a byte order mark in the middle of a text: it came with what was pasted, shows nothing, and breaks searches'))),
)
