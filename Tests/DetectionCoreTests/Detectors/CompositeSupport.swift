import DetectionCore
import Testing

extension GroundTruth {
  /// Objects given as rows, each with its class and its image.
  init(
    _ rows: [(box: [Double], label: Int, image: Int)], imageCount: Int, classes: Int,
    ignored: IgnoredRegions<S>? = nil
  ) throws {
    try self.init(
      boxes: Boxes(rows: rows.map(\.box)), labels: Tensor(rows.map(\.label)), imageIndices: Tensor(rows.map(\.image)),
      imageCount: imageCount, classes: 0..<classes, ignored: ignored)
  }
}

extension CompositeLoss {
  /// A term's value without its weight; NaN if there is none of that name.
  func unweighted(_ name: String) -> Double { terms.first { $0.name == name }?.unweighted ?? .nan }

  /// The gradient by an input.
  func slopes(_ input: String) -> [Double] { gradients.first { $0.input == input }?.tensor.numbers ?? [] }

  /// The gradients by all inputs, one after the other.
  var allSlopes: [Double] { gradients.flatMap(\.tensor.numbers) }
}

/// Compares the gradients by all inputs of a composite loss with central differences.
func expectGradients(
  at point: [Double], tolerance: Double = 1e-6, sourceLocation: SourceLocation = #_sourceLocation,
  _ loss: (_ point: [Double], _ gradients: Bool) throws -> CompositeLoss<Double>
) throws {
  let slopes = try loss(point, true).allSlopes
  let worst = try worstSlope(slopes, at: point) { try loss($0, false).loss }
  #expect(slopes.count == point.count && worst <= tolerance, sourceLocation: sourceLocation)
}
