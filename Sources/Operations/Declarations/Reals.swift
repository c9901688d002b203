import DetectionCore

/// The elements of a tensor field: real numbers, in the arithmetic of the request.
enum Reals: Sendable {}
