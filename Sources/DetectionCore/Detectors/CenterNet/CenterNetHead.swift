/// CenterNet's head for one image: a heatmap of centres for each class, and for each cell the size of a box, and perhaps how
/// far its centre lies from the cell's corner.
///
///     x = (column + offset_x) · stride,  w = size_x · stride
///
/// Zhou et al., «Objects as Points» (2019), §4 and `ctdet_decode` of the authors' code: a centre is a cell that none of its
/// eight neighbours surpasses; nothing is suppressed otherwise. `topK` counts over the image.
public struct CenterNetHead<S: Scalar>: DetectorHead {
  private let heatmap: HeadMap<S>
  private let sizes: HeadMap<S>
  private let offsets: HeadMap<S>?
  private let height: Int
  private let width: Int
  private let stride: S
  private let activation: ScoreActivation

  /// Rows of the head: cells.
  public var rows: Int { heatmap.rows }
  /// Classes.
  public var classes: Int { heatmap.channels }

  /// Maps of one image: `heatmap` (K, H, W), `sizes` (2, H, W) width and height in cells, `offsets` (2, H, W) x and y in
  /// cells, or none.
  public init(
    heatmap: Tensor<S>, sizes: Tensor<S>, offsets: Tensor<S>?, stride: S, activation: ScoreActivation = .sigmoid
  ) throws(DetectionError) {
    guard heatmap.shape.rank == 3 else { throw .shape(.heatmap, .maps, found: heatmap.shape) }
    (height, width) = (heatmap.shape[1], heatmap.shape[2])
    let wanted = Shape([2, height, width]) ?? Shape(vector: 0)
    try sizes.check(.sizes, shape: wanted, toFit: .heatmap)
    try offsets?.check(.offsets, shape: wanted, toFit: .heatmap)
    guard let map = HeadMap(maps: heatmap, anchors: 1), let sizeMap = HeadMap(maps: sizes, anchors: 1) else {
      throw .shape(.heatmap, .maps, found: heatmap.shape)
    }
    (self.heatmap, self.sizes, self.offsets) = (map, sizeMap, offsets.flatMap { HeadMap(maps: $0, anchors: 1) })
    (self.stride, self.activation) = (stride, activation)
  }

  /// Offers the cells whose score may pass and that are peaks.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    if activation == .none { try HeadPyramid(heatmap).checkScores(.heatmap, in: 0..<classes) }
    let floor = activation.floor(of: selection.floor)
    try selection.select { group in
      heatmap.forEach(in: 0..<classes, above: floor) { cell, label, number in
        let score = activation.score(number)
        if isPeak(cell, label, number, score) { group.offer(score, row: cell, label: label) }
      }
    }
  }

  /// Whether no neighbour has a greater score; those that rounding makes equal have none.
  @inline(__always)
  private func isPeak(_ cell: Int, _ label: Int, _ number: S, _ score: S) -> Bool {
    let (row, column) = cell.quotientAndRemainder(dividingBy: width)
    for y in max(row - 1, 0)...min(row + 1, height - 1) {
      for x in max(column - 1, 0)...min(column + 1, width - 1) {
        let other = heatmap[y * width + x, label]
        if other > number, activation.score(other) > score { return false }
      }
    }
    return true
  }

  /// The box of a cell, in the pixels of the network.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let (y, x) = row.quotientAndRemainder(dividingBy: max(width, 1))
    let (dx, dy) = (offsets.map { $0[row, 0] } ?? 0, offsets.map { $0[row, 1] } ?? 0)
    let (centreX, centreY) = (S(x) + dx, S(y) + dy)
    let (halfWidth, halfHeight) = (sizes[row, 0] / 2, sizes[row, 1] / 2)
    return CornerBox(
      x1: (centreX - halfWidth) * stride, y1: (centreY - halfHeight) * stride, x2: (centreX + halfWidth) * stride,
      y2: (centreY + halfHeight) * stride)
  }
}
