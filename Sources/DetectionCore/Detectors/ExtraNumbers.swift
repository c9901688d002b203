/// A head whose rows hold numbers behind their classes: keypoints, coefficients of masks, an angle.
public protocol ExtraNumbers<S>: DetectorHead {
  /// How many each row has.
  var extraCount: Int { get }
  /// One of a row's.
  func extra(_ row: Int, _ index: Int) -> S
  /// A point that a row's numbers name, in pixels of the network, with its visibility.
  func point(_ row: Int, _ x: S, _ y: S, visibility: S) -> (x: S, y: S, visibility: S)
}

extension ExtraNumbers {
  /// The numbers themselves.
  public func point(_ row: Int, _ x: S, _ y: S, visibility: S) -> (x: S, y: S, visibility: S) { (x, y, visibility) }

  /// The numbers behind the classes of some rows, (n, E).
  public func extras(of rows: Tensor<Int>) -> Tensor<S> {
    let count = extraCount
    let shape = Shape([rows.count, count]) ?? Shape(vector: 0)
    return Tensor(shape: shape) { output in
      guard shape.count > 0 else { return }
      for row in 0..<rows.count {
        for index in 0..<count { output.initializeElement(at: row * count + index, to: extra(rows[row], index)) }
      }
    }
  }

  /// The keypoints of some rows, (n, `count`, `width`): x, y, and with a width of 3 a visibility, in the image. They are
  /// the first of the numbers behind the classes. `mapping` takes them, as boxes, to the original.
  public func keypoints(of rows: Tensor<Int>, count: Int, width: Int, mapping: ImageMapping<S>?) -> Tensor<S> {
    let shape = Shape([rows.count, count, width]) ?? Shape(vector: 0)
    return Tensor(shape: shape) { output in
      guard shape.count > 0 else { return }
      var place = 0
      for row in 0..<rows.count {
        for first in stride(from: 0, to: count * width, by: width) {
          let numbers = (0..<3).map { $0 < width ? extra(rows[row], first + $0) : 0 }
          let found = point(rows[row], numbers[0], numbers[1], visibility: numbers[2])
          let (x, y) = mapping?.original(x: found.x, y: found.y) ?? (found.x, found.y)
          for number in [x, y, found.visibility].prefix(width) {
            output.initializeElement(at: place, to: number)
            place += 1
          }
        }
      }
    }
  }
}
