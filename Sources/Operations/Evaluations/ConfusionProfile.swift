import DetectionCore
import Evaluation

/// Rules of confusion matrices.
enum ConfusionProfile: String, Sendable, CaseIterable {
  case ultralytics
}
