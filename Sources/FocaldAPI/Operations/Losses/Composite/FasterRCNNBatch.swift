import DetectionCore

/// The images of a request to Faster R-CNN's loss, and its tensors as the stages want them.
struct FasterRCNNBatch<S: Scalar> {
  let imageCount: Int
  let truth: GroundTruth<S>
  private let arguments: Arguments
  private let heads: HeadBatch
  /// Whether the proposals of all images are in one list.
  private let isFlat: Bool

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    isFlat = arguments.has("proposal_image_indices")
    heads = try HeadBatch(
      arguments, ["objectness", "rpn_box_deltas"] + (isFlat ? [] : ["class_logits", "box_deltas", "proposals"]))
    if isFlat { try Self.checkRanks(arguments) }
    imageCount =
      isFlat && !arguments.has("objectness") ? try Self.imagesOfProposals(arguments) : heads.imageCount
    truth = try Self.truth(arguments, imageCount)
  }

  /// An output of the RPN, with the batch's axis in front.
  func anchorRows(_ name: String) throws -> Tensor<S> { try heads.tensor(name) }

  /// An input of the RoI head over all images.
  func proposalRows(_ name: String) throws -> Tensor<S> {
    guard !isFlat else { return try arguments.tensor(name) }
    let tensor: Tensor<S> = try heads.tensor(name)
    return Shape([imageCount * proposalsPerImage, tensor.shape[2]]).flatMap(tensor.reshaped) ?? tensor
  }

  /// The image of each proposal.
  var proposalImages: Tensor<Int> {
    arguments.optionalIndices("proposal_image_indices")
      ?? Tensor((0..<imageCount).flatMap { Array(repeating: $0, count: proposalsPerImage) })
  }

  /// What an answer calls a row: where it is in its image, or in the one list of the request.
  func name(_ row: Int, ofImage image: Int) -> Int { isFlat ? row : row - image * proposalsPerImage }

  private var proposalsPerImage: Int { arguments.inputs["proposals"]?.tensor.shape.extents.suffix(2).first ?? 0 }

  private static func checkRanks(_ arguments: Arguments) throws(Problem) {
    for name in ["class_logits", "box_deltas", "proposals"] {
      guard let shape = arguments.inputs[name]?.tensor.shape, shape.rank > 2 else { continue }
      throw Problem(
        .conflictingFields, at: "/proposal_image_indices",
        "\(name) \(shape) says by its first axis which image a proposal is in: leave proposal_image_indices out")
    }
  }

  /// As many as the indices of proposals and objects name.
  private static func imagesOfProposals(_ arguments: Arguments) throws(Problem) -> Int {
    let objects = arguments.inputs["target_boxes"]?.tensor.shape.extents.first ?? 0
    let indices = ["proposal_image_indices", "target_image_indices"].map { name in
      (name: name, last: arguments.optionalIndices(name)?.elements.max() ?? -1)
    }
    for (name, last) in indices where last >= RetinaNetImages.limit {
      throw Problem(
        .answerTooLarge, at: "/\(name)",
        "there is an image \(last); the limit is \(RetinaNetImages.limit) images. Send less at a time")
    }
    let last = indices.map(\.last).max() ?? -1
    return max(last, objects > 0 ? 0 : -1) + 1
  }

  /// Without a RoI head nobody asks for the objects' classes.
  private static func truth(_ arguments: Arguments, _ imageCount: Int) throws -> GroundTruth<S> {
    let boxes: Boxes<S> = try arguments.boxes("target_boxes", format: .xyxy)
    let images = arguments.optionalIndices("target_image_indices")
    guard let logits = arguments.inputs["class_logits"]?.tensor.shape, logits.count > 0 else {
      return try GroundTruth(
        boxes: boxes, labels: Tensor(Array(repeating: 0, count: boxes.count)), imageIndices: images,
        imageCount: imageCount, classes: 0..<1)
    }
    return try GroundTruth(
      boxes: boxes, labels: arguments.indices("target_labels"), imageIndices: images, imageCount: imageCount,
      classes: 0..<(logits.extents.last ?? 0))
  }
}
