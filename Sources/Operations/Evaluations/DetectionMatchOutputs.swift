import DetectionCore
import Evaluation
import JSON

/// Detections with their objects.
struct DetectionMatchOutputs: FieldGroup {
  let rows = Output.indices("rows", "(n,)", "Their rows in detections, counted from 0.")
  let objects = Output.indices("objects", "(n,)", "The row of the object each has, in annotations; -1 for none.")
  let overlaps = Output.reals("overlaps", "(n,)", "How much they overlap; 0 without an object.")
  let ignored = Output.indices("ignored", "(n,)", "1 where that object is a crowd, or ignored: neither true nor false.")

  func set<S: Scalar>(_ answer: inout Answer, _ detections: [PerImageMatches.Detection], as scalar: S.Type) {
    answer.set(rows, detections.map(\.row))
    answer.set(objects, detections.map { $0.object ?? -1 })
    answer.set(overlaps, detections.map { S($0.overlap) })
    answer.set(ignored, detections.map { $0.outcome == .ignored ? 1 : 0 })
  }
}
