import DetectionCore

/// How many candidates each stage left.
struct CountOutputs: FieldGroup {
  let candidates = Output.count("candidates", "(row, class) pairs, or boxes.")
  let aboveThreshold = Output.count("above_threshold", "Those with a score above the threshold.")
  let afterTopK: Output<Count>?
  let afterMinimumSize: Output<Count>?
  let afterNMS = Output.count("after_nms", "Boxes left by suppression.")
  let returned = Output.count("returned", "Boxes answered.")

  /// Which stages there are besides.
  /// `sifting`: what must hold for boxes to be sifted by size; `nil`: they never are.
  init(hasTopK: Bool = true, sifting: [Condition]? = nil) {
    afterTopK = hasTopK ? .count("after_top_k", "Those left by the selection per level.") : nil
    afterMinimumSize = sifting.map { .count("after_min_size", "Those whose boxes are not too small.").only($0) }
  }

  func set(_ counts: DetectionCounts, in answer: inout Answer) {
    answer.set(candidates, counts.candidates)
    answer.set(aboveThreshold, counts.aboveThreshold)
    if let afterTopK { answer.set(afterTopK, counts.afterTopK) }
    if let afterMinimumSize { answer.set(afterMinimumSize, counts.afterMinimumSize) }
    answer.set(afterNMS, counts.afterNMS)
    answer.set(returned, counts.returned)
  }
}
