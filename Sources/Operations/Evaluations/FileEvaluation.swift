/// The evaluations that take a file of ground truth and one of detections.
package enum FileEvaluation: String, CaseIterable, Sendable {
  case coco, voc, lvis, tide, sweep
  case confusionMatrix = "confusion-matrix"

  /// The operation, made anew: a command that needs one does not wait until the registry has made all.
  package var operation: Operation {
    switch self {
    case .coco: Operation(EvaluateCOCO())
    case .voc: Operation(EvaluateVOC())
    case .lvis: Operation(EvaluateLVIS())
    case .tide: Operation(EvaluateTIDE())
    case .sweep: Operation(SweepThresholds())
    case .confusionMatrix: Operation(EvaluateConfusionMatrix())
    }
  }
}
