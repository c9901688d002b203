"""Numbers of 60 digits that carry their derivatives (forward mode), so that no gradient is derived by hand.

A formula written with these is both the value and the gradient: every operation applies the chain rule at once.
"""

from mpmath import mp, mpf

mp.dps = 60

SMALLEST_NORMAL = mpf(2) ** -1022  # 2.2250738585072014e-308: where a probability is clamped before its logarithm


class Dual:
    """A value and its partial derivatives by input; inputs are (name, position) pairs."""

    __slots__ = ("value", "partials")

    def __init__(self, value, partials=None):
        self.value = value if isinstance(value, mpf) else mpf(value)
        self.partials = partials or {}

    def chain(self, value, slope):
        """f(self), where f(self.value) = value and f' = slope."""
        return Dual(value, {k: slope * d for k, d in self.partials.items()})

    def __add__(self, other):
        other = lift(other)
        partials = dict(self.partials)
        for k, d in other.partials.items():
            partials[k] = partials[k] + d if k in partials else d
        return Dual(self.value + other.value, partials)

    def __neg__(self):
        return self.chain(-self.value, mpf(-1))

    def __sub__(self, other):
        return self + (-lift(other))

    def __mul__(self, other):
        other = lift(other)
        return self.chain(self.value * other.value, other.value) + other.chain(mpf(0), self.value)

    def __truediv__(self, other):
        other = lift(other)
        return self * other.chain(1 / other.value, -1 / other.value**2)

    def __rsub__(self, other):
        return lift(other) - self

    def __rtruediv__(self, other):
        return lift(other) / self

    __radd__ = __add__
    __rmul__ = __mul__


def lift(x):
    """A constant (a double is taken exactly) as a Dual."""
    return x if isinstance(x, Dual) else Dual(x)


def exp(x):
    e = mp.exp(x.value)
    return x.chain(e, e)


def expm1(x):
    return x.chain(mp.expm1(x.value), mp.exp(x.value))


def log(x):
    return x.chain(mp.log(x.value), 1 / x.value)


def log1p(x):
    return x.chain(mp.log1p(x.value), 1 / (1 + x.value))


def sqrt(x):
    root = mp.sqrt(x.value)
    return x.chain(root, 1 / (2 * root)) if root else Dual(0)


def power(x, exponent):
    """x ** exponent for a constant exponent; at x = 0 without a derivative (its factors vanish there)."""
    exponent = mpf(exponent)
    if exponent == 0:
        return Dual(1)
    if x.value == 0:
        return Dual(0)
    return x.chain(x.value**exponent, exponent * x.value ** (exponent - 1))


def atan2(y, x):
    """The angle of y over x; 0 for 0/0."""
    squared = y.value**2 + x.value**2
    if squared == 0:
        return Dual(0)
    angle = mp.atan2(y.value, x.value)
    return y.chain(angle, x.value / squared) + x.chain(mpf(0), -y.value / squared)


def cos(x):
    return x.chain(mp.cos(x.value), -mp.sin(x.value))


def sin(x):
    return x.chain(mp.sin(x.value), mp.cos(x.value))


def absolute(x):
    return x if x.value >= 0 else -x


def maximum(a, b):
    a, b = lift(a), lift(b)
    return a if a.value >= b.value else b


def minimum(a, b):
    a, b = lift(a), lift(b)
    return a if a.value <= b.value else b


def clamped_log(p):
    """log p with p not below the smallest normal double, in the logarithm and in its slope 1/p alike."""
    clamped = max(p.value, SMALLEST_NORMAL)
    return p.chain(mp.log(clamped), 1 / clamped)


def total(terms):
    """The sum; unlike repeated +, in time linear in the number of partials."""
    value, partials = mpf(0), {}
    for term in map(lift, terms):
        value += term.value
        for k, d in term.partials.items():
            partials[k] = partials.get(k, 0) + d
    return Dual(value, partials)


def rounded(x):
    """The double nearest to x: what a vector records. Never infinite, never −0."""
    nearest = float(x)
    if nearest - nearest != 0:
        raise ValueError(f"{x} is no finite double")
    return nearest + 0.0
