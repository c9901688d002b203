import DetectionCore

/// The heads of a detector's request, of one image or of a batch, whole or in levels.
struct DetectorBatch<S: Scalar> {
  /// How many images there are.
  let count: Int
  private let heads: [String: Tensor<S>]
  private let maps: LevelMaps<S>?

  /// `fields` are of one image, of rank `imageRank`, or all of a batch; or all of them maps, level by level. `anchors`: rows
  /// of a map's cell, level by level, where the request says them. `featureSizes`: what a request says of the levels.
  init(
    _ request: Request, _ fields: [TensorField<Reals>], imageRank: Int = 2, anchors: [Int]? = nil,
    featureSizes: Field<[FeatureSize]?>? = nil
  ) throws {
    if let maps = try LevelMaps<S>(request, fields, anchors: anchors) {
      if let featureSizes { try maps.check(request, featureSizes) }
      (count, heads, self.maps) = (maps.imageCount, [:], maps)
      return
    }
    let batch = try HeadBatch(request, fields, imageRank: imageRank)
    count = batch.imageCount
    heads = try Dictionary(uniqueKeysWithValues: fields.map { ($0.name, try batch.tensor($0)) })
    maps = nil
  }

  /// A head's numbers for one image.
  func tensor(_ field: TensorField<Reals>, _ image: Int) -> Tensor<S> {
    guard let head = heads[field.name], image < head.shape[0] else { return Tensor([]) }
    return head.row(image)
  }

  /// A head's rows for one image, however they came; `read` says how they lie in a matrix.
  func head(
    _ field: TensorField<Reals>, _ image: Int, _ read: (Tensor<S>) -> HeadMap<S> = { HeadMap($0) }
  ) throws(Problem) -> HeadPyramid<S> {
    if let maps { return try maps.head(field, image) }
    return HeadPyramid(read(tensor(field, image)))
  }

  /// The cells of each level, where the heads came as maps.
  var features: [FeatureSize]? { maps?.features }

  /// The rows of each level, where the heads came as maps, of a batch that has images; else none.
  func levels(_ field: TensorField<Reals>) throws(Problem) -> [Range<Int>] { try maps?.head(field, 0).ranges ?? [] }
}
