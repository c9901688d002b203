import DetectionCore

/// The outputs of a decoder with queries: of its last layer, and of others, which are trained alike.
struct QueryFields: FieldGroup {
  let logits: TensorField<Reals>
  let boxes: TensorField<Reals>
  let auxiliaryLogits: TensorField<Reals>
  let auxiliaryBoxes: TensorField<Reals>
  let imageSize = Field<OneOrEach<ImageSize<Double>>?>.sizePerImage(
    "image_size",
    "[height, width], or one per image, in the unit of target_boxes. null: these are parts of the image already.")

  /// `logits`: what the channels are.
  init(logits holds: String) {
    logits = .reals("class_logits", .of("Q", "C"), .of("B", "Q", "C"), differentiable: true, holds: holds)
    boxes = .reals(
      "boxes", .of("Q", "4"), .of("B", "Q", "4"), differentiable: true,
      holds: "cx, cy, w, h as parts of the image, after the head's sigmoid.")
    let auxiliaryLogits = TensorField.reals(
      "auxiliary_logits", .of("L", "Q", "C"), .of("L", "B", "Q", "C"), differentiable: true,
      holds: "The logits of L other layers of the decoder."
    ).optional(otherwise: "none")
    self.auxiliaryLogits = auxiliaryLogits
    auxiliaryBoxes = .reals(
      "auxiliary_boxes", .of("L", "Q", "4"), .of("L", "B", "Q", "4"), differentiable: true, holds: "Their boxes."
    ).optional(otherwise: "none").only(.given(auxiliaryLogits))
  }

  var all: [TensorField<Reals>] { [logits, boxes, auxiliaryLogits, auxiliaryBoxes] }

  /// The size of each image.
  func sizes(_ request: Request, count: Int) throws(Problem) -> [ImageSize<Double>] {
    guard request[imageSize] != nil else {
      return Array(repeating: ImageSize(height: 1, width: 1), count: count)
    }
    return try ImageFields(size: imageSize, padded: nil).sizes(request, count: count)
  }

  /// The auxiliary layers, each as a batch.
  func auxiliaryLayers<S: Scalar>(_ request: Request, imageCount: Int) throws -> [SetPredictionLoss<S>.Layer] {
    guard request.has(auxiliaryLogits) else { return [] }
    guard request.has(auxiliaryBoxes) else {
      throw Problem(
        .missingField, at: "/\(auxiliaryBoxes.name)",
        "\(auxiliaryBoxes.name) is missing: every layer of \(auxiliaryLogits.name) has boxes")
    }
    let logits: [Tensor<S>] = try layers(auxiliaryLogits, like: self.logits, request)
    let boxes: [Tensor<S>] = try layers(auxiliaryBoxes, like: self.boxes, request)
    return zip(logits, boxes).map { .init(logits: $0, boxes: $1) }
  }

  private func layers<S: Scalar>(
    _ field: TensorField<Reals>, like last: TensorField<Reals>, _ request: Request
  ) throws -> [Tensor<S>] {
    let tensor: Tensor<S> = try request.tensor(field)
    guard let own = request.shape(of: last), Array(tensor.shape.extents.dropFirst()) == own.extents,
      tensor.shape[0] == request.shape(of: auxiliaryLogits)?.extents.first
    else {
      throw Problem(
        .shapeMismatch, at: "/\(field.name)",
        "\(field.name) \(tensor.shape) must hold in every layer what \(last.name) "
          + "\(request.shape(of: last)?.description ?? "") does, and as many layers as \(auxiliaryLogits.name)")
    }
    return (0..<tensor.shape[0]).map { layer in
      let row = tensor.row(layer)
      guard row.shape.rank == 2, let shape = Shape([1] + row.shape.extents) else { return row }
      return row.reshaped(shape) ?? row
    }
  }
}
