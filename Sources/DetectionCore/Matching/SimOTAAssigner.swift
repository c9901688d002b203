import RealModule

/// Assigns points to objects by what it would cost the network as it is to learn them there: a simplified optimal transport.
///
///     cost = Σ_k BCE(√(σ(class_k) σ(objectness)), [k = label]) − 3 log(IoU + 1e-8) + 10⁶ (if the point is not near the centre)
///
/// Candidates are the points within a radius of any object's centre, in strides of their level. An object takes its k cheapest, k the
/// whole part of the sum of its greatest IoUs, at least 1; a point that several took goes to the one that it costs least of all.
/// Of equal costs and IoUs the first. Ge et al., «YOLOX» (2021), §2.2; the authors' code, whose constants these are: −log 0 is held at
/// 100 there and here. Computed in float64 in either precision.
public struct SimOTAAssigner: Sendable {
  /// How near a centre is, in strides.
  public var centerRadius: Double
  /// IoUs that are summed for an object's k.
  public var candidates: Int

  /// An assigner; the defaults are YOLOX's.
  public init(centerRadius: Double = 1.5, candidates: Int = 10) {
    self.centerRadius = centerRadius
    self.candidates = candidates
  }

  /// A point and its object, counted among the objects, and the IoU of the box there with it.
  struct Match {
    let point: Int
    let object: Int
    let iou: Double
  }

  /// What an image shows: points and what the network says there, and objects with their classes.
  struct Image {
    let places: [Place]
    let boxes: [Box<Double>]
    let objects: [Box<Double>]
    let labels: [Int]
    /// −log and −log(1 − ·) of √(σ(class) σ(objectness)), by point: of every class the latter summed, and of one class both.
    let costs: (_ point: Int) -> ClassCosts
  }

  /// A point in the image, and the strides of its level.
  struct Place {
    let x: Double
    let y: Double
    let strideX: Double
    let strideY: Double
  }

  /// What the classes of a point cost.
  struct ClassCosts {
    /// Σ_k −log(1 − p_k).
    let none: Double
    /// −log p_k and −log(1 − p_k).
    let each: [(hit: Double, miss: Double)]

    /// The cost of a class.
    func cost(of label: Int) -> Double { none - each[label].miss + each[label].hit }
  }

  /// The matches of an image, in the order of the points. Throws if candidates and objects make more pairs than `limit`.
  func assign(_ image: Image, limit: Int, deadline: Deadline) throws(DetectionError) -> [Match] {
    let points = try near(image, deadline)
    let (pairs, overflow) = points.count.multipliedReportingOverflow(by: image.objects.count)
    guard !overflow, pairs <= limit else {
      throw .answerTooLarge(elements: overflow ? .max : pairs, limit: limit)
    }
    guard pairs > 0 else { return [] }
    var table = CostTable(objects: image.objects.count, points: points.count)
    for (column, point) in points.enumerated() {
      try deadline.check()
      let classes = image.costs(point)
      for (row, object) in image.objects.enumerated() {
        let iou = image.boxes[point].iou(object)
        let far = isNear(image.places[point], object) ? 0 : 1e6
        table.set(row, column, iou, classes.cost(of: image.labels[row]) - 3 * Double.log(iou + 1e-8) + far)
      }
    }
    return try table.matches(candidates, deadline).enumerated().compactMap { column, row in
      row.map { Match(point: points[column], object: $0, iou: table.iou($0, column)) }
    }
  }

  /// The points near any object's centre.
  private func near(_ image: Image, _ deadline: Deadline) throws(DetectionError) -> [Int] {
    var found: [Int] = []
    for (point, place) in image.places.enumerated() {
      if point & 0xFF == 0 { try deadline.check() }
      if image.objects.contains(where: { isNear(place, $0) }) { found.append(point) }
    }
    return found
  }

  private func isNear(_ place: Place, _ object: Box<Double>) -> Bool {
    abs(place.x - object.x.center) < centerRadius * place.strideX
      && abs(place.y - object.y.center) < centerRadius * place.strideY
  }
}

/// IoU and cost of every object with every candidate.
private struct CostTable {
  private let objects: Int
  private let points: Int
  private var ious: [Double]
  private var costs: [Double]

  init(objects: Int, points: Int) {
    (self.objects, self.points) = (objects, points)
    ious = Array(repeating: 0, count: objects * points)
    costs = ious
  }

  mutating func set(_ object: Int, _ point: Int, _ iou: Double, _ cost: Double) {
    (ious[object * points + point], costs[object * points + point]) = (iou, cost)
  }

  func iou(_ object: Int, _ point: Int) -> Double { ious[object * points + point] }

  /// By point its object.
  func matches(_ candidates: Int, _ deadline: Deadline) throws(DetectionError) -> [Int?] {
    var owners = [Int?](repeating: nil, count: points)
    var isContested = [Bool](repeating: false, count: points)
    for object in 0..<objects {
      try deadline.check()
      for point in cheapest(object, candidates) {
        isContested[point] = owners[point] != nil
        owners[point] = owners[point] ?? object
      }
    }
    for point in 0..<points where isContested[point] {
      try deadline.check()
      var best = 0
      for object in 1..<max(objects, 1) where costs[object * points + point] < costs[best * points + point] {
        best = object
      }
      owners[point] = best
    }
    return owners
  }

  /// The k cheapest points of an object, k the whole part of its greatest IoUs' sum.
  private func cheapest(_ object: Int, _ candidates: Int) -> [Int] {
    let row = object * points..<(object + 1) * points
    var highest = TopK<Double>(min(candidates, points)) { $0 > $1 }
    for iou in ious[row] { highest.insert(iou) }
    let sum = highest.sorted().reduce(0, +)
    // Boxes beyond what numbers hold have no IoU.
    let count = sum >= 1 ? Int(min(sum, Double(points))) : 1
    var lowest = TopK<(cost: Double, point: Int)>(min(count, points)) {
      ($0.cost, $0.point) < ($1.cost, $1.point)
    }
    for (point, cost) in costs[row].enumerated() { lowest.insert((cost, point)) }
    return lowest.sorted().map(\.point)
  }
}
