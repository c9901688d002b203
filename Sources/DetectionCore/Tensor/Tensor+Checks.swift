extension Tensor where Element: Scalar {
  /// Throws at the first element that is not in the range.
  func check(_ role: InputRole, _ rule: NumberRule, in range: ClosedRange<Element>) throws(DetectionError) {
    try check(role, rule) { range.contains($0) }
  }

  /// Throws at the first element that does not satisfy the rule's condition.
  @inline(__always)
  func check(_ role: InputRole, _ rule: NumberRule, _ isValid: (Element) -> Bool) throws(DetectionError) {
    let failing = withElements { elements in elements.firstIndex { !isValid($0) } }
    if let failing { throw .number(role, rule, position: failing, value: Double(self[failing])) }
  }

  /// Throws unless the shape is the wanted one.
  func check(_ role: InputRole, shape expected: Shape, toFit other: InputRole) throws(DetectionError) {
    guard shape == expected else { throw .shape(role, .toFit(other, expected), found: shape) }
  }

  /// Throws unless this is a matrix with that many columns.
  func check(_ role: InputRole, columns: Int) throws(DetectionError) {
    guard shape.rank == 2, shape[1] == columns else { throw .shape(role, .columns(columns), found: shape) }
  }
}
