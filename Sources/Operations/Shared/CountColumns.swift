import DetectionCore

/// How many candidates each stage left of each image.
struct CountColumns: FieldGroup {
  let candidates = Output.indices("candidates", "(B,)", "(row, class) pairs, or boxes.")
  let aboveThreshold = Output.indices("above_threshold", "(B,)", "Those with a score above the threshold.")
  let afterTopK = Output.indices("after_top_k", "(B,)", "Those left by the selection per level.")
  let afterMinimumSize: Output<Indices>
  let afterNMS = Output.indices("after_nms", "(B,)", "Boxes left by suppression.")
  let returned = Output.indices("returned", "(B,)", "Boxes answered.")

  init(_ contents: DetectionContents) {
    afterMinimumSize = .indices("after_min_size", "(B,)", "Those whose boxes are not too small.").only(
      StageFields.sifting(contents))
  }

  func set(_ counts: [DetectionCounts], in answer: inout Answer) {
    answer.set(candidates, counts.map(\.candidates))
    answer.set(aboveThreshold, counts.map(\.aboveThreshold))
    answer.set(afterTopK, counts.map(\.afterTopK))
    let sifted = counts.compactMap(\.afterMinimumSize)
    if sifted.count == counts.count { answer.set(afterMinimumSize, sifted) }
    answer.set(afterNMS, counts.map(\.afterNMS))
    answer.set(returned, counts.map(\.returned))
  }
}
