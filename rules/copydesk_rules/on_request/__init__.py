"""Rules that say nothing unless a configuration or a command line asks for them: those that are opt-in, and those
about the field model, which only a configuration has. They are loaded only then: each costs a start 0.2 ms.
"""
