import DetectionCore
import JSON

struct Focal: LossDefinition {
  enum Activation: String, CaseIterable {
    case sigmoid, softmax
  }

  let about = About(
    "losses", "focal",
    summary: "Cross entropy with well-classified examples weighted down; over sigmoids or a softmax.",
    formula: "FL = −α_t (1−p_t)^γ log p_t",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», eq. 4–5; soft targets: torchvision",
    example: #"{"logits": [2.0, -1.0, 0.5, -3.0], "targets": [1, 0, 0, 1], "gradients": true}"#)
  let activations = ActivationFields(.any)
  let gamma = Field.number("gamma", .notNegative, default: 2, "γ ≥ 0, the focusing parameter; 0 is cross entropy.")
  let alpha = Field<PerClass<Double>?>(
    parameter: Parameter(
      "alpha", .anyOf([.number(.unit), .list(.number(.notNegative), count: nil)]), default: 0.25, nullIsValue: true,
      "α. Sigmoid: the weight of positives, negatives have 1 − α; one number, or one per class, the last axis; 0.25 unless "
        + "given. Softmax: C weights, or with C = 2 "
        + "one number read [α, 1−α]; none unless given. null: no weights."), fallback: PerClass.one(0.25)
  ) { json in .some(json.number.map(PerClass.one) ?? json.numberList.map(PerClass.each)) }.defaultingByOthers
  let activation = Field<Activation>.choice("activation", default: .sigmoid, "What makes probabilities of logits.")
  let labelSmoothing = Field.number(
    "label_smoothing", .unit, default: 0,
    "ε: targets become t(1−ε) + ε/2, of a softmax [c=t](1−ε) + ε/C, as Keras' BinaryFocalCrossentropy and "
      + "CategoricalFocalCrossentropy.")
  let classWeights = ClassificationFields.classWeights.only(
    .choice("activation", [Activation.sigmoid.rawValue]))
  let ignoreIndex = ClassificationFields.ignoreIndex
  let probabilityEps = FocalFields.probabilityEps(" Sigmoid only.").only(
    .choice("activation", [Activation.sigmoid.rawValue]))
  let meanOver = MeanOverFields()
  let targets = BinaryTargetFields(
    holds: "Sigmoid: of the logits' shape, in [0, 1] (with target_encoding \"signed\", −1 or 1). "
      + "Softmax: class indices (N, …) beside logits (N, C, …).",
    signedOnly: .choice("activation", [Activation.sigmoid.rawValue]))

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    let values: Tensor<S> = try request.tensor(field)
    let reduction = meanOver.reduction(request, values.shape, or: reduction)
    let loss =
      switch request[activation] {
      case .sigmoid: try sigmoid(request, values, input, gradient, reduction)
      case .softmax: try softmax(request, values, input, gradient, reduction)
      }
    return LossAnswer(loss: loss, input: field)
  }

  private func sigmoid<S: Scalar>(
    _ request: Request, _ values: Tensor<S>, _ input: ClassificationInput, _ gradient: Bool, _ reduction: Reduction
  ) throws -> ReducedLoss<S> {
    let ignored: S? = try targets.ignored(request, ignoreIndex)
    var loss = FocalLoss<S>(gamma: S(request[gamma]), alpha: nil, input: input, ignored: ignored)
    loss.labelSmoothing = S(request[labelSmoothing])
    switch request[alpha] {
    case .each(let alphas): loss.classAlphas = try unit(alphas).map { S($0) }
    case .one(let alpha): loss.alpha = S(alpha)
    case nil: break
    }
    let weights: LossWeights<S>? = try LossFields.shared.weights(request, classes: request[classWeights])
    let targets: Tensor<S> = try targets.read(request, ignoring: ignored)
    guard request[probabilityEps] > 0 else {
      return try loss.evaluate(
        values, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
    }
    try loss.check(eps: probabilityEps, request)
    return try ClippedFocalLoss(loss, eps: S(request[probabilityEps])).evaluate(
      values, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
  }

  /// Of a sigmoid every α lies in [0, 1].
  private func unit(_ alphas: [Double]) throws(Problem) -> [Double] {
    guard let failing = alphas.firstIndex(where: { $0 > 1 }) else { return alphas }
    throw Problem(
      .outOfRange, at: "/alpha/\(failing)",
      "with activation \"sigmoid\", every alpha is from 0 to 1, found \(plain(alphas[failing]))")
  }

  private func softmax<S: Scalar>(
    _ request: Request, _ values: Tensor<S>, _ input: ClassificationInput, _ gradient: Bool, _ reduction: Reduction
  ) throws -> ReducedLoss<S> {
    // `[]` is N = 0 here, too.
    let isEmpty = values.shape == Shape(vector: 0)
    let values = isEmpty ? Shape([0, 0]).flatMap(values.reshaped) ?? values : values
    var loss = SoftmaxFocalLoss<S>(
      gamma: S(request[gamma]), alpha: try classWeights(request, values.shape), ignored: request[ignoreIndex],
      input: input)
    loss.labelSmoothing = S(request[labelSmoothing])
    return try loss.evaluate(
      values, targets: try classIndices(request), weights: LossFields.shared.weights(request), gradient: gradient,
      reduction: reduction)
  }

  /// A list of C weights; one number with C = 2 is [α, 1 − α]; none where the request gives none.
  private func classWeights<S: Scalar>(_ request: Request, _ shape: Shape) throws -> [S]? {
    guard request.gives(alpha) else { return nil }
    switch request[alpha] {
    case nil: return nil
    case .each(let weights): return weights.map { S($0) }
    case .one(let alpha):
      guard shape.rank >= 2, shape[1] == 2 else {
        throw Problem(
          .shapeMismatch, at: "/alpha",
          "with activation \"softmax\", one number is the alpha of C = 2 classes only; give a list of C weights")
      }
      return [S(alpha), S(1 - alpha)]
    }
  }

  private func classIndices(_ request: Request) throws -> Tensor<Int> {
    let tensor: Tensor<Double> = try request.tensor(targets.targets)
    let failing = tensor.withElements { $0.firstIndex { Int(exactly: $0) == nil } }
    guard let failing else { return tensor.map { Int($0) } }
    throw Problem(
      .wrongType, at: request.pointer(to: targets.targets.name, position: failing),
      "with activation \"softmax\", targets are class indices, found \(plain(tensor[failing]))")
  }
}
