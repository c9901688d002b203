"""An operation's call: the request that asks it, and the answer read back. No sockets here."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, overload

from . import _answers, _requests
from .errors import failure

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """What an operation takes beside parameters, by their names on the wire."""

    #: Tensors of real numbers: their type is that of the arithmetic.
    reals: frozenset[str] = frozenset()
    #: Tensors of whole numbers.
    integers: frozenset[str] = frozenset()
    #: Those of both that may come as a list of levels.
    levels: frozenset[str] = frozenset()
    #: Names, whole numbers or texts.
    ids: frozenset[str] = frozenset()
    #: Rows of a data set.
    records: frozenset[str] = frozenset()
    #: Inputs without which there is nothing to ask, though a signature cannot say so.
    required: frozenset[str] = frozenset()
    #: Whether the answer holds what has no form as tensors, so that it must come as JSON.
    by_json: bool = False


@dataclass(frozen=True)
class Response:
    """What came back. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytearray | bytes


@dataclass(frozen=True)
class Call(Generic[T]):
    """An operation with its arguments, by their names on the wire."""

    name: str
    answer: Callable[[_answers.Tree], T]
    #: None: not known; then everything goes as JSON.
    inputs: Inputs | None
    arguments: Mapping[str, Any]

    def request(self) -> _requests.Request:
        if self.inputs is None:
            return _requests.plain_request(self.name, self.arguments)
        for name in self.inputs.required:
            if self.arguments.get(name) is None:
                raise TypeError(f"{self.name} misses its input {name}")
        return _requests.request(self.name, self.inputs, self.arguments)

    def result(self, request: _requests.Request, response: Response) -> T:
        """The answer; raises what `focald.errors` has for an answer that is an error."""
        if response.status != 200:
            raise failure(response.status, response.headers, response.body, request.place)
        return self.answer(_answers.tree(response.body, response.headers.get("content-type", "")))


class Runs(Protocol):
    """What runs a call: a client."""

    def run(self, call: Call[T], /) -> T: ...


class RunsLater(Protocol):
    """What runs a call in an event loop."""

    async def run(self, call: Call[T], /) -> T: ...


def run_by_default(call: Call[T]) -> T:
    from . import default_client

    return default_client().run(call)


def operation(
    name: str,
    answer: type[T],
    *,
    reals: Sequence[str] = (),
    integers: Sequence[str] = (),
    levels: Sequence[str] = (),
    ids: Sequence[str] = (),
    records: Sequence[str] = (),
    required: Sequence[str] = (),
    by_json: bool = False,
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Makes a declaration (signature and docstring) the function that asks the default client's server."""
    inputs = Inputs(
        reals=frozenset(reals),
        integers=frozenset(integers),
        levels=frozenset(levels),
        ids=frozenset(ids),
        records=frozenset(records),
        required=frozenset(required),
        by_json=by_json,
    )
    read = functools.partial(_answers.read, answer)

    def decorate(declaration: Callable[P, T]) -> Callable[P, T]:
        signature = inspect.signature(declaration)

        def call(*args: Any, **kwargs: Any) -> Call[T]:
            # Only what the caller gave is sent: a default that a server changes is then the server's.
            given = signature.bind(*args, **kwargs).arguments
            columns = given.get("answer_format") == "columns"
            return Call(name, functools.partial(read, columns=columns), inputs, {_requests.wire_name(key): value for key, value in given.items()})

        @functools.wraps(declaration)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            return run_by_default(call(*args, **kwargs))

        setattr(ask, "focald_call", call)
        return ask

    return decorate


def call_of(function: Callable[..., T]) -> Callable[..., Call[T]]:
    """What makes the call of a function that `operation` made."""
    call: Callable[..., Call[T]] = getattr(function, "focald_call")
    return call


class Family:
    """The operations of a family, asked of one client."""

    def __init__(self, client: Runs) -> None:
        self._client = client


class AsyncFamily:
    """The operations of a family, asked of one client in an event loop."""

    def __init__(self, client: RunsLater) -> None:
        self._client = client


class Method(Generic[P, T]):
    """An operation as a method of a family."""

    def __init__(self, function: Callable[P, T]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, family: None, owner: type[object]) -> Callable[P, T]: ...
    @overload
    def __get__(self, family: Family, owner: type[object]) -> Callable[P, T]: ...
    def __get__(self, family: Family | None, owner: type[object]) -> Callable[P, T]:
        if family is None:
            return self._function
        client, call = family._client, call_of(self._function)

        @functools.wraps(self._function)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            return client.run(call(*args, **kwargs))

        return ask


class AsyncMethod(Generic[P, T]):
    """An operation as a coroutine method of a family."""

    def __init__(self, function: Callable[P, T]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, family: None, owner: type[object]) -> Callable[P, T]: ...
    @overload
    def __get__(self, family: AsyncFamily, owner: type[object]) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(
        self, family: AsyncFamily | None, owner: type[object]
    ) -> Callable[P, T] | Callable[P, Coroutine[Any, Any, T]]:
        if family is None:
            return self._function
        client, call = family._client, call_of(self._function)

        @functools.wraps(self._function)
        async def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            return await client.run(call(*args, **kwargs))

        return ask
