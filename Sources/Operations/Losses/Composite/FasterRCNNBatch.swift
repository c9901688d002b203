import DetectionCore

/// The images of a request to Faster R-CNN's loss, and its tensors as the stages want them.
struct FasterRCNNBatch<S: Scalar> {
  let imageCount: Int
  let truth: GroundTruth<S>
  private let request: Request
  private let fields: FasterRCNNLossOperation
  private let heads: HeadBatch
  /// Whether the proposals of all images are in one list.
  private let isFlat: Bool

  init(_ request: Request, _ fields: FasterRCNNLossOperation) throws {
    self.request = request
    self.fields = fields
    isFlat = request.has(fields.roi.imageIndices)
    heads = try HeadBatch(
      request, [fields.objectness, fields.rpn.boxDeltas] + (isFlat ? [] : Self.perProposal(fields)))
    if isFlat { try Self.checkRanks(request, fields) }
    imageCount =
      isFlat && !request.has(fields.objectness) ? try Self.imagesOfProposals(request, fields) : heads.imageCount
    truth = try Self.truth(request, fields, imageCount)
  }

  /// An output of the RPN, with the batch's axis in front.
  func anchorRows(_ field: TensorField<Reals>) throws -> Tensor<S> { try heads.tensor(field) }

  /// An input of the RoI head over all images.
  func proposalRows(_ field: TensorField<Reals>) throws -> Tensor<S> {
    guard !isFlat else { return try request.tensor(field) }
    let tensor: Tensor<S> = try heads.tensor(field)
    return Shape([imageCount * proposalsPerImage, tensor.shape[2]]).flatMap(tensor.reshaped) ?? tensor
  }

  /// The image of each proposal.
  var proposalImages: Tensor<Int> {
    request.optionalTensor(fields.roi.imageIndices)
      ?? Tensor((0..<imageCount).flatMap { Array(repeating: $0, count: proposalsPerImage) })
  }

  /// What an answer calls a row: where it is in its image, or in the one list of the request.
  func name(_ row: Int, ofImage image: Int) -> Int { isFlat ? row : row - image * proposalsPerImage }

  private var proposalsPerImage: Int { request.shape(of: fields.roi.proposals)?.extents.suffix(2).first ?? 0 }

  private static func perProposal(_ fields: FasterRCNNLossOperation) -> [TensorField<Reals>] {
    [fields.classLogits, fields.roi.boxDeltas, fields.roi.proposals]
  }

  private static func checkRanks(_ request: Request, _ fields: FasterRCNNLossOperation) throws(Problem) {
    for field in perProposal(fields) {
      guard let shape = request.shape(of: field), shape.rank > 2 else { continue }
      let indices = fields.roi.imageIndices.name
      throw Problem(
        .conflictingFields, at: "/\(indices)",
        "\(field.name) \(shape) says by its first axis which image a proposal is in: leave \(indices) out")
    }
  }

  /// As many as the indices of proposals and objects name.
  private static func imagesOfProposals(_ request: Request, _ fields: FasterRCNNLossOperation) throws(Problem) -> Int {
    let indices = [fields.roi.imageIndices, fields.truth.imageIndices].map { field in
      (name: field.name, last: request.optionalTensor(field)?.elements.max() ?? -1)
    }
    for (name, last) in indices where last >= ImageFields.limit {
      throw Problem(
        .answerTooLarge, at: "/\(name)",
        "there is an image \(last); the limit is \(ImageFields.limit) images. Send less at a time")
    }
    let last = indices.map(\.last).max() ?? -1
    return max(last, fields.truth.count(request) > 0 ? 0 : -1) + 1
  }

  /// Without a RoI head the objects' classes have no effect.
  private static func truth(_ request: Request, _ fields: FasterRCNNLossOperation, _ imageCount: Int) throws
    -> GroundTruth<S>
  {
    guard let logits = request.shape(of: fields.classLogits), logits.count > 0 else {
      let labels = Tensor(Array(repeating: 0, count: fields.truth.count(request)))
      return try fields.truth.read(request, imageCount: imageCount, classes: 0..<1, labels: labels)
    }
    return try fields.truth.read(request, imageCount: imageCount, classes: 0..<(logits.extents.last ?? 0))
  }
}
