"""Sixteen doubles that are added and multiplied at once: a vector of registers in compiled code, an array in plain Python.

Numba finds vectors in a loop over the lanes only where it can show that no array overlaps another, which takes tests at run time, and it
keeps sums in memory where it cannot. What is written with these vectors stays in registers: products are five times faster, and compile faster.
"""

import operator
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import lower_builtin, models, register_model, type_callable

from nuem.typing import FloatArray

LANES: Final = 16
Vector = FloatArray
"""(lane,)"""

# The functions below are what plain Python runs, and the names by which compiled code knows the operations.


def load(row: FloatArray) -> Vector:
    """The numbers in a row."""
    return row.copy()


def store(row: FloatArray, x: Vector) -> None:
    """Put a vector into a row."""
    row[:] = x


def spread(number: float) -> Vector:
    """One number in all lanes."""
    return np.full(LANES, number)


def root(x: Vector) -> Vector:
    """Square roots."""
    return np.asarray(np.sqrt(x))


def larger(x: Vector, y: Vector) -> Vector:
    """The larger of two numbers in each lane; of x and a NaN, x."""
    return np.where(y > x, y, x)


def smaller(x: Vector, y: Vector) -> Vector:
    """The smaller of two numbers in each lane; of x and a NaN, x."""
    return np.where(y < x, y, x)


def greatest(x: Vector) -> float:
    """The largest number in any lane."""
    return float(np.max(x))


class _Lanes(types.Type):
    """Numba's type of a vector."""


_VECTOR: Final = _Lanes(name="Lanes")
_NUMBER: Final = types.float64
_DOUBLES: Final = ir.VectorType(ir.DoubleType(), LANES)


@register_model(_Lanes)
class _Registers(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _DOUBLES)


Build = Callable[..., Any]


def _known(symbol: Callable[..., Any], answer: Any, *choices: tuple[Any, ...]) -> Callable[[Build], Build]:
    """Decorate what builds the code of a function or an operator for arguments of these types, rows given by their address."""

    def of(*given: Any) -> Any:
        return answer if any(_fit(given, choice) for choice in choices) else None

    @type_callable(symbol)
    def typed(_: Any) -> Any:  # Numba reads the number of arguments from the signature
        return (lambda x: of(x)) if len(choices[0]) == 1 else (lambda x, y: of(x, y))

    def decorate(build: Build) -> Build:
        def lowered(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            pairs = zip(signature.args, values, strict=True)
            return build(builder, *(_operand(context, builder, kind, value) for kind, value in pairs))

        for choice in choices:
            lower_builtin(symbol, *choice)(lowered)
        return build

    return decorate


def _fit(given: tuple[Any, ...], choice: tuple[Any, ...]) -> bool:
    return len(given) == len(choice) and all(
        (one.dtype, one.ndim, one.layout) == (_NUMBER, 1, "C")
        if wanted is types.Array and isinstance(one, types.Array)
        else one == wanted
        for one, wanted in zip(given, choice, strict=True)
    )


def _operand(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    if isinstance(kind, types.Array):
        return builder.bitcast(context.make_array(kind)(context, builder, value).data, _DOUBLES.as_pointer())
    return value


def _shuffled(builder: Any, x: Any, lanes: list[int]) -> Any:
    anything = ir.Constant(_DOUBLES, ir.Undefined)
    return builder.shuffle_vector(x, anything, ir.Constant(ir.VectorType(ir.IntType(32), LANES), lanes))


@_known(load, _VECTOR, (types.Array,))
def _load(builder: Any, row: Any) -> Any:
    return builder.load(row, align=8)


@_known(store, types.void, (types.Array, _VECTOR))
def _store(builder: Any, row: Any, x: Any) -> None:
    builder.store(x, row, align=8)


@_known(spread, _VECTOR, (_NUMBER,))
def _spread(builder: Any, number: Any) -> Any:
    first = builder.insert_element(ir.Constant(_DOUBLES, ir.Undefined), number, ir.IntType(32)(0))
    return _shuffled(builder, first, [0] * LANES)


@_known(root, _VECTOR, (_VECTOR,))
def _root(builder: Any, x: Any) -> Any:
    kind = ir.FunctionType(_DOUBLES, [_DOUBLES])
    return builder.call(get_or_insert_function(builder.module, kind, f"llvm.sqrt.v{LANES}f64"), [x])


@_known(larger, _VECTOR, (_VECTOR, _VECTOR))
def _larger(builder: Any, x: Any, y: Any) -> Any:
    return builder.select(builder.fcmp_ordered(">", y, x), y, x)


@_known(smaller, _VECTOR, (_VECTOR, _VECTOR))
def _smaller(builder: Any, x: Any, y: Any) -> Any:
    return builder.select(builder.fcmp_ordered("<", y, x), y, x)


@_known(greatest, _NUMBER, (_VECTOR,))
def _greatest(builder: Any, x: Any) -> Any:
    for apart in (8, 4, 2, 1):
        x = _larger(builder, x, _shuffled(builder, x, [(lane + apart) % LANES for lane in range(LANES)]))
    return builder.extract_element(x, ir.IntType(32)(0))


def _operator(symbol: Callable[..., Any], name: str) -> None:
    @_known(symbol, _VECTOR, (_VECTOR, _VECTOR), (_VECTOR, _NUMBER), (_NUMBER, _VECTOR))
    def build(builder: Any, x: Any, y: Any) -> Any:
        return getattr(builder, name)(
            *(value if value.type == _DOUBLES else _spread(builder, value) for value in (x, y))
        )


for _symbol, _name in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _operator(_symbol, _name)
