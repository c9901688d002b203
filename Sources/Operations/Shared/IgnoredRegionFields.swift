import DetectionCore

/// Regions of which no row learns anything: crowds.
struct IgnoredRegionFields: FieldGroup {
  let boxes: TensorField<Reals>
  let imageIndices: TensorField<Indices>?
  let threshold: Field<Double>

  /// What becomes of the rows of most losses.
  static let always = "count for nothing (label −2), whatever they were matched to"

  /// Of a batch, whose regions may be in several images, or of one image. `format`: what the boxes are given in, `rows`: of what a
  /// region covers a share, `effect`: what becomes of them, in words.
  init(ofBatch: Bool, format: String, rows: String = "anchors", effect: String = Self.always) {
    let boxes = TensorField.reals(
      "ignored_boxes", .of("I", "4"),
      holds: "Regions of which no row learns anything, such as crowds, \(format)."
    ).optional(otherwise: "none")
    self.boxes = boxes
    imageIndices =
      ofBatch
      ? .indices("ignored_image_indices", .of("I"), holds: "The image of the batch that each region is in, from 0.")
        .optional(otherwise: "all 0, of one image").only(.given(boxes)) : nil
    threshold = .number(
      "ignored_threshold", .unit, default: 0.5,
      "With ignored_boxes: \(rows) of whose area a region covers more than this share \(effect)."
    ).only(.given(boxes))
  }

  /// The regions of a request; `nil` if it has none.
  func read<S: Scalar>(
    _ request: Request, imageCount: Int, _ format: BoxFormat = .xyxy, as scalar: S.Type = S.self
  ) throws -> IgnoredRegions<S>? {
    guard request.has(boxes) else { return nil }
    let images = imageIndices.flatMap { request.optionalTensor($0) }
    if let imageIndices, images == nil, imageCount > 1 {
      throw Problem(
        .missingField, at: "/\(imageIndices.name)",
        "\(imageIndices.name) is missing: there are \(imageCount) images; give the image of each region, from 0")
    }
    return try IgnoredRegions(
      boxes: request.boxes(boxes, format), imageIndices: images, imageCount: imageCount,
      threshold: request[threshold, as: S.self])
  }
}
