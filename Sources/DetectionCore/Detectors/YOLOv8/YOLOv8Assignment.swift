/// Which points of one image learn which object, and how much of it.
struct YOLOv8Assignment<S: Scalar>: Sendable {
  /// A point and its object.
  struct Match: Sendable {
    let point: Int
    /// The object's box, its class, and its row in the ground truth.
    let box: Box<S>
    let label: Int
    let target: Int
    /// The predicted box.
    let predicted: Box<S>
    /// What the class is trained on.
    let score: S
    /// What the point counts.
    let weight: S
  }

  /// In the order of the points; none of a point that counts for nothing.
  let matches: [Match]
  /// Points that count for nothing, in ascending order.
  let ignored: [Int]

  init(
    _ head: YOLOv8Rows<S>, _ points: YOLOv8Points<S>, _ truth: GroundTruth<S>, _ image: Int,
    _ loss: YOLOv8Loss<S>, _ deadline: Deadline
  ) throws(DetectionError) {
    let objects = truth.objects(of: image)
    ignored =
      try truth.ignored?.covered(points.places.count, image: image, deadline) { points.places[$0].cell } ?? []
    guard !objects.rows.isEmpty else {
      matches = []
      return
    }
    let inside = try Self.inside(points, objects.boxes, deadline)
    let labels = objects.rows.map { truth.labels[$0] }
    let present = Array(Set(labels)).sorted()
    let columns = Dictionary(uniqueKeysWithValues: zip(present, present.indices))
    let boxes = Self.rows(inside) { head.box($0, points.places[$0]) }
    let found = try loss.assigner.assign(
      anchors: Self.rows(inside) { points.places[$0].box }, boxes: boxes,
      scores: Self.scores(head, inside, present), targets: objects.boxes,
      targetLabels: Tensor(labels.map { columns[$0] ?? 0 }), reach: loss.reach(inside.map { points.places[$0] }),
      deadline: deadline)
    let passedOver = Set(ignored)
    matches = inside.indices.compactMap { index in
      let object = found.labels[index]
      guard object >= 0, !passedOver.contains(inside[index]) else { return nil }
      return Match(
        point: inside[index], box: objects.boxes.box(object), label: labels[object], target: objects.rows[object],
        predicted: boxes.box(index), score: found.scores[index],
        weight: truth.weight(of: objects.rows[object]))
    }
  }

  /// The points inside of any object: no other can be matched.
  private static func inside(_ points: YOLOv8Points<S>, _ objects: Boxes<S>, _ deadline: Deadline)
    throws(DetectionError) -> [Int]
  {
    let boxes = (0..<objects.count).map { objects.box($0) }
    var inside: [Int] = []
    for (index, place) in points.places.enumerated() {
      if index & 0x3FF == 0 { try deadline.check() }
      let center = place.box.center
      if boxes.contains(where: { $0.contains(center) }) { inside.append(index) }
    }
    return inside
  }

  private static func rows(_ points: [Int], _ box: (Int) -> Box<S>) -> Boxes<S> {
    let tensor = Tensor<S>(shape: Shape(boxes: points.count)) { output in
      guard let base = output.baseAddress else { return }
      for (row, point) in points.enumerated() { box(point).write(to: base + 4 * row, .xyxy) }
    }
    return Boxes(unchecked: tensor, format: .xyxy)
  }

  /// The scores of the classes that the image shows.
  private static func scores(_ head: YOLOv8Rows<S>, _ points: [Int], _ labels: [Int]) -> Tensor<S> {
    // Points and labels are in memory, each label of them for each point too.
    let shape = Shape([points.count, labels.count]) ?? .scalar
    return Tensor(shape: shape) { output in
      for (row, point) in points.enumerated() {
        for (column, label) in labels.enumerated() {
          output.initializeElement(at: row * labels.count + column, to: sigmoid(head.logit(point, label)))
        }
      }
    }
  }
}
