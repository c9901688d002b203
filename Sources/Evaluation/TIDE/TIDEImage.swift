import DetectionCore

/// One image's detections, each with its object or with its kind of error.
struct TIDEImage: Sendable {
  struct Finding: Sendable {
    /// Its row.
    var detection: Int32
    var state: State
    var kind: TIDEKind?
    /// Of a Loc or Cls error: the row of the object that it would have, if that is free.
    var object: Int32?
  }

  enum State: Sendable {
    case isTrue, isFalse, isIgnored
  }

  /// By falling score.
  private(set) var findings: [Finding] = []
  /// Rows of the objects, in file order.
  private(set) var objects: [Int32] = []
  /// Whether each object is found.
  private(set) var isUsed: [Bool] = []

  init(
    _ records: Records, _ classes: TIDEClasses, detections: ArraySlice<Int32>, objects rows: ArraySlice<Int32>,
    analysis: TIDEAnalysis
  ) {
    let crowd = records.groundTruth.objects.crowd
    objects = rows.filter { (crowd?[Int($0)] ?? 0) == 0 }
    isUsed = Array(repeating: false, count: objects.count)
    let regions = rows.filter { (crowd?[Int($0)] ?? 0) != 0 }
    records.withBoxes { boxes, objectBoxes in
      let found = objects.map { OverlapBox(objectBoxes, Int($0)) }
      for row in detections {
        let overlaps = OverlapBox(boxes, Int(row)).overlaps(found)
        let sameClass = objects.map { classes.objects[Int($0)] == classes.detections[Int(row)] }
        findings.append(match(row, overlaps, sameClass, analysis.posThreshold))
      }
      for index in findings.indices where findings[index].state == .isFalse {
        let row = Int(findings[index].detection)
        let box = OverlapBox(boxes, row)
        let isCovered = regions.contains { region in
          classes.objects[Int(region)] == classes.detections[row]
            && box.overlap(OverlapBox(objectBoxes, Int(region)), isCrowd: true) > analysis.posThreshold
        }
        if isCovered { findings[index].state = .isIgnored }
      }
      for index in findings.indices where findings[index].state != .isTrue {
        let row = findings[index].detection
        let overlaps = OverlapBox(boxes, Int(row)).overlaps(found)
        let sameClass = objects.map { classes.objects[Int($0)] == classes.detections[Int(row)] }
        classify(&findings[index], overlaps, sameClass, analysis)
      }
    }
  }

  /// The free object of the detection's class with the largest overlap, of equal ones the first, if it reaches the threshold.
  private mutating func match(_ row: Int32, _ overlaps: [Double], _ sameClass: [Bool], _ threshold: Double) -> Finding {
    let best = Self.largest(overlaps) { sameClass[$0] && !isUsed[$0] }
    guard let best, best.overlap >= threshold else { return Finding(detection: row, state: .isFalse) }
    isUsed[best.index] = true
    return Finding(detection: row, state: .isTrue)
  }

  /// Every detection without an object gets one kind, ignored ones too: the first that fits, by overlaps with all objects of
  /// the image, found or not.
  private func classify(
    _ finding: inout Finding, _ overlaps: [Double], _ sameClass: [Bool], _ analysis: TIDEAnalysis
  ) {
    let (pos, bg) = (analysis.posThreshold, analysis.bgThreshold)
    guard let same = Self.largest(overlaps, where: { sameClass[$0] }),
      let other = Self.largest(overlaps, where: { !sameClass[$0] }),
      let used = Self.largest(overlaps, where: { sameClass[$0] && isUsed[$0] }),
      let any = Self.largest(overlaps, where: { _ in true })
    else {
      finding.kind = .background
      return
    }
    func take(_ kind: TIDEKind, _ index: Int) {
      finding.kind = kind
      finding.object = isUsed[index] ? nil : objects[index]
    }
    if bg <= same.overlap && same.overlap <= pos {
      take(.localization, same.index)
    } else if other.overlap >= pos {
      take(.classification, other.index)
    } else if used.overlap >= pos {
      finding.kind = .duplicate
    } else {
      finding.kind = any.overlap <= bg ? .background : .both
    }
  }

  /// The first largest overlap, those that do not belong counting as 0; `nil` without objects.
  private static func largest(_ overlaps: [Double], where belongs: (Int) -> Bool) -> (index: Int, overlap: Double)? {
    guard !overlaps.isEmpty else { return nil }
    var best = (index: 0, overlap: -1.0)
    for index in overlaps.indices {
      let overlap = belongs(index) ? overlaps[index] : 0
      if overlap > best.overlap { best = (index, overlap) }
    }
    return best
  }
}

extension OverlapBox {
  fileprivate func overlaps(_ objects: [OverlapBox]) -> [Double] { objects.map { overlap($0) } }
}
