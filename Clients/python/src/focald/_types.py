"""Names for what goes in and out."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Union

import numpy as np
import numpy.typing as npt

#: An input tensor: an array, a scalar, or nested lists.
Numbers = npt.ArrayLike
#: An input that may be a list of levels, each the map that a convolution gives: (C, H, W) or (B, C, H, W).
Maps = Union[npt.ArrayLike, Sequence[npt.ArrayLike]]
#: A parameter that is a list of numbers may be an array, too.
Array = npt.NDArray[Any]
#: Rows of a data set: the parsed file, a path to the file, its bytes, or an object with such rows in `dataset`.
Records = Union[Mapping[str, Any], Sequence[Any], "os.PathLike[str]", str, bytes, Any]

#: Names of images or categories: whole numbers or texts.
Ids = Union[Sequence[int], Sequence[str], Array]

#: Real numbers of an answer: float64 or float32, as the inputs.
Reals = npt.NDArray[np.floating[Any]]
#: Whole numbers of an answer.
Integers = npt.NDArray[np.integer[Any]]
#: Names of images or categories in an answer: an array where all are numbers.
FoundIds = Union[Integers, list[Any]]
