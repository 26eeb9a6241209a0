"""The fields of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""

TABLES = (
    ('Blogger', (('names', ('blogger_id', 'blogger_orig_url', 'blogger_blog', 'blogger_permalink', 'blogger_author')), ('why', "is what an importer kept of Blogger's database"))),
    ('Disqus', (('names', ('dsq_thread_id', 'dsq_needs_sync', 'disqus_thread_id')), ('why', "is what an exporter kept of Disqus' plugin for WordPress"))),
    ('Divi', (('names', ('_et_pb_*', '_et_builder_version', '_et_dynamic_cached_shortcodes')), ('why', "is what an exporter kept of Divi's database"))),
    ('Hashnode', (('names', ('cuid', 'seoTitle', 'seoDescription', 'enableToc')), ('why', "is what Hashnode's backup keeps of its database"))),
    ('Tumblr', (('names', ('tumblr_url',)), ('why', "is what an importer kept of Tumblr's database"))),
    ('WordPress', (('names', ('wordpress_id', 'wordpress_url', 'wordpress_slug', '_edit_last', '_edit_lock', '_wp_old_slug', '_thumbnail_id', '_wp_*', 'spacious_page_layout', 'jabber_published', 'aktt_*', 'geo_public')), ('why', "is what an exporter kept of WordPress' database"))),
    ('WPBakery', (('names', ('_wpb_vc_js_status', '_wpb_shortcodes_custom_css', '_wpb_post_custom_css')), ('why', "is what an exporter kept of a page builder's database"))),
)
