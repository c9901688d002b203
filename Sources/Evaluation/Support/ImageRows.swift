import DetectionCore

/// Rows image by image, images by rank: detections by falling score, equal scores in file order, and objects in file order.
struct ImageRows: Sendable {
  let count: Int
  private let detectionRows: [Int32]
  private let detectionStarts: [Int]
  private let objectRows: [Int32]
  private let objectStarts: [Int]

  /// - Parameter budget: detections per image
  init(
    _ records: Records, detections: [Int32], objects: [Int32], budget: Int, work: Work
  ) throws(EvaluationError) {
    count = records.imageCount
    let order = try ClassOrder(
      rows: StableGrouping.order(detections, by: records.detectionImages, keyCount: count, work: work), classOf: nil,
      imageOf: records.detectionImages, classCount: 1, imageCount: count, scores: records.detections.scores,
      budget: budget, work: work)
    var (rows, starts): ([Int32], [Int]) = ([], [0])
    for cell in 0..<order.cellKeys.count {
      let image = order.cellKeys[cell]
      starts.append(contentsOf: repeatElement(rows.count, count: image + 1 - starts.count))
      let first = Int(order.cellStarts[cell])
      for slot in first..<first + Int(order.cellCounts[cell]) { rows.append(order.rows[Int(order.slots[slot])]) }
      starts.append(rows.count)
    }
    starts.append(contentsOf: repeatElement(rows.count, count: max(count + 1 - starts.count, 0)))
    (detectionRows, detectionStarts) = (rows, starts)
    objectRows = StableGrouping.order(objects, by: records.objectImages, keyCount: count)
    var objectStarts = [Int](repeating: 0, count: count + 1)
    for row in objectRows { objectStarts[Int(records.objectImages[Int(row)]) + 1] += 1 }
    for image in 0..<count { objectStarts[image + 1] += objectStarts[image] }
    self.objectStarts = objectStarts
  }

  func detections(_ image: Int) -> ArraySlice<Int32> {
    detectionRows[detectionStarts[image]..<detectionStarts[image + 1]]
  }
  func objects(_ image: Int) -> ArraySlice<Int32> { objectRows[objectStarts[image]..<objectStarts[image + 1]] }
}

extension Records {
  /// The boxes of detections and objects; `nil` if either are none.
  func withBoxes<R>(_ body: (UnsafePointer<Double>, UnsafePointer<Double>) -> R) -> R? {
    detections.boxes.withElements { boxes in
      groundTruth.objects.boxes.withElements { objects in
        guard let boxes = boxes.baseAddress, let objects = objects.baseAddress else { return nil }
        return body(boxes, objects)
      }
    }
  }
}
