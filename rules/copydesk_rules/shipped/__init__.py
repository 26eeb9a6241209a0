"""The tables of all vendor files, made by `python -m copydesk_rules.pack`."""
