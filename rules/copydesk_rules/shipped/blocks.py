"""The blocks of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Froala', (('what', 'a line that advertises the editor'), ('why', 'the unpaid version of Froala puts it under every text'), ('elements', ('p',)), ('text', ('Powered by *Froala Editor',)), ('markdown', ('Powered by [Froala Editor](https://www.froala.com/*)',)))),
    ('Medium', (('what', 'the line “… was originally published in … on Medium …”'), ('why', 'Medium adds it to its feed to send readers there'), ('elements', ('p',)), ('text', ('* was originally published in * on Medium, where people are continuing the conversation by highlighting and responding to this story.',)), ('markdown', ('[*](*) was originally published in*[*](*) on Medium, where people are continuing the conversation by highlighting and responding to this story.',)))),
    ('Sina', (('what', "a QR code that sends readers to Sina's app"), ('why', 'Sina puts it under every article'), ('elements', ('div',)), ('classes', ('appendQr_wrap', 'app-kaihu-qr', 'app-qihuo-kaihu-qr', 'finance_app_sina')), ('pictures', ('*//n.sinaimg.cn/finance/cece9e13/20200514/343233024.png',)))),
    ('Sina', (('what', "a line that sends readers to Sina's app"), ('why', 'Sina puts it under every article'), ('elements', ('p', 'div')), ('text', ('海量资讯、精准解读，尽在新浪财经APP',)), ('markdown', ('海量资讯、精准解读，尽在新浪财经APP',)))),
    ('WordPress', (('what', 'the line “The post … appeared first on …”'), ('why', 'WordPress adds it to its feed to send readers elsewhere'), ('elements', ('p',)), ('text', ('The post * appeared first on *.',)), ('markdown', ('The post [*](*) appeared first on [*](*).',)))),
)
