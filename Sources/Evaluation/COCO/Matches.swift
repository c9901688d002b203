import DetectionCore

/// Every detection within the budget, matched: what accumulating needs.
struct Matches: Sendable {
  let order: ClassOrder
  /// The image of each place.
  let images: Column<Int32>
  /// The score of each place.
  let scores: Column<Double>
  let flags: MatchFlags
  /// Objects that count: [class · ranges + range].
  let totals: [Int]
  /// Where each detection's object stands and how much they overlap; only where asked for, with one threshold and range.
  let partners: Partners?

  /// The row of each place's object, −1 for none, and their overlap.
  struct Partners: Sendable {
    let rows: Column<Int32>
    let overlaps: Column<Double>
  }

  /// How matching differs between evaluations.
  struct Rules: Sendable {
    var thresholds: [Double]
    var ranges: [AreaRange]
    var budget: Int
    /// The object whose matches count as none.
    var lostObject: Int?
    /// Detections that are ignored where they are unmatched, one a row.
    var excused: Column<Bool>?
    var keepsPartners = false
  }

  init(_ records: Records, _ grouping: Grouping, objects: ObjectCells, rules: Rules, work: Work) throws(EvaluationError)
  {
    let order = try ClassOrder(
      rows: grouping.detectionRows, classOf: grouping.detectionClasses, imageOf: records.detectionImages,
      classCount: grouping.classCount, imageCount: records.imageCount, scores: records.detections.scores,
      budget: rules.budget, work: work)
    let places = order.rows.count
    let flags = MatchFlags(places: places, rangeCount: rules.ranges.count, thresholdCount: rules.thresholds.count)
    let partners =
      rules.keepsPartners
      ? Partners(rows: Column(count: places, repeating: -1), overlaps: Column(count: places, repeating: 0)) : nil
    let (images, scores) = (Column<Int32>(uninitialized: places), Column<Double>(uninitialized: places))
    let job = MatchJob(
      records: records, objects: objects, rules: rules, order: order, flags: flags, partners: partners,
      imageAreas: ImageAreas(records, isNeeded: rules.ranges.contains { $0.unit == .imageFraction }))
    try work.forBlocks(places, of: 1 << 14) { block in
      job.begin(block)
      records.detections.scores.withElements { column in
        for place in block {
          let row = Int(order.rows[place])
          images.start[place] = records.detectionImages[row]
          scores.start[place] = column[row]
        }
      }
    }
    let pairs = job.cells
    try job.check(pairs)
    for chunk in 0..<flags.chunkCount {
      try work.forEach((pairs.count + 255) / 256) { block in
        job.match(pairs[block * 256..<min(pairs.count, (block + 1) * 256)], chunk: chunk, deadline: work.deadline)
      }
    }
    (self.order, self.images, self.scores, self.flags, self.partners) = (order, images, scores, flags, partners)
    totals = objects.totals
  }
}

/// The work of matching, shared by threads: each writes the flags of its own detections.
private struct MatchJob: Sendable {
  let records: Records
  let objects: ObjectCells
  let rules: Matches.Rules
  let order: ClassOrder
  let flags: MatchFlags
  let partners: Matches.Partners?
  let imageAreas: ImageAreas

  /// Cells that have objects and detections, as (object cell, detection cell).
  var cells: [(objects: Int, detections: Int)] {
    var pairs: [(Int, Int)] = []
    var detection = 0
    for object in 0..<objects.keys.count {
      while detection < order.cellKeys.count && order.cellKeys[detection] < objects.keys[object] { detection += 1 }
      if detection < order.cellKeys.count && order.cellKeys[detection] == objects.keys[object] {
        pairs.append((object, detection))
      }
    }
    return pairs
  }

  /// Pairs of a detection and an object, once a range and sixteen thresholds, at the most: so many take a few seconds.
  private static var pairLimit: Int { 1 << 30 }

