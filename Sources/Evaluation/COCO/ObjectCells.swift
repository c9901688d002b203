import DetectionCore

/// Objects by class and image, and in which area ranges each counts.
struct ObjectCells: Sendable {
  /// Rows by class, image, and as they stand in the file.
  let rows: [Int32]
  /// class · images + image of each cell, rising.
  let keys: Column<Int>
  /// Where each cell begins in `rows`, and the end of the last.
  let starts: Column<Int32>
  /// Where each class begins in `rows`, and the end of the last.
  let classStarts: [Int]
  /// Of each place: bit a is set if the object counts in range a, else it is ignored there.
  let counted: Column<UInt64>
  /// Of each place: whether it may take any number of detections, each by the share of itself that the object covers.
  let isCrowd: Column<Bool>
  /// Objects of each class and range that count: [class · ranges + range].
  let totals: [Int]
  /// Objects of each class that are neither crowd nor ignored, of any area.
  let ordinary: [Int]

  init(_ records: Records, grouping: Grouping, ranges: [AreaRange], rule: IgnoreRule, work: Work = .here) {
    self.rows = grouping.objectRows
    let cells = Cells(
      grouping.objectRows, classOf: grouping.objectClasses, imageOf: records.objectImages,
      classCount: grouping.classCount, imageCount: records.imageCount, work: work)
    (keys, starts, classStarts) = (cells.keys, cells.starts, cells.classStarts)
    let rows = grouping.objectRows
    let (counted, isCrowd) = (Column<UInt64>(uninitialized: rows.count), Column<Bool>(uninitialized: rows.count))
    let totals = Column<Int>(count: grouping.classCount * ranges.count, repeating: 0)
    let ordinary = Column<Int>(count: grouping.classCount, repeating: 0)
    let imageAreas = ImageAreas(records, isNeeded: ranges.contains { $0.unit == .imageFraction })
    let blocks = ClassBlocks(cells.classStarts)
    work.shareBlocks(blocks.count, of: 1) { block in
      for number in blocks[block.lowerBound] {
        for place in cells.classStarts[number]..<cells.classStarts[number + 1] {
          let row = Int(rows[place])
          isCrowd.start[place] = rule.isCrowd(records.groundTruth.objects, row)
          let isIgnored = rule.isIgnored(records.groundTruth.objects, row)
          var bits: UInt64 = 0
          let imageArea = imageAreas.area(records.objectImages[row])
          for (index, range) in ranges.enumerated()
          where !isIgnored && !range.excludes(records.areas[row], imageArea: imageArea) {
            bits |= 1 << UInt64(index)
            totals.start[number * ranges.count + index] += 1
          }
          counted.start[place] = bits
          if !isIgnored { ordinary.start[number] += 1 }
        }
      }
    }
    (self.counted, self.isCrowd) = (counted, isCrowd)
    (self.totals, self.ordinary) = (totals.elements, ordinary.elements)
  }
}
