import DetectionCore

struct GHMC: LossDefinition {
  let name = "ghm-c"
  let summary = "Cross entropy with each element weighed down by how many others have a gradient of its size."
  let formula = "L = (1/N) Σ β_i CE_i,  β_i = N/GD(g_i),  g = |p−t|,  GD = S_j M,  S_j = m S_j + (1−m) R_j"
  let source = "Li et al. 2019, «Gradient Harmonized Single-stage Detector», eq. 5–10"
  let isLinear = true
  let inputs =
    ClassificationInputs.activations(.any) + [
      ClassificationInputs.softTargets,
      Input(
        "bin_counts", .of("M"), presence: .optional(otherwise: "no memory, S is R"),
        holds: "S, as the answer before has given it: the service keeps nothing."),
    ]
  let ownParameters = [
    Parameter("bins", .integer(.from(1, to: 10000)), default: 10, "M: bins of equal width that g falls into."),
    Parameter("momentum", .number(.unit), default: 0, "m < 1: how much of bin_counts stays."),
    Parameter(
      "empty_bins", .boolean, default: true,
      "β divides by all M bins, as in the paper. false: by those that are not empty, as in its authors' code."),
    Parameter("ignore_index", .integer(.any), default: nil, "Targets with this value count for nothing."),
  ]
  let ownOutputs = [
    Output("bin_counts", "(M,)", "S: the bin_counts of the next call. Without momentum the elements of each bin.")
  ]
  let example = #"{"logits": [2.0, -1.0, 0.5, -3.0], "targets": [1, 0, 0, 1], "bins": 4, "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let momentum = arguments.number("momentum")
    guard momentum < 1 else {
      throw Problem(.outOfRange, at: "/momentum", "expected a number from 0, less than 1, found \(plain(momentum))")
    }
    let input = ClassificationInputs.given(arguments)
    let loss = GHMCLoss<S>(
      bins: arguments.integer("bins"), momentum: momentum, countsEmptyBins: arguments.flag("empty_bins"), input: input,
      ignored: arguments.optionalScalar("ignore_index"))
    let evaluated = try loss.evaluate(
      arguments.tensor(input.rawValue), targets: arguments.tensor("targets"),
      binCounts: arguments.optionalTensor("bin_counts"), gradient: gradient)
    var extras = Answer()
    extras.add("bin_counts", evaluated.binCounts.map { S($0) })
    return LossAnswer(loss: evaluated.loss.reduced(reduction), input: input.rawValue, extras: extras)
  }
}
