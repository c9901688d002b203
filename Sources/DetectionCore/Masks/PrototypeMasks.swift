import RealModule

/// Masks that a network gives as sums of prototypes, for one image.
///
///     mask(p) = σ(Σ_m c_m P_m(p)) > threshold  within the box
///
/// Bolya et al., «YOLACT» (2019), §3; as ultralytics' `process_mask_native`: the sum is brought to the picture's size by
/// bilinear interpolation, then cropped to the box, then compared. Axes may be those of enlarged prototypes (``MaskSampling``).
public struct PrototypeMasks<S: Scalar>: Sendable {
  private let prototypes: Tensor<S>
  private let x: MaskAxis<S>
  private let y: MaskAxis<S>
  private let threshold: S

  /// `prototypes` (M, H, W), at least one by one cells; `threshold` in (0, 1). Both axes have one enlargement.
  public init(_ prototypes: Tensor<S>, x: MaskAxis<S>, y: MaskAxis<S>, threshold: S = 0.5) {
    (self.prototypes, self.x, self.y) = (prototypes, x, y)
    self.threshold = threshold == 0.5 ? 0 : .log(threshold / (1 - threshold))
  }

  /// How many there are.
  public var count: Int { prototypes.shape[0] }

  /// Pixels of the picture.
  public var height: Int { y.pixels }
  /// Pixels of the picture.
  public var width: Int { x.pixels }

  /// Bytes that the making of a mask takes at the most, beside the runs it has in the end: its sum over the prototypes, and
  /// its runs. Down a column the interpolation is straight between two cells, and crosses the threshold once there.
  public func scratch(_ box: CornerBox<S>) -> Int {
    guard let part = part(box) else { return 0 }
    return 4 * part.columns * (part.stretches + 2) + MemoryLayout<S>.size * (part.prototypeCells + part.enlargedCells)
  }

  /// Steps that the making of a mask takes at the most: its sum over the prototypes, and for each column the cells it goes
  /// through and the search for a crossing between each two of them, which halves. Pixels down a column count by their logarithm,
  /// rounded up: the sum of the stretches' logarithms is greatest where all are of one length.
  public func steps(_ box: CornerBox<S>) -> Int {
    guard let part = part(box) else { return 0 }
    let halvings = Int.bitWidth - (part.rows / part.stretches).leadingZeroBitCount + 1
    return count * part.prototypeCells + part.enlargedCells
      + part.columns * (Self.stepsPerColumn + part.rowCells + part.stretches * (2 + halvings))
  }

  /// What a column costs without its cells: the look at the time, and the runs beside the box.
  private static var stepsPerColumn: Int { 8 }

  /// What of the picture a box covers, and on which cells it lies; `nil`: nothing.
  private func part(_ box: CornerBox<S>) -> (
    columns: Int, rows: Int, rowCells: Int, prototypeCells: Int, enlargedCells: Int, stretches: Int
  )? {
    let (columns, rows) = (x.pixels(from: box.x1, to: box.x2), y.pixels(from: box.y1, to: box.y2))
    guard !columns.isEmpty, !rows.isEmpty else { return nil }
    let (columnCells, rowCells) = (x.cells(of: columns), y.cells(of: rows))
    // The last cell is one by itself, beyond its middle.
    let stretches = min(rows.count, rowCells.count + 1)
    let prototypeCells = y.prototypeCells(of: rowCells).count * x.prototypeCells(of: columnCells).count
    let enlargedCells = x.enlargement > 1 ? rowCells.count * columnCells.count : 0
    return (columns.count, rows.count, rowCells.count, prototypeCells, enlargedCells, stretches)
  }

