/// The rows of a flat list, image by image.
struct RowsByImage: Sendable {
  private let rows: [Int]
  /// Those of image i begin at `starts[i]`.
  private let starts: [Int]

  /// A counting sort of the rows by their image, each below `imageCount`: those of an image stay in their order.
  init(_ images: Tensor<Int>, imageCount: Int) {
    var starts = [Int](repeating: 0, count: imageCount + 1)
    for row in 0..<images.count { starts[images[row] + 1] += 1 }
    for image in 0..<imageCount { starts[image + 1] += starts[image] }
    var next = starts
    var rows = [Int](repeating: 0, count: images.count)
    for row in 0..<images.count {
      rows[next[images[row]]] = row
      next[images[row]] += 1
    }
    self.rows = rows
    self.starts = starts
  }

  /// The rows of an image.
  func rows(of image: Int) -> [Int] { Array(rows[starts[image]..<starts[image + 1]]) }

  /// The row in the list that is an image's row of that number.
  subscript(image: Int, row: Int) -> Int { rows[starts[image] + row] }
}

extension Boxes {
  /// Some of the boxes, in the order of `rows`.
  func rows(_ rows: [Int]) -> Boxes {
    let chosen = Tensor<S>(shape: Shape(boxes: rows.count)) { output in
      withRows { input in
        guard let base = output.baseAddress else { return }
        for (position, row) in rows.enumerated() {
          (base + 4 * position).initialize(from: input + 4 * row, count: 4)
        }
      }
    }
    return Boxes(unchecked: chosen, format: format)
  }
}
