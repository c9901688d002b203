import DetectionCore
import Evaluation
import JSON

/// `evaluations.tide`
struct EvaluateTIDE: FieldedOperation {
  let about = About(
    "evaluations", "tide",
    summary: "What kinds of errors a detector makes, and how much AP each costs.",
    formula: "ΔAP(kind) = max(AP50 after repairing that kind alone − AP50, 0), in percent",
    source: "Bolya et al., «TIDE: A General Toolbox for Identifying Object Detection Errors» (2020); tidecv 1.0.1",
    example: EvaluationExample.columns)

  let inputs = EvaluationInputs()
  let posThreshold = Field.number(
    "pos_threshold", NumberRange(exclusiveMinimum: 0, maximum: 1), default: 0.5,
    "The overlap from which an object is found.")
  let bgThreshold = Field.number(
    "bg_threshold", .unit, default: 0.1,
    "The overlap up to which a detection sees nothing but background; at most pos_threshold.")
  let ap = Output.reals(
    "ap", "()", "AP at pos_threshold in percent: 101 points, the mean over categories with objects or detections.")
  let deltas = Output.object("delta_ap", TIDEDeltaOutputs(), "")
  let counts = Output.object("counts", TIDECountOutputs(), "")
  let warnings = EvaluationWarningOutput.warnings

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    var analysis = TIDEAnalysis()
    analysis.posThreshold = request[posThreshold]
    analysis.bgThreshold = request[bgThreshold]
    let result = try inputs.read(request).evaluate(request) { [analysis] records throws(EvaluationError) in
      try analysis.evaluate(records, deadline: request.limits.deadline)
    }
    var answer = Answer()
    answer.set(ap, result.averagePrecision, as: S.self)
    answer.set(deltas) { answer, group in
      for (kind, delta) in result.deltas { answer.set(group.kinds.output(kind), delta, as: S.self) }
      answer.set(group.falsePositives, result.falsePositives, as: S.self)
      answer.set(group.falseNegatives, result.falseNegatives, as: S.self)
    }
    answer.set(counts) { answer, group in
      for (kind, count) in result.counts { answer.set(group.output(kind), count) }
    }
    answer.set(warnings, result.warnings.map(\.sentence))
    return answer
  }
}

/// How much AP would rise if a kind alone were repaired, in percent.
struct TIDEDeltaOutputs: FieldGroup {
  let kinds = TIDEKindOutputs()
  let falsePositives = Output.reals("FalsePos", "()", "If all false detections had the score 0.")
  let falseNegatives = Output.reals("FalseNeg", "()", "If objects that were not found did not count.")
}

/// Of each kind of error, the rise of AP.
struct TIDEKindOutputs: FieldGroup {
  private let outputs = TIDEKind.allCases.map { Output.reals($0.rawValue, "()", "\($0.words). At least 0.") }
  var answerFields: [OutputDescription] { outputs.flatMap(\.answerFields) }

  func output(_ kind: TIDEKind) -> Output<Reals> { outputs[TIDEKind.allCases.firstIndex(of: kind) ?? 0] }
}

/// Of each kind of error, how many there are.
struct TIDECountOutputs: FieldGroup {
  private let outputs = TIDEKind.allCases.map { Output.count($0.rawValue, "\($0.words).") }
  var answerFields: [OutputDescription] { outputs.flatMap(\.answerFields) }

  func output(_ kind: TIDEKind) -> Output<Count> { outputs[TIDEKind.allCases.firstIndex(of: kind) ?? 0] }
}

extension TIDEKind {
  fileprivate var words: String {
    switch self {
    case .classification: "Well placed, of the wrong category"
    case .localization: "Of the right category, badly placed"
    case .both: "Badly placed, of the wrong category"
    case .duplicate: "A second detection of a found object"
    case .background: "Nothing is there"
    case .missed: "An object that no error could be repaired to find"
    }
  }
}
