/// Rows that a loss counts, image by image, as columns of equal length.
public struct RowSample: Sendable {
  /// The image.
  public private(set) var images: [Int] = []
  /// The row.
  public private(set) var rows: [Int] = []

  /// By image its rows.
  init(_ rows: [[Int]]) {
    for (image, rows) in rows.enumerated() {
      images += Array(repeating: image, count: rows.count)
      self.rows += rows
    }
  }

  /// The same rows under other numbers.
  mutating func renumber(_ number: (_ image: Int, _ row: Int) -> Int) { rows = zip(images, rows).map(number) }
}
