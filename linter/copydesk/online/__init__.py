"""Asking the network about addresses, politely: only when told to, each address once, and only the public internet.

`copydesk.online.inquiry` is the way in; nothing here is imported unless a run is told to go online.
"""
