/// The images that share a value of an attribute, and their numbers.
public struct ImageSlice: Equatable, Sendable {
  /// The value; `nil` for images without one.
  public let value: String?
  /// How many images there are.
  public let images: Int
  /// COCO's numbers over these images alone.
  public let summary: [NamedNumber]

  /// Each value costs a walk over all detections.
  static let limit = 100

  static func all(
    _ records: Records, _ matches: Matches, _ objects: ObjectCells, _ parameters: COCOParameters, work: Work
  ) throws(EvaluationError) -> [ImageSlice] {
    guard let attribute = records.groundTruth.images.attribute else {
      throw .parameter(name: "slice_by", reason: "must be a member of images")
    }
    // The value of each image's rank, by number.
    let ofRank = records.images.rows.map { attribute[Int($0)] }
    let values = Set(ofRank).sorted { left, right in
      guard let left, let right else { return left == nil && right != nil }
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    guard values.count <= limit else {
      throw .parameter(name: "slice_by", reason: "must have at most \(limit) values, not \(values.count)")
    }
    let weighted = WeightedImages(records: records, matches: matches, objects: objects, parameters: parameters)
    let slices = Lists<ImageSlice?>(count: values.count, repeating: nil)
    try work.forEach(values.count) { index in
      var pass = weighted.pass()
      let weights: [Int32] = ofRank.map { $0 == values[index] ? 1 : 0 }
      let classes = weighted.averages(weights, &pass)
      slices[index] = ImageSlice(
        value: values[index], images: weights.count { $0 == 1 }, summary: COCOEvaluation.summary(classes, parameters))
      return true
    }
    return slices.elements.compactMap { $0 }
  }
}
