import DetectionCore
import Evaluation
import JSON

/// How many records there were.
struct RecordCountOutputs: FieldGroup {
  let images = Output.count("images", "Images.")
  let objects = Output.count("objects", "Objects of listed images and categories.")
  let detections = Output.count("detections", "Detections of listed categories.")
  let droppedObjects = Output.count("dropped_objects", "Objects on unlisted images or of unlisted categories.")
  let droppedDetections = Output.count("dropped_detections", "Detections of unlisted categories.")

  func set(_ answer: inout Answer, _ counts: EvaluationCounts) {
    answer.set(images, counts.images)
    answer.set(objects, counts.objects)
    answer.set(detections, counts.detections)
    answer.set(droppedObjects, counts.droppedObjects)
    answer.set(droppedDetections, counts.droppedDetections)
  }
}
