/// The objects of one image of a YOLOv1 batch, by the cell that their centre lies in.
struct YOLOv1Image<S: Scalar>: Sendable {
  struct Object: Sendable {
    /// The centre in cells, from the corner of its cell.
    let center: Point<S>
    /// The size relative to the image.
    let width: S
    let height: S
    let label: Int
    /// Its row in the ground truth.
    let target: Int
    /// What its cell counts.
    let weight: S
  }

  /// By cell. Of two objects in one cell it learns the first; a cell that counts for nothing learns none.
  let objects: [Int: Object]
  /// The cells that count for nothing, as a region of the image covers them.
  let covered: Set<Int>

  init(
    _ grid: GridLevel, _ size: ImageSize<Double>, _ truth: GroundTruth<S>, _ image: Int, _ deadline: Deadline
  ) throws(DetectionError) {
    covered = Set(try truth.ignored?.covered(grid.cells, image: image, deadline, grid.box) ?? [])
    var objects: [Int: Object] = [:]
    let own = truth.objects(of: image)
    for (index, target) in own.rows.enumerated() where grid.cells > 0 {
      let box = own.boxes.box(index)
      let cell = try grid.cell(around: box, target: target)
      guard objects[cell] == nil, !covered.contains(cell) else { continue }
      let (column, row) = grid.place(of: cell, as: Double.self)
      objects[cell] = Object(
        center: Point(
          x: box.x.center(from: S(column * grid.strideX)) / S(grid.strideX),
          y: box.y.center(from: S(row * grid.strideY)) / S(grid.strideY)),
        width: box.x.size / S(size.width), height: box.y.size / S(size.height), label: truth.labels[target],
        target: target, weight: truth.weight(of: target))
    }
    self.objects = objects
  }
}

extension YOLOv1Cell {
  /// The predictor whose box overlaps the object most; where none does, the one whose four numbers are nearest to it, as in
  /// the authors' code. Of equal ones the first.
  func responsible(_ object: YOLOv1Image<S>.Object, of count: Int) -> (predictor: Int, iou: S) {
    let target = box(of: object)
    var best = (predictor: 0, iou: -S.infinity, apart: S.infinity)
    for predictor in 0..<count {
      let box = box(predictor)
      let iou = box.matchingIoU(target)
      let apart = Self.squaredDistance(box, target)
      if iou > max(best.iou, 0) || (iou == 0 && best.iou <= 0 && apart < best.apart) {
        best = (predictor, iou, apart)
      }
    }
    return (best.predictor, max(best.iou, 0))
  }

  private static func squaredDistance(_ a: Box<S>, _ b: Box<S>) -> S {
    let (x, y) = (a.x.center - b.x.center, a.y.center - b.y.center)
    let (w, h) = (a.x.size - b.x.size, a.y.size - b.y.size)
    return x * x + y * y + (w * w + h * h)
  }
}
