import DetectionCore

extension Answer.Value {
  /// An explanation, stage by stage.
  init<S: Scalar>(_ explanation: Explanation<S>) {
    var suppressed = Answer()
    suppressed.add("indices", Tensor(explanation.suppressed.indices))
    suppressed.add("by", Tensor(explanation.suppressed.by))
    suppressed.add("iou", Tensor(explanation.suppressed.iou))
    var fields = [
      Answer.Field(name: "threshold", value: Self(explanation.threshold)),
      Answer.Field(name: "top_k", value: Self(explanation.topK)),
    ]
    if let small = explanation.small { fields.append(Answer.Field(name: "min_size", value: Self(indices: small))) }
    self = .object(
      fields + [
        Answer.Field(name: "suppressed", value: .object(suppressed.fields)),
        Answer.Field(name: "cap", value: Self(indices: explanation.cap)),
      ])
  }

  private init(indices: [Int]) {
    var answer = Answer()
    answer.add("indices", Tensor(indices))
    self = .object(answer.fields)
  }

  private init<S: Scalar>(_ runs: Explanation<S>.Runs) {
    var answer = Answer()
    answer.add("starts", Tensor(runs.starts))
    answer.add("lengths", Tensor(runs.lengths))
    self = .object(answer.fields)
  }

  /// What each stage left; `after_top_k` where there is such a stage.
  init(_ counts: DetectionCounts, hasTopK: Bool) {
    let names = DetectionCounts.namesWithMinimumSize.filter { name in
      (hasTopK || name != "after_top_k") && (counts.afterMinimumSize != nil || name != "after_min_size")
    }
    self = .object(names.map { Answer.Field(name: $0, value: .integer(counts.named($0))) })
  }
}

extension DetectionCounts {
  /// The stages, in order.
  static let names = ["candidates", "above_threshold", "after_top_k", "after_nms", "returned"]

  /// The same where small boxes go.
  static let namesWithMinimumSize = Array(names.prefix(3) + ["after_min_size"] + names.dropFirst(3))

  fileprivate func named(_ name: String) -> Int {
    switch name {
    case "candidates": candidates
    case "above_threshold": aboveThreshold
    case "after_top_k": afterTopK
    case "after_min_size": afterMinimumSize ?? afterTopK
    case "after_nms": afterNMS
    default: returned
    }
  }
}

extension OutputDescription {
  /// The tensors of an explanation; its lists are as long as they need to be.
  static let explanationTensors: [Tensor] =
    ["threshold.starts", "threshold.lengths", "top_k.starts", "top_k.lengths", "suppressed.indices", "suppressed.by"]
    .map { Tensor(name: "explanation.\($0)", shape: .of("e"), element: .integer) }
    + [
      Tensor(name: "explanation.suppressed.iou", shape: .of("e"), element: .number),
      Tensor(name: "explanation.cap.indices", shape: .of("e"), element: .integer),
    ]

  static let explanation = OutputDescription(
    "explanation", "", presence: "explain is true", members: explanationTensors,
    "{\"threshold\", \"top_k\": {\"starts\", \"lengths\"} of runs of candidates, \"suppressed\": {\"indices\", \"by\", "
      + "\"iou\"}, \"cap\": {\"indices\"}}: at which stage each candidate went that is not answered.")
}
