"""What the data files of generators say, made by `python -m copydesk.site.pack`; do not edit."""
