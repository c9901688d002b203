import DetectionCore

/// Detections by class; within a class by falling score, equal scores by image and then by file order. The order in which
/// COCO walks them, both within an image and over all images.
///
/// One sort per class serves both: a stable sort of the class restricted to an image is the image's own stable sort.
struct ClassOrder: Sendable {
  /// Where each class lies. Between one's end and the next one's start are detections beyond the largest budget.
  let classes: [Range<Int>]
  /// Of each place, the row; 0 where a place is beyond the budget.
  let rows: Column<Int32>
  /// Of each place, how many detections of its class and image come before it.
  let ranks: Column<Int32>
  /// Detections per class and image: the keys class · images + image, rising.
  let cellKeys: Column<Int>
  /// Where a cell's places begin in `slots`; as many as cells, and one more for the end.
  let cellStarts: Column<Int32>
  /// How many detections of a cell are within the largest budget.
  let cellCounts: Column<Int32>
  /// Places, cell by cell, in each by falling score.
  let slots: Column<Int32>
  /// Detections per class, those beyond the budget included.
  let counts: [Int]

  /// - Parameters:
  ///   - rows: rows sorted by class, then image, then as equal scores are to stay
  ///   - classOf, imageOf: of a row
  ///   - scores: one a row
  ///   - budget: how many count per class and image
  init(
    rows grouped: [Int32], classOf: Column<Int32>?, imageOf: Column<Int32>, classCount: Int, imageCount: Int,
    scores: Tensor<Double>, budget: Int, work: Work
  ) throws(EvaluationError) {
    let cells = Cells(
      grouped, classOf: classOf, imageOf: imageOf, classCount: classCount, imageCount: imageCount, work: work)
    let rows = Column<Int32>(uninitialized: grouped.count)
    let ranks = Column<Int32>(uninitialized: grouped.count)
    let slots = Column<Int32>(uninitialized: grouped.count)
    let cellCounts = Column<Int32>(uninitialized: cells.keys.count)
    let kept = Column<Int>(count: classCount, repeating: 0)
    let starts = cells.classStarts
    let blocks = ClassBlocks(starts)
    try work.forEach(blocks.count) { block in
      var sort = ScoreSort()
      scores.withElements { scores in
        for number in blocks[block] {
          sort.removeAll()
          for cell in cells.of(starts[number]..<starts[number + 1]) { cellCounts.start[cell] = 0 }
          for place in starts[number]..<starts[number + 1] {
            sort.append(score: scores[Int(grouped[place])], place: place)
          }
          sort.sort()
          var end = starts[number]
          for entry in sort.entries {
            let cell = Int(cells.cellOf[entry.place])
            let rank = cellCounts[cell]
            guard rank < budget else { continue }
            cellCounts.start[cell] = rank + 1
            rows.start[end] = grouped[entry.place]
            ranks.start[end] = rank
            slots.start[Int(cells.starts[cell] + rank)] = Int32(truncatingIfNeeded: end)
            end += 1
          }
          kept.start[number] = end
          (rows.start + end).update(repeating: 0, count: starts[number + 1] - end)
        }
      }
      return true
    }
    classes = (0..<classCount).map { starts[$0]..<kept[$0] }
    counts = (0..<classCount).map { starts[$0 + 1] - starts[$0] }
    self.rows = rows
    self.ranks = ranks
    self.slots = slots
    self.cellCounts = cellCounts
    cellKeys = cells.keys
    cellStarts = cells.starts
  }
}
