"""The texts of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('ChatGPT', (('text', (':contentReference[oaicite:*]{index=*}', '[oai_citation:*](*)', '【*†*】', '\ue200cite\ue202turn*\ue201', '\ue200*\ue202turn*\ue201')), ('why', "is a citation mark that only ChatGPT's page can follow"))),
    ('Claude', (('text', ('<antArtifact *>', '</antArtifact>', '<antThinking>*</antThinking>')), ('why', "is a mark that only Claude's page reads"))),
    ('Cloudflare', (('text', ('[email protected]',)), ('why', 'was a mail address that Cloudflare hid'))),
    ('Copilot', (('text', ('[^*^]',)), ('why', "is a citation mark that only Bing's page can follow"))),
    ('Gemini', (('text', ('[cite_start]', '[cite: *]', '[span_*](start_span)', '[span_*](end_span)', 'http://googleusercontent.com/immersive_entry_chip/*', 'http://googleusercontent.com/image_generation_content/*')), ('why', "is a citation mark or a place that only Gemini's page can follow"))),
    ('Grok', (('text', ('<grok-card *', 'grok_render_citation_card_json=*')), ('why', "is a citation mark that only Grok's page can follow"))),
    ('Hashnode', (('text', ('%[http*]',)), ('why', 'is an embed that only Hashnode draws'))),
    ('LiveJournal', (('text', ('<lj-cut*>', '</lj-cut>', '<lj user=*>', '<lj-raw>', '</lj-raw>')), ('why', "is an element of LiveJournal's that other sites print or ignore"))),
    ('Mailchimp', (('text', ('\\*|UNSUB|\\*', '\\*|ARCHIVE|\\*', '\\*|UPDATE_PROFILE|\\*', '\\*|LIST:*|\\*', '\\*|MC:*|\\*', '\\*|FNAME|\\*', '\\*|EMAIL|\\*', '\\*|CURRENT_YEAR|\\*', '\\*|REWARDS|\\*')), ('why', 'is a blank that Mailchimp fills in for each reader of a letter'))),
    ('Microsoft Word', (('text', ('\uf0b7', '\uf0a7', '\uf0d8', '\uf0fc')), ('why', "is a bullet of Word's Symbol or Wingdings font that other fonts do not have"))),
    ('Technorati', (('text', ('Technorati Tags: *', 'Technorati : *', 'del.icio.us Tags: *', 'IceRocket Tags: *', 'Flickr Tags: *', 'LiveJournal Tags: *')), ('why', 'is a line of tags for sites that are gone'))),
    ('Tistory', (('text', ('[##_*_##]',)), ('why', "is a mark of Tistory's that stands for a picture or a file"))),
    ('Yandex', (('text', ('http*://clck.yandex.ru/redir/*', 'http*://yandex.ru/clck/jsredir?*')), ('why', 'counts the click before it sends the reader on'))),
)
