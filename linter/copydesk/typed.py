"""What this package needs of `typing` at run time, at next to no cost.

To import `typing` takes 4 ms, and each named tuple defined with it 0.2 ms more, for it compiles a constructor and an
expression for every annotation. A check of one post takes 40 ms, defines some forty named tuples, and makes one of
half of them. So all names come from here: to the type checker they are those of `typing`; at run time a named tuple
is the same thing, except that nobody looks at its annotations and its constructor is compiled when the first one is
made, and the others do nothing, because annotations are never read.

Where a layer makes tuples by the dozen, it makes them with `_make((…))`, which stays in C and takes half the time.

`cached_property` is that of `functools` without the lock that Python 3.11 takes for each value, and is as quick later.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""False; a type checker takes it for true, whoever defines it."""

if TYPE_CHECKING:
    from functools import cached_property as cached_property
    from typing import Any as Any
    from typing import ClassVar as ClassVar
    from typing import Final as Final
    from typing import Generic as Generic
    from typing import Literal as Literal
    from typing import NamedTuple as NamedTuple
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import Self as Self
    from typing import TextIO as TextIO
    from typing import TypeVar as TypeVar
    from typing import cast as cast
    from typing import overload as overload
else:
    try:
        from _collections import _tuplegetter  # the fields of all named tuples
    except ImportError:
        from operator import itemgetter

        def _tuplegetter(index, doc):
            return property(itemgetter(index), doc=doc)

    class _Unread:
        """Something that is only written in annotations, or called to make something that is."""

        def __getitem__(self, _):
            return self

        def __call__(self, *_):
            return self

    Any = ClassVar = Final = Literal = NoReturn = Self = TextIO = TypeVar = _Unread()

    class Protocol:
        """The base of a class that says what others look like."""

    class Generic:
        """The base of a class with type parameters."""

        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls

    def cast(_, value):
        """Return `value`, whose type is known better here than by the type checker."""
        return value

    def overload(function):
        """Return `function`, which is only there for the type checker."""
        return function

    class cached_property:  # noqa: N801  named as in functools
        """A method without arguments that is called once; its value then takes its place in the object."""

        def __init__(self, method):
            self._method = method
            self._name = method.__name__
            self.__doc__ = method.__doc__

        def __get__(self, owner, _=None):
            if owner is None:
                return self
            value = owner.__dict__[self._name] = self._method(owner)
            return value

    _Method = type(_Unread().__call__)

    _new = tuple.__new__

    class _Record(tuple):
        __slots__ = ()
        _fields = ()
        _field_defaults = {}

        def __new__(cls, /, *values, **named):
            names = ", ".join(cls._fields)
            make = eval(f"lambda _cls, {names}: _new(_cls, ({names},))", {"_new": _new, "__builtins__": {}})
            make.__defaults__ = tuple(cls._field_defaults.values())
            make.__name__ = "__new__"
            make.__qualname__ = f"{cls.__qualname__}.__new__"
            cls.__new__ = staticmethod(make)
            return make(cls, *values, **named)

        def _replace(self, /, **named):
            """Return this tuple with other values for the fields in `named`."""
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return made

        def _asdict(self):
            """Return the values by the names of their fields."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({values})"

        def __reduce__(self):
            return _new, (type(self), tuple(self))  # is made again in C, without a look at the names of the fields

    class _Definition(type):
        """Makes an ordinary subclass of `tuple` of what is written as a subclass of `NamedTuple`."""

        def __new__(meta, name, bases, body):
            if not bases:
                return super().__new__(meta, name, bases, body)
            fields = tuple(body["__annotations__"])
            body["_field_defaults"] = {field: body[field] for field in fields if field in body}
            body["_fields"] = body["__match_args__"] = fields
            body["__slots__"] = ()
            for index, field in enumerate(fields):
                body[field] = _tuplegetter(index, None)
            made = type(name, (_Record,), body)
            made._make = _Method(_new, made)  # like Python's, but that nobody counts the values
            return made

    class NamedTuple(metaclass=_Definition):
        """The base of a named tuple."""
