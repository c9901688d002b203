extension Boxes {
  /// Row i of one list goes with row i of the other: as many, in the same format. `role` is what these are.
  func checkPaired(with boxes: Boxes, as role: InputRole) throws(DetectionError) {
    try tensor.check(role, shape: boxes.tensor.shape, toFit: .boxes)
    try check(sameFormatAs: boxes, as: role)
  }

  /// Throws unless both lists are in one format.
  func check(sameFormatAs other: Boxes, as role: InputRole) throws(DetectionError) {
    guard format == other.format else { throw .conflict(role, .formats) }
  }
}
