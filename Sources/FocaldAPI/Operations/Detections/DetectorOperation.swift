import DetectionCore

/// The images of a detector's request, and the answer that says what each shows.
struct DetectorBatch<S: Scalar> {
  /// The request's; maps have told it the sizes of its levels.
  let arguments: Arguments
  let count: Int
  private let heads: [String: Tensor<S>]
  private let maps: LevelMaps<S>?

  /// `inputs` are of one image, of rank `imageRank`, or all of a batch; or all of them maps, level by level. What is not
  /// given is left out. `anchors`: rows of a map's cell, level by level, where the request tells them.
  init(_ arguments: Arguments, _ inputs: [String], imageRank: Int = 2, anchors: [Int]? = nil) throws {
    if let maps = try LevelMaps<S>(arguments, inputs, anchors: anchors) {
      (self.arguments, self.maps) = (try maps.completed(arguments), maps)
      (count, heads) = (maps.imageCount, [:])
      return
    }
    let batch = try HeadBatch(arguments, inputs, imageRank: imageRank)
    self.arguments = arguments
    count = batch.imageCount
    heads = try Dictionary(uniqueKeysWithValues: inputs.map { ($0, try batch.tensor($0)) })
    maps = nil
  }

  /// An input's numbers for one image.
  func tensor(_ name: String, _ image: Int) -> Tensor<S> {
    guard let head = heads[name], image < head.shape[0] else { return Tensor([]) }
    return head.row(image)
  }

  /// An input's rows for one image, however they came; `read` says how they lie in a matrix that came in one.
  func head(_ name: String, _ image: Int, _ read: (Tensor<S>) -> HeadMap<S> = { HeadMap($0) }) throws(Problem)
    -> HeadPyramid<S>
  {
    if let maps { return try maps.head(name, image) }
    return HeadPyramid(read(tensor(name, image)))
  }

  /// Rows and columns of each level's cells, where the heads came as maps.
  var featureSizes: [(height: Int, width: Int)]? { maps?.featureSizes }

  /// The rows of each level, where the heads came as maps, of a batch that has images; else none.
  func levels() throws(Problem) -> [Range<Int>] { try maps?.levels() ?? [] }

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