  /// The mask of coefficients, one for each prototype, within a box of the picture. Throws when the time is over.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func mask(_ coefficients: [S], box: CornerBox<S>, deadline: Deadline = .never) throws(DetectionError)
    -> RunLengthMask
  {
    let (columns, rows) = (x.pixels(from: box.x1, to: box.x2), y.pixels(from: box.y1, to: box.y2))
    var mask = RunLengthMask(height: y.pixels, width: x.pixels)
    guard !columns.isEmpty, !rows.isEmpty else {
      mask.append(false, count: x.pixels * y.pixels)
      mask.end()
      return mask
    }
    let (rowCells, columnCells) = (y.cells(of: rows), x.cells(of: columns))
    let (left, top, width) = (columnCells.lowerBound, rowCells.lowerBound, columnCells.count)
    let sums = cellSums(coefficients, rows: rowCells, columns: columnCells)
    let stretches = y.stretches(rows)
    mask.append(false, count: columns.lowerBound * y.pixels)
    var column = [S](repeating: 0, count: rowCells.count)
    for pixel in columns {
      try deadline.check()
      let place = x.place(pixel)
      for row in column.indices {
        let start = row * width - left
        column[row] = sums[start + place.first] * (1 - place.share) + sums[start + place.second] * place.share
      }
      mask.append(false, count: rows.lowerBound)
      for stretch in stretches {
        let (first, second) = (column[stretch.first - top], column[stretch.second - top])
        appendStretch(stretch, to: &mask) { first * (1 - $0) + second * $0 > threshold }
      }
      mask.append(false, count: y.pixels - rows.upperBound)
    }
    mask.append(false, count: (x.pixels - columns.upperBound) * y.pixels)
    mask.end()
    return mask
  }

  /// Appends the pixels between two cells: along a straight line the threshold is crossed once at the most.
  @inline(__always)
  private func appendStretch(
    _ stretch: MaskAxis<S>.Stretch, to mask: inout RunLengthMask, _ isInside: (_ share: S) -> Bool
  ) {
    let (begin, count) = (isInside(stretch.share(0)), stretch.count)
    guard isInside(stretch.share(count - 1)) != begin else { return mask.append(begin, count: count) }
    // The last pixel that is as the first, and the first that is as the last.
    var (low, high) = (0, count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if isInside(stretch.share(middle)) == begin { low = middle } else { high = middle }
    }
    mask.append(begin, count: high)
    mask.append(!begin, count: count - high)
  }

  /// Σ_m c_m P_m over some cells, which may be those of enlarged prototypes: the sum is enlarged, as it is the same.
  private func cellSums(_ coefficients: [S], rows: ClosedRange<Int>, columns: ClosedRange<Int>) -> [S] {
    let (prototypeRows, prototypeColumns) = (y.prototypeCells(of: rows), x.prototypeCells(of: columns))
    let sums = sums(coefficients, rows: prototypeRows, columns: prototypeColumns)
    guard x.enlargement > 1 else { return sums }
    let (top, left, width) = (prototypeRows.lowerBound, prototypeColumns.lowerBound, prototypeColumns.count)
    let places = columns.map(x.prototypePlace)
    var cells: [S] = []
    cells.reserveCapacity(rows.count * columns.count)
    for row in rows {
      let down = y.prototypePlace(row)
      let (upper, lower) = ((down.first - top) * width - left, (down.second - top) * width - left)
      for across in places {
        let above = sums[upper + across.first] * (1 - across.share) + sums[upper + across.second] * across.share
        let below = sums[lower + across.first] * (1 - across.share) + sums[lower + across.second] * across.share
        cells.append(above * (1 - down.share) + below * down.share)
      }
    }
    return cells
  }

  /// Σ_m c_m P_m over some cells of the prototypes.
  private func sums(_ coefficients: [S], rows: ClosedRange<Int>, columns: ClosedRange<Int>) -> [S] {
    let (height, width) = (prototypes.shape[1], prototypes.shape[2])
    var sums = [S](repeating: 0, count: rows.count * columns.count)
    prototypes.withElements { numbers in
      for (prototype, coefficient) in coefficients.prefix(count).enumerated() {
        var place = 0
        for row in rows {
          let start = (prototype * height + row) * width
          for cell in columns {
            sums[place] += coefficient * numbers[start + cell]
            place += 1
          }
        }
      }
    }
    return sums
  }
}
