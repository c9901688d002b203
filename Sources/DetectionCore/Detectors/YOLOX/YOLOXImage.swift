import RealModule

/// The cells of a YOLOX head, level by level.
struct YOLOXCells: Sendable {
  struct Place: Sendable {
    let column: Double
    let row: Double
    let strideX: Double
    let strideY: Double

    /// The cell, in pixels.
    func box<S: Scalar>() -> Box<S> {
      Box(
        x: Interval(S(column * strideX), S((column + 1) * strideX), .ends),
        y: Interval(S(row * strideY), S((row + 1) * strideY), .ends))
    }
  }

  let places: [Place]

  init(_ levels: [GridLevel]) {
    places = levels.flatMap { level in
      (0..<level.cells).map { cell in
        let (x, y) = level.place(of: cell, as: Double.self)
        return Place(column: x, row: y, strideX: level.strideX, strideY: level.strideY)
      }
    }
  }
}

/// The rows (N, 5 + K) of a YOLOX head for one image, and where the derivatives by them go.
struct YOLOXRows<S: Scalar> {
  let numbers: UnsafePointer<S>
  let slopes: UnsafeMutablePointer<S>?
  let points: Int
  let channels: Int

  @inline(__always)
  func row(_ point: Int) -> (numbers: UnsafePointer<S>, slopes: UnsafeMutablePointer<S>?) {
    (numbers + point * channels, slopes.map { $0 + point * channels })
  }

  /// The box of a cell in pixels, in float64; no side grows beyond ``Grid/growthClamp()``.
  func box(_ point: Int, _ place: YOLOXCells.Place) -> Box<Double> {
    let raw = numbers + point * channels
    let clamp: Double = Grid.growthClamp()
    return Box(
      x: Interval(
        (Double(raw[0]) + place.column) * place.strideX, Double.exp(min(Double(raw[2]), clamp)) * place.strideX,
        .centerAndSize),
      y: Interval(
        (Double(raw[1]) + place.row) * place.strideY, Double.exp(min(Double(raw[3]), clamp)) * place.strideY,
        .centerAndSize))
  }

  /// What SimOTA's classes cost at a point: of p = √(σ(c) σ(o)), −log p and −log(1 − p), each 100 at the most.
  func costs(_ point: Int) -> SimOTAAssigner.ClassCosts {
    let raw = numbers + point * channels
    let objectness = Logistic(logit: Double(raw[4]))
    let each = (5..<channels).map { channel -> (hit: Double, miss: Double) in
      let score = Logistic(logit: Double(raw[channel]))
      let p = (score.probability * objectness.probability).squareRoot()
      return (
        min((score.negativeLog + objectness.negativeLog) / 2, 100), min(-Double.log(onePlus: -p), 100)
      )
    }
    return .init(none: each.reduce(0) { $0 + $1.miss }, each: each)
  }
}

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
