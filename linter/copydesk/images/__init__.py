"""What ``copydesk images`` does with the pictures of a whole site: list them, and fetch those of others."""
