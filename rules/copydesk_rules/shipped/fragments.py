"""The fragments of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('AddThis', (('text', ('.<11>', '.<11>.facebook', '.<11>.twitter', '.<11>.email', '.<11>.mailto', '.<11>.linkedin', '.<11>.google_plusone_share', '.<11>.reddit', '.<11>.dpuf', '.<11>.dpbs', '.<11>.gmail', '.<11>.delicious', '.<11>.pinterest_share', '.<11>.link', '.<11>.copy', '.<11>.whatsapp', '.<11>.sharethis', '.<11>.hackernews', '.<11>.vk')), ('why', 'numbers the reader from whom the address was copied, for AddThis'))),
    ('Medium', (('hosts', ('medium.*', 'backchannel.com', 'towardsdatascience.com', 'hackernoon.com', 'uxdesign.cc', 'betterhumans.coach.me', 'm.signalvnoise.com', 'blog.bitsrc.io', 'itnext.io', 'codeburst.io')), ('text', ('.<9>',)), ('why', 'tells Medium from whose address the link was copied'))),
)
