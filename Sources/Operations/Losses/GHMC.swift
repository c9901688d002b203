import DetectionCore

struct GHMC: LossDefinition {
  let about = About(
    "losses", "ghm-c",
    summary: "Cross entropy with each element weighed down by how many others have a gradient of its size.",
    formula: "L = (1/N) Σ β_i CE_i,  β_i = N/GD(g_i),  g = |p−t|,  GD = S_j M,  S_j = m S_j + (1−m) R_j",
    source: "Li et al. 2019, «Gradient Harmonized Single-stage Detector», eq. 5–10",
    example: #"{"logits": [2.0, -1.0, 0.5, -3.0], "targets": [1, 0, 0, 1], "bins": 4, "gradients": true}"#)
  let activations = ActivationFields(.any)
  let targets = ClassificationFields.softTargets
  let binCounts = TensorField.reals(
    "bin_counts", .of("M"), holds: "S, as the answer before has given it: the service keeps nothing."
  ).optional(otherwise: "no memory, S is R")
  let bins = Field.integer("bins", .from(1, to: 10000), default: 10, "M: bins of equal width that g falls into.")
  let momentum = Field.number("momentum", .belowOne, default: 0, "m < 1: how much of bin_counts stays.")
  let emptyBins = Field.flag(
    "empty_bins", default: true,
    "β divides by all M bins, as in the paper. false: by those that are not empty, as in its authors' code.")
  let ignoreIndex = ClassificationFields.ignoreIndex
  let nextCounts = Output.reals(
    "bin_counts", "(M,)", "S: the bin_counts of the next call. Without momentum the elements of each bin.")

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    let loss = GHMCLoss<S>(
      bins: request[bins], momentum: request[momentum], countsEmptyBins: request[emptyBins], input: input,
      ignored: request[ignoreIndex].map { S($0) })
    let evaluated = try loss.evaluate(
      request.tensor(field), targets: request.tensor(targets), weights: LossFields.shared.weights(request),
      binCounts: request.optionalTensor(binCounts), gradient: gradient, reduction: reduction)
    var extras = Answer()
    extras.set(nextCounts, evaluated.binCounts.map { S($0) })
    return LossAnswer(loss: evaluated.loss, input: field, extras: extras)
  }
}
