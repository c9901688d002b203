import DetectionCore
import Evaluation
import JSON

/// Fields that are used here, and declared elsewhere.
struct Unlisted<Value: Sendable>: Sendable {
  let value: Value
}
