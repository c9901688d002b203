import DetectionCore

/// At which stage each candidate went that is not answered.
struct ExplanationOutputs: FieldGroup {
  /// Runs of consecutive candidates.
  struct Runs: FieldGroup {
    let starts = Output.indices("starts", "(e,)", "The first candidate of each run, rising.")
    let lengths = Output.indices("lengths", "(e,)", "How many candidates it is of.")
  }

  /// Single candidates.
  struct Candidates: FieldGroup {
    let indices = Output.indices("indices", "(e,)", "The candidates, best score first.")
  }

  /// Candidates that gave way to others.
  struct Suppressed: FieldGroup {
    let indices = Output.indices("indices", "(e,)", "The candidates, best score first.")
    let by = Output.indices(
      "by", "(e,)", "Which candidate each gave way to; −1: none, its decayed score is not above the threshold.")
    let iou = Output.reals("iou", "(e,)", "The overlap of the two, in the metric of the suppression.")
  }

  let threshold = Output.columns("threshold", Runs(), "Scores that are not above the threshold.")
  let topK = Output.columns("top_k", Runs(), "Candidates that are not among the best of their level.")
  let minimumSize: Output<Candidates>?
  let suppressed = Output.columns("suppressed", Suppressed(), "Candidates that gave way to others.")
  let cap = Output.columns("cap", Candidates(), "Candidates that stayed, but were more than may be answered.")

  /// `sifting`: what must hold for boxes that are too small to go before suppression; `nil`: they never do.
  init(sifting: [Condition]? = nil) {
    minimumSize = sifting.map { .columns("min_size", Candidates(), "Candidates whose boxes are too small.").only($0) }
  }

  /// The field of a request that asks for it.
  static let explain = Field.flag("explain", "Adds explanation: what became of every candidate that is not answered.")

  /// The object `explanation`, where it was asked for.
  static func object(sifting: [Condition]? = nil) -> Output<ExplanationOutputs> {
    .object(
      "explanation", ExplanationOutputs(sifting: sifting),
      "{\"threshold\", \"top_k\": {\"starts\", \"lengths\"} of runs of candidates, "
        + (sifting != nil ? "\"min_size\": {\"indices\"}, " : "")
        + "\"suppressed\": {\"indices\", \"by\", \"iou\"}, \"cap\": {\"indices\"}}: at which stage each candidate went "
        + "that is not answered."
    ).only(.with(explain))
  }

  func set<S: Scalar>(_ explanation: Explanation<S>, in answer: inout Answer) {
    answer.set(threshold) { Self.set(explanation.threshold, $1, in: &$0) }
    answer.set(topK) { Self.set(explanation.topK, $1, in: &$0) }
    if let minimumSize, let small = explanation.small { answer.set(minimumSize) { $0.set($1.indices, small) } }
    answer.set(suppressed) { answer, columns in
      answer.set(columns.indices, explanation.suppressed.indices)
      answer.set(columns.by, explanation.suppressed.by)
      answer.set(columns.iou, explanation.suppressed.iou)
    }
    answer.set(cap) { $0.set($1.indices, explanation.cap) }
  }

  private static func set<S: Scalar>(_ runs: Explanation<S>.Runs, _ columns: Runs, in answer: inout Answer) {
    answer.set(columns.starts, runs.starts)
    answer.set(columns.lengths, runs.lengths)
  }
}
