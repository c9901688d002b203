import DetectionCore

/// Outputs of a network for one image, or for a batch of them: read as a batch.
struct HeadBatch {
  /// How many images there are.
  let imageCount: Int
  private let isBatch: Bool
  private let request: Request

  /// Inputs of rank `imageRank` are of one image, those with an axis more of a batch; all must be of the same kind.
  init(_ request: Request, _ inputs: [String], imageRank: Int = 2) throws(Problem) {
    self.request = request
    let shapes = inputs.compactMap { name in request.inputs[name].map { (name: name, shape: $0.tensor.shape) } }
    isBatch = shapes.first.map { $0.shape.rank > imageRank } ?? false
    imageCount = isBatch ? shapes.first?.shape.extents.first ?? 0 : 1
    for (name, shape) in shapes.dropFirst() {
      let isOfTheSame = (shape.rank > imageRank) == isBatch
      guard isOfTheSame, !isBatch || shape[0] == imageCount else {
        let first = shapes.first.map { "\($0.name) \($0.shape)" } ?? ""
        throw Problem(
          isOfTheSame ? .shapeMismatch : .wrongRank, at: "/\(name)",
          "\(first) and \(name) \(shape) must be of one image, or of the same batch")
      }
    }
    try ImageFields.check(count: imageCount, at: inputs.first ?? "")
  }

  /// Tensors of rank `imageRank` are of one image, those with an axis more of a batch; all must be of the same kind. What is
  /// not given is left out.
  init(_ request: Request, _ fields: [TensorField<Reals>], imageRank: Int = 2) throws(Problem) {
    try self.init(request, fields.map(\.name), imageRank: imageRank)
  }

  /// A tensor with the batch's axis in front.
  func tensor<S: Scalar>(_ field: TensorField<Reals>) throws -> Tensor<S> { try tensor(field.name) }

  /// An input with the batch's axis in front.
  func tensor<S: Scalar>(_ name: String) throws -> Tensor<S> {
    let tensor: Tensor<S> = try request.tensor(name)
    guard !isBatch, let shape = Shape([1] + tensor.shape.extents) else { return tensor }
    return tensor.reshaped(shape) ?? tensor
  }
}
