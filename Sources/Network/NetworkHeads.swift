package import DetectionCore

/// What a network says of a picture: rows level by level, then y, x, anchor.
package struct NetworkHeads: Sendable {
  /// (A, K).
  package let classLogits: Tensor<Float>
  /// (A, 4): dx, dy, dw, dh.
  package let boxDeltas: Tensor<Float>
  package let levels: [LevelSize]
  /// Seconds that backbone and pyramid took.
  package let backboneSeconds: Double
  /// Seconds that the subnets took.
  package let headSeconds: Double
}
