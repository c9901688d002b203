import DetectionCore
import Evaluation
import JSON

/// `evaluations.sweep`
struct SweepThresholds: FieldedOperation {
  let about = About(
    "evaluations", "sweep",
    summary: "Which score to deploy a detector at: precision, recall and F_β at every threshold.",
    formula: "F_β = (1 + β²) P R / (β² P + R) at every \"score ≥ s\", from raw precision tp / (tp + fp)",
    source: "COCO's matches at one overlap, area all (pycocotools 2.0.11); precision without its envelope",
    example: EvaluationExample.columns)

  let inputs = EvaluationInputs()
  let iouThreshold = Field.number("iou_threshold", .unit, default: 0.5, "The overlap from which a detection is right.")
  let beta = Field.number(
    "beta", NumberRange(exclusiveMinimum: 0, maximum: 1e6), default: 1, "How much more recall weighs than precision.")
  let maxDetections = Field.integer(
    "max_detections", .from(1), default: 100, "How many detections count per image and category.")
  let targets = SweepTargets()
  let perClass: Output<SweepClassOutputs>
  let all: Output<OperatingPointOutputs>
  let pooled: OperatingOutputs
  let warnings = EvaluationWarningOutput.warnings

  init() {
    perClass = Output.rows(
      "per_class", of: SweepClassOutputs(targets), "A row per category, ascending by id.")
    all =
      Output.object(
        "all", OperatingPointOutputs(), "The best common threshold of all categories that have objects, pooled."
      ).nullable
    pooled = OperatingOutputs(targets, prefix: "all_")
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    var sweep = ThresholdSweep()
    sweep.iouThreshold = request[iouThreshold]
    sweep.beta = request[beta]
    sweep.maxDetections = request[maxDetections]
    sweep.targetRecall = request[targets.recall]
    sweep.targetPrecision = request[targets.precision]
    sweep.hasCurves = request[targets.curves]
    let result = try inputs.read(request).evaluate(request) { [sweep] records throws(EvaluationError) in
      try sweep.evaluate(records, deadline: request.limits.deadline)
    }
    var answer = Answer()
    let name = sweep.beta == 1 ? "f1" : "f_beta"
    answer.set(perClass, each: result.perClass) { answer, group, row in
      answer.set(group.id, row.id)
      answer.set(group.name, row.name)
      answer.set(group.objects, row.objects)
      group.operating.setBest(&answer, group.best, row.best, name, as: S.self)
      group.operating.set(&answer, request, row.atRecall, row.atPrecision, row.curve, name, as: S.self)
    }
    pooled.setBest(&answer, all, result.all, name, as: S.self)
    pooled.set(&answer, request, result.allAtRecall, result.allAtPrecision, result.allCurve, name, as: S.self)
    answer.set(warnings, result.warnings.map(\.sentence))
    return answer
  }
}
