import DetectionCore

/// The elements of a tensor field: whole numbers.
enum Indices: Sendable {}
