"""The expiring of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Alibaba', (('kind', 'seconds'), ('names', ('OSSAccessKeyId', 'Expires', 'Signature')), ('parameter', 'Expires'), ('why', 'is an address that OSS signed for a time'))),
    ('Alibaba', (('kind', 'duration'), ('names', ('x-oss-date', 'x-oss-expires', 'x-oss-signature')), ('parameter', 'x-oss-date x-oss-expires'), ('why', 'is an address that OSS signed for at most a week'))),
    ('Amazon', (('kind', 'duration'), ('names', ('X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Signature')), ('parameter', 'X-Amz-Date X-Amz-Expires'), ('why', 'is an address that S3 signed for at most a week'))),
    ('Amazon', (('kind', 'seconds'), ('names', ('AWSAccessKeyId', 'Expires', 'Signature')), ('parameter', 'Expires'), ('why', 'is an address that S3 signed for a time'))),
    ('Amazon', (('kind', 'seconds'), ('names', ('Key-Pair-Id', 'Expires', 'Signature')), ('parameter', 'Expires'), ('why', 'is an address that CloudFront signed for a time'))),
    ('Amazon', (('kind', 'unsaid'), ('names', ('Key-Pair-Id', 'Policy', 'Signature')), ('why', 'is an address that CloudFront signed for a time'))),
    ('Microsoft Azure', (('kind', 'date'), ('names', ('se', 'sig', 'sv')), ('parameter', 'se'), ('why', 'is an address that Azure signed for a time'))),
    ('Discord', (('kind', 'hexadecimal'), ('hosts', ('discordapp.com', 'discordapp.net', 'discord.com')), ('names', ('ex', 'is', 'hm')), ('parameter', 'ex'), ('why', "is an address of Discord's that ends after a day"))),
    ('Facebook', (('hosts', ('fbcdn.net',)), ('why', "is an address of Facebook's that ends after some days"), ('kind', 'hexadecimal'), ('names', ('oh', 'oe')), ('parameter', 'oe'))),
    ('GitHub', (('kind', 'unsaid'), ('hosts', ('private-user-images.githubusercontent.com',)), ('names', ('jwt',)), ('why', "is an address of GitHub's that ends after five minutes"))),
    ('Google', (('kind', 'duration'), ('names', ('X-Goog-Date', 'X-Goog-Expires', 'X-Goog-Signature')), ('parameter', 'X-Goog-Date X-Goog-Expires'), ('why', 'is an address that Google Cloud Storage signed for at most a week'))),
    ('Google', (('kind', 'seconds'), ('names', ('GoogleAccessId', 'Expires', 'Signature')), ('parameter', 'Expires'), ('why', 'is an address that Google Cloud Storage signed for a time'))),
    ('Instagram', (('hosts', ('cdninstagram.com', 'fbcdn.net')), ('why', "is an address of Instagram's that ends after some days"), ('kind', 'hexadecimal'), ('names', ('oh', 'oe')), ('parameter', 'oe'))),
    ('LinkedIn', (('kind', 'seconds'), ('hosts', ('licdn.com',)), ('names', ('e', 'v', 't')), ('parameter', 'e'), ('why', "is an address of LinkedIn's that ends after some months"))),
    ('Notion', (('kind', 'duration'), ('hosts', ('s3.us-west-2.amazonaws.com', 's3-us-west-2.amazonaws.com')), ('paths', ('/secure.notion-static.com/*',)), ('names', ('X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Signature')), ('parameter', 'X-Amz-Date X-Amz-Expires'), ('why', "is an address of Notion's that ends after an hour or a day"))),
    ('Notion', (('kind', 'milliseconds'), ('hosts', ('file.notion.so',)), ('names', ('expirationTimestamp', 'signature')), ('parameter', 'expirationTimestamp'), ('why', "is an address of Notion's that ends after a day"))),
    ('Qiniu', (('kind', 'seconds'), ('names', ('e', 'token')), ('parameter', 'e'), ('why', 'is an address that Qiniu signed for a time'))),
    ('Tencent Cloud', (('kind', 'seconds'), ('names', ('q-sign-time', 'q-signature')), ('parameter', 'q-sign-time'), ('why', 'is an address that COS signed for a time'))),
    ('TikTok', (('kind', 'seconds'), ('hosts', ('tiktokcdn.com', 'tiktokcdn-us.com', 'tiktokcdn-eu.com')), ('names', ('x-expires', 'x-signature')), ('parameter', 'x-expires'), ('why', "is an address of TikTok's that ends after some days"))),
)
