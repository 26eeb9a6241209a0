"""The field model: what the front matter of a collection of posts must look like, as the configuration says it.

`read` makes collections of the tables of a configuration, `model` is what they are, `kinds` knows the types of values,
`patterns` matches users' patterns in linear time, `schema` asks a JSON Schema. A site without a collection imports none
of this.
"""

from __future__ import annotations

from copydesk.fields.model import Collection, Condition, Field, together

__all__ = ["Collection", "Condition", "Field", "together"]
