/// One image of a YOLOv5 batch: its objects, and which rows learn which of them.
struct YOLOv5Image<S: Scalar>: Sendable {
  let objects: [Box<S>]
  let labels: [Int]
  /// The objects' rows in the ground truth.
  let targets: [Int]
  /// What the rows of each object count.
  let weights: [S]
  /// By level, in the order of the authors' code; none of a row that counts for nothing.
  let matches: [[YOLOv5Assigner<S>.Match]]
  /// Rows that count for nothing.
  let ignored: [Int]

  init(
    _ loss: YOLOv5Loss<S>, _ grid: Grid, _ truth: GroundTruth<S>, _ image: Int, limit: Int, _ deadline: Deadline
  ) throws(DetectionError) {
    let found = truth.objects(of: image)
    objects = found.rows.indices.map { found.boxes.box($0) }
    labels = found.rows.map { truth.labels[$0] }
    targets = found.rows
    weights = found.rows.map(truth.weight(of:))
    let all = try loss.assigner.assign(objects, targets: targets, to: grid, limit: limit, deadline)
    ignored = try truth.coveredRows(of: grid, image: image, deadline)
    let passedOver = Set(ignored)
    matches = passedOver.isEmpty ? all : all.map { $0.filter { !passedOver.contains($0.row) } }
  }
}
