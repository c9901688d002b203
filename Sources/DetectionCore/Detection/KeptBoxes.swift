/// The boxes of one class that suppression has kept, and the question whether one of them suppresses another.
///
/// Few boxes are compared with all; from some hundred on, a grid tells which can overlap at all: each kept box stands in
/// every cell it touches, so a candidate looks into the cells that it touches itself. Boxes that touch many cells are
/// compared with all. Every answer is that of the plain comparison.
struct KeptBoxes<S: Scalar> {
  private let threshold: S
  private let grid: BoxGrid<S>?
  private var all = BoxColumns<S>()
  private var large = BoxColumns<S>()
  /// Per cell the newest entry; per entry the box and the entry before it; −1 ends.
  private var heads: [Int32]
  private var entries: [(box: Int32, next: Int32)] = []

  init(threshold: S, grid: BoxGrid<S>?) {
    self.threshold = threshold
    self.grid = grid
    heads = [Int32](repeating: -1, count: grid?.cells ?? 0)
  }

  /// Whether a kept box has an IoU with this one above the threshold.
  @inline(__always)
  func suppress(_ box: CornerBox<S>) -> Bool {
    guard let grid, let cells = grid.cells(of: box) else { return all.contains(overlapping: box, by: threshold) }
    for row in cells.rows {
      for column in cells.columns {
        var entry = heads[row * grid.columns + column]
        while entry >= 0 {
          let (index, next) = entries[Int(entry)]
          if all.iou(Int(index), box) > threshold { return true }
          entry = next
        }
      }
    }
    return large.contains(overlapping: box, by: threshold)
  }

  @inline(__always)
  mutating func insert(_ box: CornerBox<S>) {
    if let grid {
      if let cells = grid.cells(of: box) {
        for row in cells.rows {
          for column in cells.columns {
            let cell = row * grid.columns + column
            entries.append((Int32(truncatingIfNeeded: all.count), heads[cell]))
            heads[cell] = Int32(truncatingIfNeeded: entries.count - 1)
          }
        }
      } else {
        large.append(box)
      }
    }
    all.append(box)
  }
}

/// Boxes as columns, eight to a group, so that one box is compared with eight at a time.
struct BoxColumns<S: Scalar> {
  private struct Group {
    // Padding overlaps nothing.
    var x1 = SIMD8<S>(repeating: .infinity)
    var y1 = SIMD8<S>(repeating: .infinity)
    var x2 = SIMD8<S>(repeating: -.infinity)
    var y2 = SIMD8<S>(repeating: -.infinity)
    var area = SIMD8<S>(repeating: 1)
  }

  private var groups: [Group] = []
  private(set) var count = 0

  @inline(__always)
  mutating func append(_ box: CornerBox<S>) {
    let (group, lane) = count.quotientAndRemainder(dividingBy: 8)
    if lane == 0 { groups.append(Group()) }
    groups[group].x1[lane] = box.x1
    groups[group].y1[lane] = box.y1
    groups[group].x2[lane] = box.x2
    groups[group].y2[lane] = box.y2
    groups[group].area[lane] = box.area
    count += 1
  }

  @inline(__always)
  func iou(_ index: Int, _ box: CornerBox<S>) -> S { self[index].iou(box) }

  @inline(__always)
  private subscript(index: Int) -> CornerBox<S> {
    let (group, lane) = index.quotientAndRemainder(dividingBy: 8)
    let columns = groups[group]
    return CornerBox(x1: columns.x1[lane], y1: columns.y1[lane], x2: columns.x2[lane], y2: columns.y2[lane])
  }

  /// Whether a box has an IoU above the threshold with this one. Eight are sifted by I > t U (1 − ε), which divides
  /// nothing; what passes is decided by the quotient, and so are areas that overflow or nearly vanish.
  @inline(__always)
  func contains(overlapping box: CornerBox<S>, by threshold: S) -> Bool {
    let sieve = threshold * (1 - 16 * S.ulpOfOne)
    let smallest = S.leastNormalMagnitude / S.ulpOfOne
    for (number, group) in groups.enumerated() {
      let width = pointwiseMin(group.x2, SIMD8(repeating: box.x2)) - pointwiseMax(group.x1, SIMD8(repeating: box.x1))
      let height = pointwiseMin(group.y2, SIMD8(repeating: box.y2)) - pointwiseMax(group.y1, SIMD8(repeating: box.y1))
      let zero = SIMD8<S>(repeating: 0)
      let intersection = pointwiseMax(width, zero) * pointwiseMax(height, zero)
      let union = group.area + box.area - intersection
      let isPlain = (union .>= smallest) .& (union .<= S.greatestFiniteMagnitude)
      let passes = (intersection .> union * sieve) .| .!isPlain
      guard any(passes) else { continue }
      for lane in 0..<min(8, count - 8 * number) where passes[lane] && iou(8 * number + lane, box) > threshold {
        return true
      }
    }
    return false
  }
}
