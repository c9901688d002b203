import RealModule

/// Which points of one image learn which object.
struct YOLOXImage<S: Scalar> {
  /// In the order of the points; none of a point that counts for nothing.
  let matches: [SimOTAAssigner.Match]
  /// Points that count for nothing, in ascending order.
  let ignored: [Int]
  let objects: [Box<Double>]
  let labels: [Int]
  /// The objects' rows in the ground truth.
  let rows: [Int]
  /// What each object's points count.
  let weights: [S]

  init(
    _ head: YOLOXRows<S>, _ cells: YOLOXCells, _ truth: GroundTruth<S>, _ image: Int, _ assigner: SimOTAAssigner,
    limit: Int, _ deadline: Deadline
  ) throws(DetectionError) {
    rows = truth.objects(of: image).rows
    objects = rows.map { truth.box($0).converted() as Box<Double> }.map { $0.converted(to: .centerAndSize) }
    labels = rows.map { truth.labels[$0] }
    weights = rows.map(truth.weight(of:))
    ignored = try truth.ignored?.covered(cells.places.count, image: image, deadline) { cells.places[$0].box() } ?? []
    guard !rows.isEmpty else {
      matches = []
      return
    }
    let passedOver = Set(ignored)
    let places = cells.places.map {
      SimOTAAssigner.Place(
        x: ($0.column + 0.5) * $0.strideX, y: ($0.row + 0.5) * $0.strideY, strideX: $0.strideX, strideY: $0.strideY)
    }
    matches = try assigner.assign(
      .init(
        places: places, boxes: cells.places.indices.map { head.box($0, cells.places[$0]) }, objects: objects,
        labels: labels, costs: head.costs),
      limit: limit, deadline: deadline
    ).filter { !passedOver.contains($0.point) }
  }
}
