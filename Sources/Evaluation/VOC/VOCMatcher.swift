import DetectionCore

/// Which detections of a class are true, by VOC's rule.
struct VOCMatcher: Sendable {
  private let records: Records
  private let evaluation: VOCEvaluation
  /// Detections by class, in file order.
  private let rows: [Int32]
  /// Where each class begins, and the end of the last.
  let starts: [Int]
  private let objects: ObjectCells
  /// Objects of each class that are not difficult.
  let positives: [Int]

  init(_ records: Records, _ evaluation: VOCEvaluation) {
    self.records = records
    self.evaluation = evaluation
    rows = StableGrouping.order(by: records.detectionCategories, keyCount: records.categoryCount)
    var starts = [Int](repeating: 0, count: records.categoryCount + 1)
    for row in rows { starts[Int(records.detectionCategories[Int(row)]) + 1] += 1 }
    for number in 0..<records.categoryCount { starts[number + 1] += starts[number] }
    self.starts = starts
    objects = ObjectCells(
      records, grouping: Grouping(records, byCategory: true, detections: [], work: .here),
      ranges: [AreaRange("all", -.greatestFiniteMagnitude, .greatestFiniteMagnitude)], rule: .crowdAndIgnore)
    positives = objects.totals
  }

  /// Of the detections that are not left out, by falling score, whether each is true; `nil` if the time was over.
  func outcomes(_ number: Int, deadline: Deadline) -> [Bool]? {
    var sort = ScoreSort()
    for place in starts[number]..<starts[number + 1] {
      sort.append(score: records.detections.scores[Int(rows[place])], place: place)
    }
    sort.sort()
    var taken = Set<Int>()
    var outcomes: [Bool] = []
    var overlaps = 0
    for entry in sort.entries {
      let row = Int(rows[entry.place])
      let places = objects.places(records.key(Int32(truncatingIfNeeded: number), records.detectionImages[row]))
      overlaps += places.count
      if overlaps > 1 << 20 {
        if deadline.isOver { return nil }
        overlaps = 0
      }
      guard let best = best(row, places) else {
        outcomes.append(false)
        continue
      }
      // An object that does not count is difficult, and leaves the detection out.
      if objects.counted[best] == 1 { outcomes.append(taken.insert(best).inserted) }
    }
    return outcomes
  }

  /// The object with the largest overlap, of equal ones the first, if it reaches the threshold. A crowd is nothing special.
  private func best(_ row: Int, _ places: Range<Int>) -> Int? {
    let offset = evaluation.pixelOffset
    return records.detections.boxes.withElements { boxes -> Int? in
      records.groundTruth.objects.boxes.withElements { objectBoxes -> Int? in
        guard let boxes = boxes.baseAddress, let objectBoxes = objectBoxes.baseAddress else { return nil }
        let detection = OverlapBox(boxes, row, offset: offset)
        var (best, largest): (Int?, Double) = (nil, -1)
        for place in places {
          let object = OverlapBox(objectBoxes, Int(objects.rows[place]), offset: offset)
          let overlap = detection.overlap(object, offset: offset)
          if overlap > largest { (best, largest) = (place, overlap) }
        }
        let threshold = evaluation.iouThreshold
        return (evaluation.isStrict ? largest > threshold : largest >= threshold) ? best : nil
      }
    }
  }
}

extension ObjectCells {
  /// The places of one class and image; empty if it has no objects.
  func places(_ key: Int) -> Range<Int> {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < keys.count && keys[low] == key ? Int(starts[low])..<Int(starts[low + 1]) : 0..<0
  }
}
