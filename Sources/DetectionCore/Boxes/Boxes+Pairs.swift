extension Boxes {
  /// Row i of one list goes with row i of the other: as many, in the same format.
  func checkPaired(with other: Boxes, named name: String) throws(DetectionError) {
    try tensor.check(name, shape: other.tensor.shape, like: "boxes")
    try check(sameFormatAs: other, named: name)
  }

  /// Throws unless both lists are in one format.
  func check(sameFormatAs other: Boxes, named name: String) throws(DetectionError) {
    guard format == other.format else {
      throw .conflict(input: name, reason: "all boxes of a request share one format")
    }
  }
}
