/// Rows of paired boxes in memory, and where their IoU goes.
///
/// `@unchecked Sendable`: threads read, and write to different rows; the memory outlives the work.
struct BoxPairs<S: Scalar>: @unchecked Sendable {
  let boxes: UnsafePointer<S>
  let targets: UnsafePointer<S>
  let format: BoxFormat
  /// One IoU a box, if it is wanted.
  let iou: UnsafeMutablePointer<S>?

  /// The overlaps from a row on, as many as there are lanes.
  @inline(__always)
  func overlap<L: Lanes>(_ row: Int) -> BoxOverlap<L> where L.Element == S {
    BoxOverlap(
      inOrder(L.loadRows(boxes + 4 * row)), inOrder(L.loadRows(targets + 4 * row)), format.encoding,
      slopesBy: format.encoding)
  }

  /// The overlaps of one box with targets from a row on, as many as there are lanes.
  @inline(__always)
  func overlap<L: Lanes>(_ row: Int, withAllFrom target: Int) -> BoxOverlap<L> where L.Element == S {
    let box = boxes + 4 * row
    let columns = (
      L(repeating: box[0]), L(repeating: box[1]), L(repeating: box[2]), L(repeating: box[3])
    )
    return BoxOverlap(
      inOrder(columns), inOrder(L.loadRows(targets + 4 * target)), format.encoding, slopesBy: format.encoding)
  }

  /// Writes derivatives by the rows' numbers.
  @inline(__always)
  func store<L: Lanes>(_ x: AxisSlopes<L>, _ y: AxisSlopes<L>, to start: UnsafeMutablePointer<S>)
  where L.Element == S {
    L.storeRows(inOrder((x.first, y.first, x.second, y.second)), to: start)
  }

  /// x before y, or as the format has it: its own inverse.
  @inline(__always)
  private func inOrder<L>(_ columns: (L, L, L, L)) -> (L, L, L, L) {
    format.xColumn == 0 ? columns : (columns.1, columns.0, columns.3, columns.2)
  }
}