  /// Throws where thresholds and ranges, more of them than usual, are too many for the pairs of the cells.
  func check(_ cells: [(objects: Int, detections: Int)]) throws(EvaluationError) {
    let times = flags.chunkCount * flags.rangeCount
    guard times > AreaRange.coco.count else { return }
    let pairs = cells.reduce(0) { sum, pair in
      sum + Int(objects.starts[pair.objects + 1] - objects.starts[pair.objects])
        * Int(order.cellCounts[pair.detections])
    }
    let (all, overflow) = pairs.multipliedReportingOverflow(by: times)
    guard overflow || all > Self.pairLimit else { return }
    throw .parameter(
      name: flags.chunkCount > 1 ? "iou_thresholds" : "area_ranges",
      reason: "are too many for \(pairs) pairs of an object and a detection of its image and category: "
        + "\(rules.thresholds.count) thresholds, \(rules.ranges.count) ranges")
  }

  /// Marks detections as unmatched, and as ignored what is ignored while it is unmatched: a detection whose own area, w · h, is
  /// outside the range.
  func begin(_ places: Range<Int>) {
    let areas = Column<Double>(uninitialized: places.count)
    let imageAreas = Column<Double>(uninitialized: places.count)
    records.detections.boxes.withElements { boxes in
      for place in places {
        let row = Int(order.rows[place])
        areas.start[place - places.lowerBound] = boxes[4 * row + 2] * boxes[4 * row + 3]
        imageAreas.start[place - places.lowerBound] = self.imageAreas.area(records.detectionImages[row])
      }
    }
    for (index, range) in rules.ranges.enumerated() {
      for chunk in 0..<flags.chunkCount {
        let words = flags.ignored.start + flags.plane(chunk, index) + places.lowerBound
        (flags.matched.start + flags.plane(chunk, index) + places.lowerBound).update(repeating: 0, count: places.count)
        let all = flags.all(chunk)
        let (low, high, isFraction) = (range.low, range.high, range.unit == .imageFraction)
        for place in 0..<places.count {
          let unit = isFraction ? imageAreas.start[place] : 1
          let area = areas.start[place]
          words[place] = area < low * unit || area > high * unit ? all : 0
        }
        guard let excused = rules.excused else { continue }
        for place in places where excused[Int(order.rows[place])] { words[place - places.lowerBound] = all }
      }
    }
  }

  /// Matches cells at the thresholds of one chunk; false if the time was over.
  func match(
    _ pairs: ArraySlice<(objects: Int, detections: Int)>, chunk: Int, deadline: Deadline
  ) -> Bool {
    var matcher = CellMatcher(thresholds: rules.thresholds[flags.thresholds(chunk)])
    var overlaps = 0
    return records.groundTruth.objects.boxes.withElements { objectBoxes in
      records.detections.boxes.withElements { detectionBoxes in
        guard let objectBoxes = objectBoxes.baseAddress, let detectionBoxes = detectionBoxes.baseAddress else {
          return true
        }
        for pair in pairs {
          let places = Int(objects.starts[pair.objects])..<Int(objects.starts[pair.objects + 1])
          let lost = places.first { rules.lostObject == Int(objects.rows[$0]) }.map { $0 - places.lowerBound }
          matcher.begin(objects, places, boxes: objectBoxes, rangeCount: rules.ranges.count)
          let first = Int(order.cellStarts[pair.detections])
          for slot in first..<first + Int(order.cellCounts[pair.detections]) {
            overlaps += places.count
            if overlaps > 1 << 20 {
              if deadline.isOver { return false }
              overlaps = 0
            }
            let place = Int(order.slots[slot])
            guard matcher.find(OverlapBox(detectionBoxes, Int(order.rows[place]))) else { continue }
            if let partners, let choice = matcher.choice() {
              partners.rows.start[place] = objects.rows[places.lowerBound + choice.object]
              partners.overlaps.start[place] = choice.overlap
            }
            take(&matcher, place: place, chunk: chunk, lost: lost)
          }
        }
        return true
      }
    }
  }

  @inline(__always)
  private func take(_ matcher: inout CellMatcher, place: Int, chunk: Int, lost: Int?) {
    for range in rules.ranges.indices {
      let outcome = matcher.take(range: range, lost: lost)
      let word = flags.plane(chunk, range) + place
      flags.matched.start[word] = outcome.matched
      flags.ignored.start[word] = outcome.ignored | flags.ignored.start[word] & ~outcome.matched
    }
  }
}
