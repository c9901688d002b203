import DetectionCore

/// Warnings that follow from the records and from how they were matched.
enum RecordWarnings {
  /// From this share of detections with the score of another on, AP rests on the order of the rows too much to say nothing.
  static let tiesWorthSaying = 0.1

  static func rows(_ records: Records) -> [EvaluationWarning] {
    let dropped = records.dropped
    var warnings: [EvaluationWarning] = []
    if dropped.objects > 0 {
      warnings.append(
        .droppedObjects(
          unlistedImage: dropped.objectsOfUnlistedImages, unlistedCategory: dropped.objectsOfUnlistedCategories))
    }
    if dropped.detectionsOfUnlistedCategories > 0 {
      warnings.append(.droppedDetections(unlistedCategory: dropped.detectionsOfUnlistedCategories))
    }
    if records.images.repeated > 0 { warnings.append(.repeatedImages(records.images.repeated)) }
    if records.categories.repeated > 0 { warnings.append(.repeatedCategories(records.categories.repeated)) }
    return warnings
  }

  static func marks(_ records: Records, _ parameters: COCOParameters) -> [EvaluationWarning] {
    var warnings: [EvaluationWarning] = []
    if let row = records.objectWithIDZero {
      warnings.append(.objectWithIDZero(row: row, compatible: parameters.losesIDZero))
    }
    let objects = records.groundTruth.objects
    if !parameters.honoursIgnore, let ignore = objects.ignore {
      let marked = (0..<objects.count).count { ignore[$0] != 0 && (objects.crowd?[$0] ?? 0) == 0 }
      if marked > 0 { warnings.append(.ignoreWithoutEffect(objects: marked)) }
    }
    if !parameters.areaRanges.contains(where: { $0.name == "all" }) { warnings.append(.noRangeNamedAll) }
    return warnings
  }

  /// Equal scores: of detections of one class, within the largest budget.
  static func ties(_ matches: Matches, work: Work = .here) -> [EvaluationWarning] {
    let classes = matches.order.classes
    let tied = Column<Int>(count: classes.count, repeating: 0)
    let blocks = ClassBlocks(matches.starts)
    work.shareBlocks(blocks.count, of: 1) { block in
      for number in blocks[block.lowerBound] { tied.start[number] = countTied(matches.scores, classes[number]) }
    }
    let count = classes.reduce(0) { $0 + $1.count }
    guard count > 1, let first = classes.first(where: { !$0.isEmpty }).map({ matches.scores[$0.lowerBound] }) else {
      return []
    }
    // Scores fall within a class.
    let areEqual = classes.allSatisfy {
      $0.isEmpty || matches.scores[$0.lowerBound] == first && matches.scores[$0.upperBound - 1] == first
    }
    if areEqual { return [.equalScores(first)] }
    let share = Double(tied.elements.reduce(0, +)) / Double(count)
    return share >= tiesWorthSaying ? [.tiedScores(share: share)] : []
  }

  /// How many of one class have the score of another, which is their neighbour.
  private static func countTied(_ scores: Column<Double>, _ places: Range<Int>) -> Int {
    places.count { place in
      place > places.lowerBound && scores[place - 1] == scores[place]
        || place + 1 < places.upperBound && scores[place + 1] == scores[place]
    }
  }

  static func emptyCategories(_ rows: [COCOResult.ClassRow]) -> [EvaluationWarning] {
    let empty = rows.filter { $0.objects == 0 }.map {
      EvaluationWarning.EmptyCategory(id: $0.id, detections: $0.detections)
    }
    return empty.isEmpty ? [] : [.categoriesWithoutObjects(empty)]
  }
}
