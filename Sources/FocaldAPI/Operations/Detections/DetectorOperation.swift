import DetectionCore

/// The images of a detector's request, and the answer that says what each shows.
struct DetectorBatch<S: Scalar> {
  let arguments: Arguments
  let count: Int
  private let heads: [String: Tensor<S>]

  /// `inputs` are of one image, of rank `imageRank`, or all of a batch. What is not given is left out.
  init(_ arguments: Arguments, _ inputs: [String], imageRank: Int = 2) throws {
    let batch = try HeadBatch(arguments, inputs, imageRank: imageRank)
    self.arguments = arguments
    count = batch.imageCount
    heads = try Dictionary(uniqueKeysWithValues: inputs.map { ($0, try batch.tensor($0)) })
  }

  /// An input's numbers for one image.
  func tensor(_ name: String, _ image: Int) -> Tensor<S> {
    guard let head = heads[name], image < head.shape[0] else { return Tensor([]) }
    return head.row(image)
  }

  /// What the stages after decoding do.
  func stages() throws(Problem) -> DetectionStages<S> { try DetectionParameters.stages(arguments, images: count) }

  /// The answer where there are none.
  var noImages: Answer { Answer(fields: [Answer.Field(name: "images", value: .list([]))]) }

  /// The answer: an object for every image.
  func answer(_ detect: (_ image: Int) throws -> Detections<S>) rethrows -> Answer {
    Answer(fields: [Answer.Field(name: "images", value: .list(try (0..<count).map { Answer.Value(try detect($0)) }))])
  }
}

/// The sizes of a request's images, and the way back to the originals.
struct DetectorImages<S: Scalar> {
  let sizes: [ImageSize<S>]
  let mappings: [ImageMapping<S>?]
  let padded: ImageSize<Double>?

  /// Boxes are clipped to `image_size`; originals were resized to it.
  init(_ arguments: Arguments, count: Int) throws(Problem) {
    let images = try RetinaNetImages(arguments, count: count)
    sizes = images.sizes.map { ImageSize(height: S($0.height), width: S($0.width)) }
    mappings = try OriginalImages<S>(arguments, sizes: images.sizes, fit: .resize).mappings
    padded = try images.paddedSize(arguments)
  }
}

extension RetinaNetAnchors {
  /// The rows of each level.
  var ranges: [Range<Int>] { levels.map(\.anchors) }
}
