/// What the weights of the terms come to as factors of derivatives, for an image whose sums have a divisor.
struct YOLOFactors<S: Scalar> {
  let box: S
  let objectness: S
  let noObject: S
  let classification: S

  /// The same of a row that counts more or less than others.
  func times(_ weight: S) -> YOLOFactors {
    weight == 1
      ? self
      : YOLOFactors(
        box: weight * box, objectness: weight * objectness, noObject: noObject,
        classification: weight * classification)
  }

  private init(box: S, objectness: S, noObject: S, classification: S) {
    (self.box, self.objectness, self.noObject, self.classification) = (box, objectness, noObject, classification)
  }

  init(_ weights: YOLOWeights, divisor: Double) {
    box = S(weights.box / divisor)
    objectness = S(weights.objectness / divisor)
    noObject = S(weights.noObject / divisor)
    classification = S(weights.classification / divisor)
  }
}
