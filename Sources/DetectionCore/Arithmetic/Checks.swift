extension Tensor where Element: Scalar {
  /// Throws at the first element that is not in the range.
  func check(_ input: String, in range: ClosedRange<Element>, _ expected: String) throws(DetectionError) {
    try check(input, expected) { range.contains($0) }
  }

  /// Throws at the first element that does not satisfy the condition.
  @inline(__always)
  func check(_ input: String, _ expected: String, _ isValid: (Element) -> Bool) throws(DetectionError) {
    let failing = withElements { elements in elements.firstIndex { !isValid($0) } }
    if let failing {
      throw .valueOutOfRange(input: input, position: failing, value: Double(self[failing]), expected: expected)
    }
  }

  /// Throws unless the shape is the wanted one.
  func check(_ input: String, shape expected: Shape, like other: String) throws(DetectionError) {
    guard shape == expected else {
      throw .shapeMismatch(input: input, expected: "\(expected) to fit \(other)", found: shape)
    }
  }

  /// Throws unless this is a matrix with that many columns.
  func check(_ input: String, columns: Int) throws(DetectionError) {
    guard shape.rank == 2, shape[1] == columns else {
      throw .shapeMismatch(input: input, expected: "(N, \(columns))", found: shape)
    }
  }
}
