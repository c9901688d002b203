import DetectionCore

/// The four terms of the losses of YOLOv1 and YOLOv3.
struct YOLOTerms: Sendable {
  let box: LossTerm
  let objectness: LossTerm
  let noObject: LossTerm
  let classification: LossTerm

  var all: [LossTerm] { [box, objectness, noObject, classification] }

  func weights(_ request: Request) -> YOLOWeights {
    YOLOWeights(
      box: request[box.weight], objectness: request[objectness.weight], noObject: request[noObject.weight],
      classification: request[classification.weight])
  }
}
