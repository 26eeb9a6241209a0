"""What ``copydesk images`` does with the pictures of a site: list them, fetch those of others, show unused ones."""
