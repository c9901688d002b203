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
  static func ties(_ matches: Matches) -> [EvaluationWarning] {
    var (places, tied, areEqual) = (0, 0, true)
    var first: Double?
    for places_ in matches.order.classes where !places_.isEmpty {
      let score = first ?? matches.scores[places_.lowerBound]
      first = score
      areEqual =
        areEqual && matches.scores[places_.lowerBound] == score
        && matches.scores[places_.upperBound - 1] == score
      places += places_.count
      for place in places_ {
        let isTied =
          place > places_.lowerBound && matches.scores[place - 1] == matches.scores[place]
          || place + 1 < places_.upperBound && matches.scores[place + 1] == matches.scores[place]
        if isTied { tied += 1 }
      }
    }
    guard let first, places > 1 else { return [] }
    if areEqual { return [.equalScores(first)] }
    let share = Double(tied) / Double(places)
    return share >= tiesWorthSaying ? [.tiedScores(share: share)] : []
  }

  static func emptyCategories(_ rows: [COCOResult.ClassRow]) -> [EvaluationWarning] {
    let empty = rows.filter { $0.objects == 0 }.map {
      EvaluationWarning.EmptyCategory(id: $0.id, detections: $0.detections)
    }
    return empty.isEmpty ? [] : [.categoriesWithoutObjects(empty)]
  }
}
