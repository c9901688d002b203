/// The sums of the four terms over one image.
struct YOLOSums {
  var box = 0.0
  var objectness = 0.0
  var noObject = 0.0
  var classification = 0.0

  /// The terms of a batch: each image's sum by its divisor.
  static func terms<S: Scalar>(_ sums: [YOLOSums], by divisors: [Double], _ weights: YOLOWeights)
    -> [CompositeLoss<S>.Term]
  {
    func total(_ term: KeyPath<YOLOSums, Double>) -> Double {
      zip(sums, divisors).reduce(0) { $0 + $1.0[keyPath: term] / $1.1 }
    }
    return [
      .init("box", total(\.box), weight: weights.box),
      .init("objectness", total(\.objectness), weight: weights.objectness),
      .init("no_object", total(\.noObject), weight: weights.noObject),
      .init("classification", total(\.classification), weight: weights.classification),
    ]
  }
}
