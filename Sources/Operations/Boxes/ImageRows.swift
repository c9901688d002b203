import DetectionCore

/// The rows of a batch by image.
struct ImageRows {
  private let rows: [(image: Int, rows: [Int])]

  /// `images`: the image of each row.
  init(_ images: Tensor<Int>, at name: String) throws(Problem) {
    var (rows, places): ([(image: Int, rows: [Int])], [Int: Int]) = ([], [:])
    for (row, image) in images.elements.enumerated() {
      if let place = places[image] {
        rows[place].rows.append(row)
      } else {
        places[image] = rows.count
        rows.append((image, [row]))
      }
    }
    try ImageFields.check(count: rows.count, at: name)
    self.rows = rows.sorted { $0.image < $1.image }
  }

  /// What stays of each image, image by image, by the batch's rows.
  func joined<S: Scalar>(_ suppress: (_ rows: [Int]) throws -> SuppressedBoxes<S>) throws -> SuppressedBoxes<S> {
    // Without rows as well, for the fields there are.
    guard !rows.isEmpty else { return try suppress([]) }
    var joined = SuppressedBoxes<S>(indices: [], counts: DetectionCounts())
    var (scores, boxes): ([S], [Tensor<S>]) = ([], [])
    var format = BoxFormat.xyxy
    for (_, rows) in rows {
      let found = try suppress(rows)
      joined.indices += found.indices.map { rows[$0] }
      joined.counts.add(found.counts)
      if let own = found.scores { scores += own }
      if let own = found.boxes { (boxes, format) = (boxes + [own.tensor], own.format) }
      joined.scores = found.scores == nil ? nil : scores
    }
    if boxes.count == rows.count { joined.boxes = try Boxes(Tensor(rows: boxes, of: 4), format: format) }
    return joined
  }
}

extension DetectionCounts {
  fileprivate mutating func add(_ other: DetectionCounts) {
    candidates += other.candidates
    aboveThreshold += other.aboveThreshold
    afterTopK += other.afterTopK
    afterNMS += other.afterNMS
    returned += other.returned
  }
}

extension Tensor {
  /// Some rows; `nil`: all.
  func rows(_ indices: [Int]?) -> Tensor {
    guard let indices else { return self }
    let width = shape.extents.dropFirst().reduce(1, *)
    let elements = withElements { all in
      indices.flatMap { row in all[min(row * width, all.count)..<min((row + 1) * width, all.count)] }
    }
    return Shape([indices.count] + shape.extents.dropFirst()).flatMap { Tensor(shape: $0, elements: elements) }
      ?? Tensor(elements)
  }
}

extension Tensor {
  /// Rows of matrices, one after the other.
  init(rows matrices: [Tensor], of columns: Int) {
    let elements = matrices.flatMap(\.elements)
    self =
      Shape([elements.count / max(columns, 1), columns]).flatMap { Tensor(shape: $0, elements: elements) }
      ?? Tensor(elements)
  }
}
