import DetectionCore

/// The ground truth of a batch, flat: what every loss of a whole detector reads beside the network's outputs.
struct TargetFields: FieldGroup {
  let boxes: TensorField<Reals>
  let labels: TensorField<Indices>
  let imageIndices: TensorField<Indices>
  let weights = TensorField.reals(
    "target_weights", .of("M"),
    holds: "What rows that learn each object count in every term, ≥ 0. No N takes notice of them."
  ).optional(otherwise: "all 1")
  let ignored: IgnoredRegionFields?

  /// `labelsOtherwise`: what it means to leave out the labels, in words, where they may be left out. `ignoring`: what regions
  /// may be given for the loss to pass over, in words; `nil`: nothing. `effect`: what becomes of those.
  init(
    labelsOtherwise: String? = nil, ignoring rows: String? = nil, effect: String = IgnoredRegionFields.always
  ) {
    boxes = .reals(
      "target_boxes", .of("M", "4"), holds: "The objects of all images, x1, y1, x2, y2; width and height > 0.")
    let labels = TensorField.indices("target_labels", .of("M"), holds: "The class index of each object.")
    self.labels = labelsOtherwise.map { labels.optional(otherwise: $0) } ?? labels
    imageIndices = .indices(
      "target_image_indices", .of("M"),
      holds: "The image of the batch that each object is in, from 0."
    ).optional(otherwise: "all 0, of one image")
    ignored = rows.map { IgnoredRegionFields(ofBatch: true, format: "x1, y1, x2, y2", rows: $0, effect: effect) }
  }

  /// How many objects there are.
  func count(_ request: Request) -> Int { request.shape(of: boxes)?.extents.first ?? 0 }

  /// The ground truth of a batch of so many images; without `labels` those of the request.
  func read<S: Scalar>(
    _ request: Request, imageCount: Int, classes: Range<Int>, labels: Tensor<Int>? = nil, as scalar: S.Type = S.self
  ) throws -> GroundTruth<S> {
    let images = request.optionalTensor(imageIndices)
    if images == nil, imageCount > 1, count(request) > 0 {
      throw Problem(
        .missingField, at: "/\(imageIndices.name)",
        "\(imageIndices.name) is missing: there are \(imageCount) images; give the image of each object, from 0")
    }
    return try GroundTruth(
      boxes: request.boxes(boxes, .xyxy), labels: labels ?? request.tensor(self.labels), imageIndices: images,
      imageCount: imageCount, classes: classes, weights: request.optionalTensor(weights),
      ignored: ignored?.read(request, imageCount: imageCount))
  }
}
